import type { WarmUp } from './warm-up.ts'

/** Below this share of good answers something is wrong with the candidate and not with single questions. */
const goodShare = 0.9
const mostFaultsShown = 20

/** @returns why a release that must be warm is not; nothing if it is */
export function faultsOf({ questions, answered, leftOut, faults }: WarmUp): string[] {
  const asked = questions - leftOut
  if (asked > 0 && answered >= goodShare * asked) return []
  return [
    `${answered} of ${asked} questions got a good answer; at least ${goodShare * 100} % are needed`,
    ...faults.slice(0, mostFaultsShown),
  ]
}
