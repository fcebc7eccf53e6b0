import type { Cluster } from 'ioredis'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ShardBreakers } from './shard-breakers.ts'

/** What a shopper's page asks: a registered document with its variables. */
export const popularQuestion = z.object({
  /** SHA-256 of the document's text, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  operationName: z.string(),
  /** Canonical JSON, so that equal questions are equal texts. */
  variables: z.string(),
})

export type PopularQuestion = Readonly<z.infer<typeof popularQuestion>>

export interface CountedQuestion extends PopularQuestion {
  /** How often it was asked, estimated; what lies half a day back counts half. */
  readonly times: number
}

/**
 * What shoppers ask most, over all processes, so that a release can be warmed with that. Estimates in bounded
 * memory: the processes count samples, and the cluster keeps the most frequent ones.
 */
export interface PopularQuestions {
  /** For the hot path: asks for the question only if it is in the sample. Never throws, never waits. */
  count(describe: () => PopularQuestion | undefined): void
  /** Hands over what has been counted since the last time. */
  flush(): Promise<void>
  close(): Promise<void>
}

export interface PopularQuestionsOptions {
  readonly cluster: Cluster
  readonly onShard: ShardBreakers
  /** Keeps several shops on one cluster apart. */
  readonly space: string
  readonly log: Logger
  /** At least 0, below 1. @default Math.random */
  readonly random?: () => number
}

/** Name under which the warm-up comes. It is not counted, or every release would confirm its own questions. */
export const warmUpClient = 'warm-up'

/** One request in so many is counted: a question of the top 500 of a busy shop is asked many times a minute. */
const sampleEvery = 16
/** Seconds between two deliveries; a process that dies loses no more than these. */
const flushSeconds = 10
/** Different questions that one process counts between two deliveries. Later ones wait for the next. */
const mostPending = 2_000
/** Those of them that are delivered, the most frequent: 500 of up to 1 KB each, in one command. */
const mostDelivered = 500
/** Different questions that the cluster keeps; at most about 2 MB. A release warms the first few hundred. */
const mostKept = 2_000
/** Longer ones are searches by filters that hardly anybody else has. */
const longestVariables = 1_000
/** Half a day: this evening's questions resemble this noon's, not last week's. */
const halfLifeSeconds = 43_200
/** The whole list is weighted anew so often; takes about 2 ms for `mostKept`. */
const decaySeconds = 600
/** Without traffic the statistics go away by themselves. */
const keptSeconds = 14 * 86_400

/** One key in one slot: a few hundred updates every ten seconds and process do not heat a shard. */
const questionsKey = (space: string) => `{popular-questions:${space}}`
const decayedKey = (space: string) => `${questionsKey(space)}:decayed`

/** Decays, adds, and cuts the tail. The time is the server's, as the processes' clocks differ. */
const add = `
  local now = tonumber(redis.call('TIME')[1])
  local decayed = tonumber(redis.call('GET', KEYS[2]) or '0')
  if decayed == 0 then
    redis.call('SET', KEYS[2], now)
  elseif now - decayed >= ${decaySeconds} then
    local weight = 0.5 ^ ((now - decayed) / ${halfLifeSeconds})
    redis.call('ZUNIONSTORE', KEYS[1], 1, KEYS[1], 'WEIGHTS', weight)
    redis.call('SET', KEYS[2], now)
  end
  for index = 1, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[index], ARGV[index + 1]) end
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -${mostKept + 1})
  redis.call('EXPIRE', KEYS[1], ${keptSeconds})
  redis.call('EXPIRE', KEYS[2], ${keptSeconds})
  return 1`

export function createPopularQuestions(options: PopularQuestionsOptions): PopularQuestions {
  const { cluster, onShard, space, log, random = Math.random } = options
  const keys = [questionsKey(space), decayedKey(space)] as const
  let pending = new Map<string, number>()

  async function flush(): Promise<void> {
    if (pending.size === 0) return
    const counted = [...pending].sort(([, one], [, other]) => other - one).slice(0, mostDelivered)
    // Emptied first: what cannot be delivered is lost, because keeping it would outgrow its bound.
    pending = new Map()
    const pairs = counted.flatMap(([question, times]) => [times * sampleEvery, question])
    try {
      await onShard(keys[0], () => cluster.eval(add, 2, ...keys, ...pairs))
    } catch (error) {
      log.debug({ err: error }, 'counts of questions lost')
    }
  }

  const timer = setInterval(() => void flush(), flushSeconds * 1_000)
  timer.unref()

  return {
    count(describe) {
      if (random() * sampleEvery >= 1) return
      const question = describe()
      if (question === undefined || question.variables.length > longestVariables) return
      const text = JSON.stringify([question.hash, question.operationName, question.variables])
      const times = pending.get(text)
      if (times === undefined && pending.size >= mostPending) return
      pending.set(text, (times ?? 0) + 1)
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

const member = z.tuple([z.string(), z.string(), z.string()])

/** The most asked questions, most asked first. @throws if the cluster does not answer */
export async function readPopularQuestions(
  cluster: Cluster,
  onShard: ShardBreakers,
  space: string,
  limit: number,
): Promise<CountedQuestion[]> {
  const key = questionsKey(space)
  const found = await onShard(key, () => cluster.zrevrange(key, 0, limit - 1, 'WITHSCORES'))
  // Members and their scores take turns.
  return found.flatMap((text, index) => {
    if (index % 2 === 1) return []
    const [hash, operationName, variables] = member.parse(JSON.parse(text))
    return [{ hash, operationName, variables, times: Number(found[index + 1]) }]
  })
}
