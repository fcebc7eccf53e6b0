import { setTimeout as sleep } from 'node:timers/promises'
import { ElastiCacheClient } from '@aws-sdk/client-elasticache'
import { z } from 'zod'
import { type Rehearsal, rehearseFailover } from './rehearsal.ts'

const { REPLICATION_GROUP_ID } = z.object({ REPLICATION_GROUP_ID: z.string() }).parse(process.env)
const elastiCache = new ElastiCacheClient()

/** Invoked by a schedule or by hand; the answer is what the rehearsal measured. */
export async function handler(): Promise<Rehearsal> {
  const rehearsal = await rehearseFailover(REPLICATION_GROUP_ID, {
    elastiCache,
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
  })
  console.log(JSON.stringify({ message: 'failover rehearsed', ...rehearsal }))
  return rehearsal
}
