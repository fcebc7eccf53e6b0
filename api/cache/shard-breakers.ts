// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the package has no types, and programs that only import this file must find ours
/// <reference path="./cluster-key-slot.d.ts" />
import calculateSlot from 'cluster-key-slot'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel'
import type { Cluster } from 'ioredis'
import { cacheBreaker } from '../resilience/settings.ts'

/** Runs a command on the shard of a key; while the shard's circuit is open it rejects without asking. */
export type ShardBreakers = <T>(key: string, command: () => Promise<T>) => Promise<T>

/**
 * One circuit breaker for each master. A new master has a new one: after a failover nobody waits for the old
 * breaker to close.
 */
export function createShardBreakers(cluster: Cluster): ShardBreakers {
  const breakers = new Map<string, CircuitBreakerPolicy>()
  return async (key, command) => {
    const shard = cluster.slots[calculateSlot(key)]?.[0] ?? 'unknown'
    let breaker = breakers.get(shard)
    if (breaker === undefined) {
      breaker = circuitBreaker(handleAll, {
        halfOpenAfter: cacheBreaker.halfOpenAfter,
        breaker: new ConsecutiveBreaker(cacheBreaker.consecutiveFailures),
      })
      breakers.set(shard, breaker)
    }
    // One caller tries whether the shard is back; cockatiel would let the others wait for the outcome.
    if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
    return breaker.execute(command)
  }
}
