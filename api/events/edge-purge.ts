import type { EdgeConfig } from '../config.ts'
import { edgePurgesOf } from '../contract.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { edgePurge } from '../resilience/settings.ts'
import { createHttpEdgePurger } from './http-edge-purger.ts'

/** Makes the edge forget answers by their cache tags. */
export interface EdgePurger {
  /** @throws if the edge does not take the order; whoever gave it gives it again */
  purge(tags: readonly string[]): Promise<void>
}

/** When the edge is told of an invalidation: milliseconds after the relay took it up. */
export function purgeDelays({ kind }: EdgeConfig): readonly number[] {
  switch (kind) {
    case 'none':
      return []
    case 'http':
      return [0, edgePurge.settled]
    // Each tag is paid for each time it is purged; only the purge that cannot come too early is needed.
    case 'sqs':
      return [edgePurge.settled]
  }
}

/**
 * Orders purges in the transaction that takes invalidations up, so that none is forgotten; a job each, so that an
 * edge that is away holds up nothing else.
 *
 * A purge that comes before a process has heard of the change is in vain: the edge asks that process and keeps the old
 * answer. After `edgePurge.settled` every process has heard of it, or its lease has run out and nothing that it
 * says is kept. Purges that are due in the same second are one job, whose payload the job runner appends to.
 */
export async function schedulePurges(
  transaction: Queryable,
  tags: readonly string[],
  delays: readonly number[],
): Promise<void> {
  if (tags.length === 0 || delays.length === 0) return
  const payload = JSON.stringify([...new Set(tags)])
  // The clock and not now(): a transaction that waited for its turn would join a job that may be running already.
  // A purge that is to come at once is a job of its own, since a running one takes nothing more.
  await transaction.query(sql('edge_purge_schedule')`
    select graphile_worker.add_job('purge_edge', ${payload}::json,
      job_key => case when delay > 0 then 'purge_edge:' || delay || ':' || second end,
      job_key_mode => 'preserve_run_at',
      run_at => case when delay > 0 then to_timestamp(second + 1) + delay * interval '1 millisecond' else clock_timestamp() end,
      max_attempts => ${edgePurge.attempts})
    from unnest(${[...delays]}::int[]) as delay,
         lateral (select floor(extract(epoch from clock_timestamp()))::bigint as second) as clock`)
}

/** Undefined: there is no edge. */
export async function createEdgePurger(config: EdgeConfig): Promise<EdgePurger | undefined> {
  switch (config.kind) {
    case 'none':
      return undefined
    case 'http':
      return naming(createHttpEdgePurger(config.purgeUrl))
    case 'sqs': {
      // AWS's library is loaded only where there is a queue: on a laptop nothing of AWS is.
      const { createSqsEdgePurger } = await import('./sqs-edge-purger.ts')
      return naming(createSqsEdgePurger(config.queueUrl))
    }
  }
}

/** Names the groups too by which answers with many tags are known. */
function naming(purger: EdgePurger): EdgePurger {
  return { purge: (tags) => purger.purge(edgePurgesOf(tags)) }
}
