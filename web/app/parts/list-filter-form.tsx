import { Form } from 'react-router'
import { type ListFilter, sorts } from '../shop/list-filter.ts'
import { useTexts } from './language.ts'
import { useRootData } from './root-data.ts'

/** Sort and filter of a list: a plain GET form, so that every choice has an address. */
export function ListFilterForm({ filter, totalCount }: { filter: ListFilter; totalCount: number }) {
  const { texts } = useTexts()
  const currency = useRootData()?.currency ?? 'EUR'
  const isActive = filter.from !== '' || filter.until !== '' || filter.available
  return (
    <Form className="list-filter" key={JSON.stringify(filter)} aria-label={texts.category.filter}>
      <p className="list-count" role="status">
        {texts.category.results(totalCount)}
      </p>
      <details open={isActive}>
        <summary>{texts.category.filter}</summary>
        <div className="list-fields">
          <label className="inline-field">
            <span>{texts.category.priceFrom}</span>
            <input name="from" inputMode="decimal" size={5} maxLength={9} defaultValue={filter.from} />
          </label>
          <label className="inline-field">
            <span>{texts.category.priceUntil}</span>
            <input name="until" inputMode="decimal" size={5} maxLength={9} defaultValue={filter.until} />
            <span>{currency}</span>
          </label>
          <label className="inline-field">
            <input type="checkbox" name="available" value="1" defaultChecked={filter.available} />
            <span>{texts.category.available}</span>
          </label>
          <label className="inline-field">
            <span>{texts.category.sort}</span>
            <select name="sort" defaultValue={filter.sort}>
              {sorts.map((sort) => (
                <option key={sort} value={sort}>
                  {texts.category.sorts[sort]}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button button-quiet">
            {texts.category.apply}
          </button>
        </div>
      </details>
    </Form>
  )
}
