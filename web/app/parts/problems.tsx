import type { Problem } from '../forms/problem.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from './language.ts'

/** A problem in words. */
export function problemText(problem: Problem, { problems, product }: Texts): string {
  switch (problem.kind) {
    case 'shortage':
      return problems.shortage(problem.title, problem.available)
    case 'quantity':
      return problems.quantity
    case 'variant-gone':
      return product.gone
    case 'choose':
      return problems.choose
    case 'price-changed':
      return problems.priceChanged
    case 'incomplete':
      return problems.incomplete
    case 'declined':
      return problems.declined
    case 'payment-unavailable':
      return problems.paymentUnavailable
    case 'busy':
      return problems.busy
    case 'rejected':
      return problems.rejected
  }
}

/** A problem that concerns a whole form, read out as soon as the page shows it. */
export function ProblemMessage({ problem, id }: { problem: Problem | undefined; id?: string }) {
  const { texts } = useTexts()
  if (problem === undefined) return null
  return (
    <p className="notice notice-problem" role="alert" id={id} data-problem={problem.kind}>
      {problemText(problem, texts)}
    </p>
  )
}
