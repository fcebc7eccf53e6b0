import type { FacetFragment } from '../../generated/graphql.ts'
import { useTexts } from './language.ts'

/** The largest ones are enough to narrow a list down; the chosen one is always among them. */
const shownCategories = 10

/** Categories of the products in a list: one of them, or all. */
export function CategoryFacet({ facet, chosen }: { facet: FacetFragment; chosen: string | undefined }) {
  const { texts } = useTexts()
  const shown = facet.options.filter(({ value }, index) => index < shownCategories || value === chosen)
  return (
    <ul className="facet-options">
      <li>
        <label className="facet-option">
          <input type="radio" name="filter" value="" checked={chosen === undefined} readOnly />
          <span>{texts.category.all}</span>
        </label>
      </li>
      {shown.map(({ value, label, count }) => (
        <li key={value}>
          <label className="facet-option">
            <input
              type="radio"
              name="filter"
              value={`category.${value}`}
              checked={chosen === value}
              readOnly
            />
            <span>{label}</span>
            <span className="facet-count">{count}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}
