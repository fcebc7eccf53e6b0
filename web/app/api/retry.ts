import { setTimeout as wait } from 'node:timers/promises'

/** How often and how long apart an operation is tried again. */
export interface RetryPolicy {
  readonly maximumRetries: number
  /** Milliseconds; doubles with every retry. */
  readonly baseMs: number
  readonly maximumMs: number
  /** In [0, 1). */
  readonly random: () => number
  readonly wait: (milliseconds: number) => Promise<unknown>
}

/**
 * Two retries cover one killed process behind a load balancer that has not noticed yet; more would add load to an
 * API that is already in trouble (AWS Builders' Library, "Timeouts, retries and backoff with jitter").
 */
export const standardRetry: RetryPolicy = {
  maximumRetries: 2,
  baseMs: 60,
  maximumMs: 1000,
  random: Math.random,
  wait,
}

/** Milliseconds before retry number `retry` (from 0), full jitter: uniform between 0 and the exponential bound. */
export function retryDelayMs(policy: RetryPolicy, retry: number): number {
  return policy.random() * Math.min(policy.maximumMs, policy.baseMs * 2 ** retry)
}

/**
 * Runs `attempt` until it succeeds, fails with an error that `mayRetry` declines, or retries are used up.
 *
 * @throws the last attempt's error.
 */
export async function withRetries<Result>(
  policy: RetryPolicy,
  mayRetry: (error: unknown) => boolean,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt()
    } catch (error) {
      if (retry >= policy.maximumRetries || !mayRetry(error)) throw error
      await policy.wait(retryDelayMs(policy, retry))
    }
  }
}
