import type { ListData } from '../shop/load-list.ts'
import { useTexts } from './language.ts'
import { filterFormId, type ListFilterState } from './use-list-filter.ts'

/** The order of a list; a field of the filter's form that stands beside its count. */
export function SortSelect({ list, state }: { list: ListData; state: ListFilterState }) {
  const { texts } = useTexts()
  const { filter, apply } = state
  return (
    <div className="list-sort">
      <label>
        <span>{texts.category.sort}</span>
        <select name="sort" form={filterFormId} value={filter.sort} onChange={apply}>
          {list.sorts.map((sort) => (
            <option key={sort} value={sort}>
              {texts.category.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" form={filterFormId} className="button button-quiet without-scripts">
        {texts.category.apply}
      </button>
    </div>
  )
}
