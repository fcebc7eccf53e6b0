import { createHash } from 'node:crypto'
import type { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { ShardBreakers } from '../cache/shard-breakers.ts'
import type { LimitsConfig } from '../config.ts'
import type { Viewer } from './viewer.ts'

export interface Budget {
  readonly allowed: boolean
  /** Cost that may be spent in a window, and how much of it is left. */
  readonly limit: number
  readonly windowSeconds: number
  readonly remaining: number
  /** Whole seconds until the window ends and the budget is full again. */
  readonly resetSeconds: number
}

/** Takes the cost of an operation from the client's budget. Never fails: without the cache each process counts alone. */
export type SpendBudget = (client: string, cost: number) => Promise<Budget>

const keyPrefix = 'budget'

/** Fixed windows by cost, shared by all processes through the cache's cluster. */
export function createRateLimit(
  { rateLimitCost, rateLimitSeconds }: LimitsConfig,
  cluster: Cluster,
  onShard: ShardBreakers,
  log: Logger,
): SpendBudget {
  const window = { points: rateLimitCost, duration: rateLimitSeconds, keyPrefix }
  const shared = new RateLimiterRedis({ ...window, storeClient: cluster })
  const alone = new RateLimiterMemory(window)

  // The library's own insurance would hide failures from the circuit breaker, and a frozen shard would then cost
  // every request a time-out. So the same two limiters are joined here.
  async function consume(client: string, cost: number): Promise<{ allowed: boolean; state: RateLimiterRes }> {
    try {
      return await onShard(`${keyPrefix}:${client}`, () => verdict(shared.consume(client, cost)))
    } catch (error) {
      log.debug({ err: error }, 'budget counted in this process only')
      return await verdict(alone.consume(client, cost))
    }
  }

  return async (client, cost) => {
    const { allowed, state } = await consume(client, cost)
    return {
      allowed,
      limit: rateLimitCost,
      windowSeconds: rateLimitSeconds,
      remaining: Math.max(0, state.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1_000)),
    }
  }
}

/** Whose budget it is: the signed-in customer's, else the address's. Hashed, since it is personal data in a cache. */
export function budgetOwner(viewer: Viewer, clientAddress: string): string {
  const owner =
    viewer.kind === 'customer'
      ? `customer ${viewer.issuer} ${viewer.subject}`
      : `address ${network(clientAddress)}`
  return createHash('sha256').update(owner).digest('base64url').slice(0, 22)
}

/** An IPv6 subscriber has a /64 at least (RFC 6177); counting single addresses would give 2^64 budgets. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const zeros = address.includes('::') ? Array<string>(8 - first.length - last.length).fill('0') : []
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}

/** The library rejects with the state when the budget is spent, and with an Error when the store failed. */
async function verdict(
  consuming: Promise<RateLimiterRes>,
): Promise<{ allowed: boolean; state: RateLimiterRes }> {
  try {
    return { allowed: true, state: await consuming }
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return { allowed: false, state: rejection }
    throw rejection
  }
}
