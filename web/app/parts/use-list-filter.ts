import { startTransition, useOptimistic } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { filterAddress, type ListFilter, readListFilter } from '../shop/list-filter.ts'
import type { ListData } from '../shop/load-list.ts'

/** Id of the form that filters, for fields that stand elsewhere. */
export const filterFormId = 'filter-form'

export interface ListFilterState {
  /** What is chosen: of the page that is on its way, if there is one. */
  readonly filter: ListFilter
  /** Goes to the list that the form describes now, without scrolling. */
  readonly apply: () => void
}

/** The filter of a list, and how scripts change it; without them the form is sent as any other. */
export function useListFilter({ filter, sorts, query }: ListData): ListFilterState {
  const { pathname, hash } = useLocation()
  const navigate = useNavigate()
  const [shown, show] = useOptimistic(filter)
  return {
    filter: shown,
    apply() {
      const form = document.getElementById(filterFormId)
      if (!(form instanceof HTMLFormElement)) return
      const parameters = new URLSearchParams()
      for (const [name, value] of new FormData(form)) {
        if (typeof value === 'string') parameters.append(name, value)
      }
      const next = readListFilter(parameters, sorts)
      const search = filterAddress(next, sorts, query)
      startTransition(async () => {
        show(next)
        await navigate({ pathname, search, hash }, { preventScrollReset: true })
      })
    },
  }
}
