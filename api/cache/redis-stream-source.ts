import type { Cluster } from 'ioredis'
import { cacheFence } from '../resilience/settings.ts'
import { decodeMessage } from './stream-message.ts'
import type { StreamPage, StreamSource } from './stream-reader.ts'

/** Entries of one answer: some hundred kilobytes at most, applied within milliseconds. */
const pageLength = 500

type Entries = [id: string, fields: string[]][]

const peek = `
  local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
  local time = redis.call('TIME')
  return { entries, time[1], time[2] }`

/**
 * @param cluster connections of its own, because a read that waits holds up whatever shares its connection
 * @param waitMilliseconds how long a read waits for something to come
 */
export function createRedisStreamSource(
  cluster: Cluster,
  key: string,
  waitMilliseconds: number,
): StreamSource {
  let giveUp: (reason: Error) => void = () => undefined
  return {
    async read(from) {
      const reading = cluster.xread('COUNT', pageLength, 'BLOCK', waitMilliseconds, 'STREAMS', key, from)
      // ioredis forgets commands that wait for a cluster which was never reached: they would neither end nor fail.
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<typeof reading>>()
      giveUp = reject
      reading.then(resolve, reject)
      const answer = await promise
      return pageOf(answer?.[0]?.[1] ?? [])
    },
    async peek(from) {
      const answer = await withinTime(cluster.eval(peek, 1, key, from, pageLength))
      const [entries, seconds, microseconds] = answer as [Entries, string, string]
      return { ...pageOf(entries), now: Number(seconds) * 1_000_000 + Number(microseconds) }
    },
    close() {
      cluster.disconnect()
      giveUp(new Error('The stream is not read any more.'))
    },
  }
}

/** A look that does not wait for news; who asks for one has a request to answer. */
async function withinTime<T>(asked: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => {
    reject(new Error(`The stream did not answer within ${cacheFence.readTimeout} ms.`))
  }, cacheFence.readTimeout)
  asked.then(resolve, reject)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function pageOf(entries: Entries): StreamPage {
  return {
    messages: entries.map(([id, fields]) => ({ id, message: decodeMessage(id, fields) })),
    isEnd: entries.length < pageLength,
  }
}
