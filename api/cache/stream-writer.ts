import type { Cluster } from 'ioredis'
import type { ShardBreakers } from './shard-breakers.ts'
import { type Batch, encodeBatch } from './stream-message.ts'

/** The writing end of the invalidation stream, for the relay. Several relays may write at once. */
export interface StreamWriter {
  /** Microseconds of Redis's clock. */
  time(): Promise<number>
  /**
   * Appends the batch if it is the next one, or the stream is empty (a cache that lost everything).
   * @returns where the stream stands if it is not: `sequence` is that of its last entry
   */
  append(batch: Batch): Promise<'appended' | StreamEnd>
  /**
   * Says that whatever was committed before `askedAt` is in the stream up to `sequence`.
   *
   * @param askedAt what `time()` gave before the database was asked; if that is too long ago, nothing is said, because
   *   a relay that was paused in between would renew leases for a time that it knows nothing of
   * @param keepFrom id of the oldest entry to keep
   */
  beat(
    at: { readonly sequence: number; readonly epoch: number; readonly highest: number },
    askedAt: number,
    keepFrom: string,
  ): Promise<'told' | 'too-late' | StreamEnd>
}

interface StreamEnd {
  readonly sequence: number
  readonly epoch: number
}

export interface StreamWriterOptions {
  readonly cluster: Cluster
  readonly onShard: ShardBreakers
  readonly key: string
  /** Milliseconds from the question to the database to the heartbeat about its answer. */
  readonly beatWithin: number
}

/** One stream for all processes of a shop; `space` keeps several shops on one cluster apart. */
export function streamKey(space: string): string {
  return `invalidations:${space}`
}

const endOfStream = `
  local function endOf(key)
    local last = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
    if last == nil then return nil end
    return { tonumber(string.match(last[1], '^(%d+)-')), tonumber(last[2][2]) }
  end`

// The sequence is part of the id, so that a batch is in the stream once, whoever sends it how often.
const append = `${endOfStream}
  local last = endOf(KEYS[1])
  if last ~= nil and last[1] ~= tonumber(ARGV[1]) - 1 then return last end
  redis.call('XADD', KEYS[1], ARGV[1] .. '-0', unpack(ARGV, 2))
  return 'appended'`

/** %.0f, because Lua's default writes large numbers with an exponent. */
const beat = `${endOfStream}
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  if now - tonumber(ARGV[2]) > tonumber(ARGV[3]) then return 'too-late' end
  local last = endOf(KEYS[1])
  if last ~= nil and (last[1] ~= tonumber(ARGV[1]) or last[2] ~= tonumber(ARGV[4])) then return last end
  local id = ARGV[1] .. '-' .. string.format('%.0f', now)
  redis.call('XADD', KEYS[1], 'MINID', '~', ARGV[6], id, 'e', ARGV[4], 'h', ARGV[5])
  return 'told'`

export function createStreamWriter({ cluster, onShard, key, beatWithin }: StreamWriterOptions): StreamWriter {
  const run = (script: string, ...values: (string | number)[]) =>
    onShard(key, () => cluster.eval(script, 1, key, ...values))

  return {
    async time() {
      const answer = (await run(`return redis.call('TIME')`)) as [string, string]
      return Number(answer[0]) * 1_000_000 + Number(answer[1])
    },
    async append(batch) {
      return endOr(await run(append, batch.sequence, ...encodeBatch(batch)), 'appended')
    },
    async beat({ sequence, epoch, highest }, askedAt, keepFrom) {
      const answer = await run(beat, sequence, askedAt, beatWithin * 1_000, epoch, highest, keepFrom)
      return answer === 'too-late' ? answer : endOr(answer, 'told')
    },
  }
}

function endOr<Done extends string>(answer: unknown, done: Done): Done | StreamEnd {
  if (answer === done) return done
  const [sequence, epoch] = answer as [number, number]
  return { sequence, epoch }
}
