import type { InvalidInput } from '../../schema/invalid-input.ts'
import type { CatalogEntryNotFound } from './entry-not-found.ts'

/** `CatalogEditResult`: of what has a code and no page of its own. */
export type CatalogEditResult =
  | { readonly __typename: 'CatalogEdited'; readonly code: string }
  | CatalogEntryNotFound
  | InvalidInput

export function catalogEdited(code: string): CatalogEditResult {
  return { __typename: 'CatalogEdited', code }
}

/** Arguments of a mutation with one input. */
export interface SetArguments<Input> {
  readonly input: Input
  readonly idempotencyKey: string
}
