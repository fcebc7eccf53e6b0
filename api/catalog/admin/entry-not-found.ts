type Entry = 'CATEGORY' | 'COLLECTION' | 'ATTRIBUTE' | 'CUSTOMER' | 'CUSTOMER_GROUP'

/** Member of the results of edits: what is to be changed does not exist. */
export interface CatalogEntryNotFound {
  readonly __typename: 'CatalogEntryNotFound'
  readonly code: `${Entry}_NOT_FOUND`
  readonly message: string
  readonly entryId: string
}

/** @param entryId as the caller gave it */
export function entryNotFound(entry: Entry, entryId: string): CatalogEntryNotFound {
  return {
    __typename: 'CatalogEntryNotFound',
    code: `${entry}_NOT_FOUND`,
    message: `There is no ${entry.toLowerCase().replace('_', ' ')} "${entryId.slice(0, 100)}". Use an id or code as the API gives it.`,
    entryId,
  }
}
