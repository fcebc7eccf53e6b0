/** Process: warms caches from the command line, see `--help`. */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ElastiCacheClient } from '@aws-sdk/client-elasticache'
import { z } from 'zod'
import { type PopularQuestion, popularQuestion } from '../../api/cache/popular-questions.ts'
import { paths } from '../../api/contract.ts'
import { readCacheCredentials } from '../../api/secrets.ts'
import { httpCandidate } from '../check-release/candidate.ts'
import { InvalidArguments, parseWarmArguments, usage, type WarmArguments } from './arguments.ts'
import { chooseQuestions } from './choose-questions.ts'
import { findCluster } from './find-cluster.ts'
import { faultsOf } from './judge.ts'
import type { TrustedDocuments } from './questions.ts'
import { readStatistics } from './statistics.ts'
import { type WarmUp, warmUp } from './warm-up.ts'

const surroundings = { now: Date.now, sleep: (milliseconds: number) => sleep(milliseconds) }
/** A cache that is being changed is there within minutes; somebody sits at the console. */
const clusterPatience = 180_000

try {
  const given = parseWarmArguments(process.argv.slice(2))
  if (given === undefined) console.log(usage)
  else await warm(given)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof InvalidArguments ? 2 : 1
}

async function warm(given: WarmArguments): Promise<void> {
  const documents = await readDocuments(given.documents)
  for (const origin of given.candidates) {
    const candidate = httpCandidate(origin)
    const { source, remark, questions } = await chooseQuestions(candidate, documents, () =>
      readPopular(given),
    )
    if (!given.json) {
      console.log(
        `${origin}: ${questions.length} questions from the ${source}${remark ? ` (${remark})` : ''}`,
      )
    }
    const warmed = await warmUp(candidate, questions, given, {
      ...surroundings,
      tell: ({ asked, of }) => console.error(`  ${asked} of ${of}`),
    })
    console.log(given.json ? JSON.stringify({ origin, source, remark, ...warmed }) : inWords(warmed))
    const faults = faultsOf(warmed)
    if (given.strict && faults.length > 0) throw new Error(`${origin} is not warm: ${faults[0] ?? ''}.`)
  }
}

function inWords({ answered, leftOut, seconds, faults }: WarmUp): string {
  return [
    `  ${answered} answered in ${seconds} s, ${faults.length} failed, ${leftOut} left out for lack of time`,
    ...faults.slice(0, 20).map((fault) => `  failed: ${fault}`),
  ].join('\n')
}

async function readDocuments(path: string): Promise<TrustedDocuments> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    throw new Error(
      `The storefront's operations cannot be read from ${path} (a JSON object of sha256 -> text). They are built by npm run generate; --documents names another file.`,
      { cause: error },
    )
  }
}

async function readPopular({
  source,
  secretArn,
  candidates,
  space,
  limit,
}: WarmArguments): Promise<PopularQuestion[]> {
  switch (source.kind) {
    case 'elasticache': {
      const elastiCache = new ElastiCacheClient()
      const address = await findCluster(source.name, clusterPatience, { elastiCache, ...surroundings })
      const credentials = secretArn === undefined ? undefined : await readCacheCredentials(secretArn)
      return readStatistics(address, credentials, space, limit)
    }
    case 'cluster':
      return readStatistics(source, undefined, space, limit)
    case 'candidate': {
      const response = await fetch(`${String(candidates[0])}${paths.cache}/questions?limit=${limit}`)
      if (!response.ok) throw new Error(`the candidate tells no statistics (HTTP ${response.status})`)
      return z.array(popularQuestion).parse(await response.json())
    }
  }
}
