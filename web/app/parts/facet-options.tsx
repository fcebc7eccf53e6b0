import type { FacetFragment } from '../../generated/graphql.ts'
import type { ListFilter } from '../shop/list-filter.ts'
import { useTexts } from './language.ts'
import { Swatch } from './swatch.tsx'

/** Options that are seen at once; chosen ones always are. */
const shownOptions = 7

type Option = FacetFragment['options'][number]

/** The options of a facet, each with the number of its products. */
export function FacetOptions({ facet, filter }: { facet: FacetFragment; filter: ListFilter }) {
  const { texts } = useTexts()
  const isChosen = ({ value }: Option): boolean => {
    if (facet.code === 'brand') return filter.brands.includes(value)
    const choice = filter.attributes.find(({ code }) => code === facet.code)
    return choice?.kind === 'options' && choice.options.includes(value)
  }
  const item = (option: Option) => (
    <li key={option.value}>
      <label className="facet-option">
        <input
          type="checkbox"
          name="filter"
          value={`${facet.code}.${option.value}`}
          checked={isChosen(option)}
          readOnly
        />
        {option.colour !== null && <Swatch colour={option.colour} />}
        <span>{option.label}</span>
        <span className="facet-count">{option.count}</span>
      </label>
    </li>
  )
  // One or two more are not worth hiding.
  const first = facet.options.length > shownOptions + 2 ? shownOptions : facet.options.length
  const rest = facet.options.slice(first)
  return (
    <>
      <ul className="facet-options">{facet.options.slice(0, first).map(item)}</ul>
      {rest.length > 0 && (
        <details className="facet-rest" open={rest.some(isChosen)}>
          <summary>{texts.category.more(rest.length)}</summary>
          <ul className="facet-options">{rest.map(item)}</ul>
        </details>
      )}
    </>
  )
}
