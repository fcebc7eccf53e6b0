import type { RequestContext } from '../context.ts'
import type { RequestFacts } from '../telemetry/request-facts.ts'

/** What Apollo's plugins know of a request beyond what resolvers need. */
export interface ServedRequest extends RequestContext {
  readonly facts: RequestFacts
  /** Whose budget pays for the operation (`budgetOwner`). */
  readonly payer: string
}
