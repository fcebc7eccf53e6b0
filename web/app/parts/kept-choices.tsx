import type { FacetFragment } from '../../generated/graphql.ts'
import { filterValues, type ListFilter } from '../shop/list-filter.ts'

/** What is chosen and has no field of its own, because nothing else matches it: it stays until it is taken away. */
export function KeptChoices({ filter, facets }: { filter: ListFilter; facets: readonly FacetFragment[] }) {
  const has = (code: string) => facets.some((facet) => facet.code === code)
  const shown = new Set(
    facets.flatMap(({ code, kind, options }) => {
      if (kind === 'OPTIONS') return options.map(({ value }) => `${code}.${value}`)
      return kind === 'BOOLEAN' && options.some(({ value }) => value === 'true') ? [`${code}-true`] : []
    }),
  )
  const isRangeShown = (value: string) =>
    filter.attributes.some(({ kind, code }) => kind === 'range' && value.startsWith(`${code}.`) && has(code))
  const kept = filterValues(filter).filter((value) => !shown.has(value) && !isRangeShown(value))
  return (
    <>
      {kept.map((value) => (
        <input key={value} type="hidden" name="filter" value={value} />
      ))}
      {!has('price') && filter.from !== '' && <input type="hidden" name="from" value={filter.from} />}
      {!has('price') && filter.until !== '' && <input type="hidden" name="until" value={filter.until} />}
      {!has('availability') && filter.available && <input type="hidden" name="available" value="1" />}
    </>
  )
}
