import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import { ElastiCacheClient } from '@aws-sdk/client-elasticache'
import { z } from 'zod'
import { readCacheCredentials } from '../../api/secrets.ts'
import { httpCandidate } from '../check-release/candidate.ts'
import { runHook } from '../check-release/hook.ts'
import { chooseQuestions } from './choose-questions.ts'
import { findCluster } from './find-cluster.ts'
import { faultsOf } from './judge.ts'
import { readStatistics } from './statistics.ts'
import { warmUp } from './warm-up.ts'

const { CANDIDATE_ORIGIN, CACHE_NAME, CACHE_SPACE, CACHE_SECRET_ARN, WARM_UP_REQUIRED } = z
  .object({
    CANDIDATE_ORIGIN: z.url(),
    /** Replication group or serverless cache. */
    CACHE_NAME: z.string(),
    /** Name of the shop's database. */
    CACHE_SPACE: z.string(),
    CACHE_SECRET_ARN: z.string().startsWith('arn:'),
    /** `true`: a release whose warm-up fails does not take traffic. */
    WARM_UP_REQUIRED: z.enum(['true', 'false']).default('false'),
  })
  .parse(process.env)
const candidate = httpCandidate(CANDIDATE_ORIGIN)
const codeDeploy = new CodeDeployClient()
const elastiCache = new ElastiCacheClient()
const documents = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('documents.json', import.meta.url), 'utf8')))

const surroundings = { now: Date.now, sleep: (milliseconds: number) => sleep(milliseconds) }
/** Together less than the five minutes that the function may run. */
const clusterPatience = 90_000
const pace = { questionsPerSecond: 25, concurrency: 4, maximumSeconds: 150 }
const mostQuestions = 500

/** CodeDeploy lifecycle hook: fills the candidate's caches. By default it fails no release: cold is slow, not wrong. */
export async function handler(event: unknown): Promise<void> {
  await runHook(event, codeDeploy, async () => {
    const chosen = await chooseQuestions(candidate, documents, readPopular)
    const warmed = await warmUp(candidate, chosen.questions, pace, {
      ...surroundings,
      tell: (progress) => console.log(JSON.stringify({ message: 'warming', ...progress })),
    })
    const { source, remark } = chosen
    console.log(JSON.stringify({ message: 'cache warmed', source, remark, ...warmed }))
    return WARM_UP_REQUIRED === 'true' ? faultsOf(warmed) : []
  })
}

async function readPopular() {
  const address = await findCluster(CACHE_NAME, clusterPatience, { elastiCache, ...surroundings })
  return readStatistics(address, await readCacheCredentials(CACHE_SECRET_ARN), CACHE_SPACE, mostQuestions)
}
