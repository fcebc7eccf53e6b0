import { Form } from 'react-router'
import type { FacetFragment } from '../../generated/graphql.ts'
import type { ListFilter } from '../shop/list-filter.ts'
import type { ListData } from '../shop/load-list.ts'
import { CategoryFacet } from './category-facet.tsx'
import { FacetOptions } from './facet-options.tsx'
import { KeptChoices } from './kept-choices.tsx'
import { useTexts } from './language.ts'
import { RangeFields } from './range-fields.tsx'
import { filterFormId, type ListFilterState } from './use-list-filter.ts'

/** Facets that are open at once; the others open by themselves when something of theirs is chosen. */
const openFacets = 5

/** Everything a list can be narrowed down by: a GET form, so that every choice has an address. */
export function FilterForm({ list, state }: { list: ListData; state: ListFilterState }) {
  const { texts } = useTexts()
  return (
    <Form
      id={filterFormId}
      className="filters"
      aria-labelledby="filters"
      onSubmit={(event) => {
        event.preventDefault()
        state.apply()
      }}
      onChange={(event) => {
        // Texts wait until they are complete.
        const { target } = event
        if (target instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(target.type)) state.apply()
      }}
    >
      <div className="filters-head" id="filters">
        <h2>{texts.category.filter}</h2>
        <a className="button button-plain list-open" href="#results">
          {texts.category.close}
        </a>
      </div>
      {list.query !== undefined && <input type="hidden" name="q" value={list.query} />}
      <KeptChoices filter={state.filter} facets={list.facets} />
      {list.facets.map((facet, index) => (
        <FacetField key={facet.code} facet={facet} state={state} isOpen={index < openFacets} />
      ))}
      <div className="filters-foot">
        <button type="submit" className="button">
          {texts.category.show(list.totalCount)}
        </button>
      </div>
    </Form>
  )
}

/** Who looks for what is not so is rare enough to write it into the address. */
function BooleanField({ facet, filter }: { facet: FacetFragment; filter: ListFilter }) {
  const count = facet.options.find(({ value }) => value === 'true')?.count
  if (count === undefined) return null
  const isChosen = filter.attributes.some(
    (choice) => choice.code === facet.code && choice.kind === 'boolean' && choice.value,
  )
  return (
    <label className="facet-option facet-alone">
      <input type="checkbox" name="filter" value={`${facet.code}-true`} checked={isChosen} readOnly />
      <span>{facet.name}</span>
      <span className="facet-count">{count}</span>
    </label>
  )
}

interface FacetFieldProps {
  readonly facet: FacetFragment
  readonly state: ListFilterState
  readonly isOpen: boolean
}

function FacetField({ facet, state, isOpen }: FacetFieldProps) {
  const { texts } = useTexts()
  const { filter, apply } = state
  if (facet.code === 'availability') {
    const count = facet.options.find(({ value }) => value === 'true')?.count ?? 0
    return (
      <label className="facet-option facet-alone">
        <input type="checkbox" name="available" value="1" checked={filter.available} readOnly />
        <span>{texts.category.available}</span>
        <span className="facet-count">{count}</span>
      </label>
    )
  }
  if (facet.kind === 'BOOLEAN') return <BooleanField facet={facet} filter={filter} />
  const choice = filter.attributes.find(({ code }) => code === facet.code)
  const isChosen =
    choice !== undefined ||
    (facet.code === 'price' && filter.from + filter.until !== '') ||
    (facet.code === 'brand' && filter.brands.length > 0) ||
    (facet.code === 'category' && filter.category !== undefined)
  return (
    <details className="facet" open={isOpen || isChosen}>
      <summary>
        {facet.name}
        {facet.kind === 'RANGE' && facet.unit !== null && <small> {facet.unit}</small>}
      </summary>
      <fieldset>
        <legend className="visually-hidden">{facet.name}</legend>
        {facet.code === 'category' ? (
          <CategoryFacet facet={facet} chosen={filter.category} />
        ) : facet.kind === 'RANGE' ? (
          <RangeFields facet={facet} filter={filter} apply={apply} />
        ) : (
          <FacetOptions facet={facet} filter={filter} />
        )}
      </fieldset>
    </details>
  )
}
