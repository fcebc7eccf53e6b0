const strokes = {
  cart: 'M5 8h14l-1.2 11H6.2L5 8Zm4 0V6.5a3 3 0 0 1 6 0V8',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.8-3.6 3.8-5.5 7.5-5.5s6.700 1.900 7.500 5.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.500 4.500',
  next: 'm9 5 7 7-7 7',
  previous: 'm15 5-7 7 7 7',
  done: 'm5 12.500 4.500 4.500L19 7.500',
  truck:
    'M3 6h11v10H3V6Zm11 4h4l3 3v3h-7v-6ZM7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  calendar: 'M4 6h16v14H4V6Zm0 4h16M8 3v4m8-4v4m-7 7.500 2 2 4-4',
  repair:
    'M14.500 5.500a4 4 0 0 0-5 5L4 16v4h4l5.500-5.500a4 4 0 0 0 5-5L16 12l-2.500-.500L13 9l1.500-3.500Z',
} as const

/** A line drawing that only accompanies words; screen readers pass it by. */
export function Icon({ name }: { name: keyof typeof strokes }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  )
}
