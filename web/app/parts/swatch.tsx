/** A patch of a colour beside its name. An SVG, as the shop's policy allows no styles inside of documents. */
export function Swatch({ colour }: { colour: string }) {
  return (
    <svg className="swatch" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle cx="10" cy="10" r="9" fill={colour} />
    </svg>
  )
}
