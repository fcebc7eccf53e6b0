import type { ListData } from '../shop/load-list.ts'
import { isFiltered, withoutFilter } from '../shop/list-filter.ts'
import { ActiveFilters } from './active-filters.tsx'
import { FilterForm } from './filter-form.tsx'
import { useTexts } from './language.ts'
import { ListLink } from './list-link.tsx'
import { Pagination } from './pagination.tsx'
import { ProductGrid } from './product-grid.tsx'
import { SortSelect } from './sort-select.tsx'
import { useListFilter } from './use-list-filter.ts'

interface ProductListProps {
  readonly list: ListData
  /** Facets that say nothing here, because all products agree in them. */
  readonly hidden?: readonly string[]
}

/** A list with all that narrows it down and puts it in order. */
export function ProductList({ list, hidden = [] }: ProductListProps) {
  const { texts } = useTexts()
  const state = useListFilter(list)
  const { products, totalCount, links, filter } = list
  const shown = { ...list, facets: list.facets.filter(({ code }) => !hidden.includes(code)) }
  return (
    <div className="list">
      <FilterForm list={shown} state={state} />
      <div className="list-results" id="results">
        <div className="list-bar">
          <p className="list-count" role="status">
            {texts.category.results(totalCount)}
          </p>
          <a className="button button-quiet list-open" href="#filters">
            {texts.category.filter}
          </a>
          <SortSelect list={shown} state={state} />
        </div>
        <ActiveFilters list={list} />
        {products.length === 0 ? (
          <div className="message">
            <p className="lead">{texts.category.none}</p>
            <p>{texts.category.noneHelp}</p>
            {isFiltered(filter) && (
              <p>
                <ListLink className="button" list={list} filter={withoutFilter(filter)}>
                  {texts.category.reset}
                </ListLink>
              </p>
            )}
          </div>
        ) : (
          <ProductGrid products={products} eager={4} level={2} />
        )}
        <Pagination links={links} />
      </div>
    </div>
  )
}
