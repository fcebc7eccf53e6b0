import type { Application } from './application.ts'
import { readiness as settings } from './resilience/settings.ts'

export interface Readiness {
  /** False: send no traffic here. */
  readonly ready: boolean
  /** True: it works, but not as it should, e.g. without the cache. */
  readonly degraded: boolean
  /** What is the matter, by dependency; empty if nothing is. */
  readonly reasons: Readonly<Record<string, string>>
}

/** Asks the dependencies, at most once a second however often it is asked itself. */
export function createReadiness({ database, cluster, clock }: Application): () => Promise<Readiness> {
  let asked: { readonly at: number; readonly answer: Promise<Readiness> } | undefined

  async function ask(): Promise<Readiness> {
    const faults = await Promise.all([
      faultOf('writer', () => database.probeWriter()),
      faultOf('reader', () => database.probeReader()),
      faultOf('cache', () => cluster.get('readiness')),
    ])
    const reasons = Object.fromEntries(faults.flat())
    const away = (name: string) => name in reasons
    return {
      // Reads go on without the writer, and everything goes on without the cache: taking every process out of the
      // balancer because a shared part is away would turn a degraded shop into none.
      ready: !(away('writer') && away('reader')),
      degraded: faults.flat().length > 0,
      reasons,
    }
  }

  return () => {
    const now = clock().getTime()
    if (asked === undefined || now - asked.at >= settings.cachedFor) asked = { at: now, answer: ask() }
    return asked.answer
  }
}

async function faultOf(name: string, probe: () => Promise<unknown>): Promise<[string, string][]> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`no answer within ${settings.dependencyTimeout} ms`)),
    settings.dependencyTimeout,
  )
  try {
    await Promise.race([probe(), late])
    return []
  } catch (error) {
    return [[name, describe(error)]]
  } finally {
    clearTimeout(timer)
  }
}

/** Messages of the drivers name hosts and ports, never passwords. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}
