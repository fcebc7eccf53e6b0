import { edgePurge } from '../resilience/settings.ts'
import type { EdgePurger } from './edge-purge.ts'

/** Tags in one request: 2,000 of the longest are half of what the local proxy reads. */
const tagsAtOnce = 2_000

/** Purges at a reverse proxy that takes `{"tags": [...]}` by POST. */
export function createHttpEdgePurger(url: string): EdgePurger {
  return {
    async purge(tags) {
      for (let from = 0; from < tags.length; from += tagsAtOnce) {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ tags: tags.slice(from, from + tagsAtOnce) }),
          signal: AbortSignal.timeout(edgePurge.timeout),
        })
        await response.body?.cancel()
        if (!response.ok)
          throw new Error(`The edge at ${url} answers a purge with ${response.status}, not 200.`)
      }
    },
  }
}
