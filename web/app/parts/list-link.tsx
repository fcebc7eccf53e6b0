import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { filterAddress, type ListFilter } from '../shop/list-filter.ts'
import type { ListData } from '../shop/load-list.ts'

interface ListLinkProps {
  readonly list: Pick<ListData, 'sorts' | 'query'>
  readonly filter: ListFilter
  readonly className: string
  readonly children: ReactNode
}

/** A link to the same list with another filter. */
export function ListLink({ list, filter, className, children }: ListLinkProps) {
  const { pathname } = useLocation()
  const address = filterAddress(filter, list.sorts, list.query)
  return (
    <Link className={className} to={`${pathname}${address}`} preventScrollReset prefetch="none">
      {children}
    </Link>
  )
}
