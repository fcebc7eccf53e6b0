import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Fence } from './fence.ts'
import type { StreamMessage } from './stream-message.ts'

/** The reading end of the stream as this process reaches it. */
export interface StreamSource {
  /**
   * What came after `from`. Waits for something to come, for as long as a heartbeat should take at most.
   * @param from id of the last entry read; `0-0` for the beginning of what is kept
   */
  read(from: string): Promise<StreamPage>
  /** What came after `from`, without waiting. `now`: microseconds of the clock that the ids of heartbeats hold. */
  peek(from: string): Promise<StreamPage & { readonly now: number }>
  close(): void
}

export interface StreamPage {
  readonly messages: readonly { readonly id: string; readonly message: StreamMessage }[]
  /** Nothing more was in the stream when it answered. */
  readonly isEnd: boolean
}

export interface StreamReader {
  /** Reads once without waiting, however the reader works otherwise. */
  catchUp(): Promise<void>
  close(): Promise<void>
}

export interface StreamReaderOptions {
  readonly source: StreamSource
  readonly fence: Fence
  readonly monotonic: () => number
  readonly clock: () => Date
  readonly metrics: Metrics
  readonly log: Logger
  /** Milliseconds before reading is tried again after a failure. */
  readonly pause: number
}

/**
 * Tells the fence what the stream tells.
 *
 * The lease counts from a moment of which it is certain that the heartbeat was sent after it. A heartbeat that one
 * answer holds and the one before did not was appended after the answer before was asked for. When this process or the
 * network was paused, the heartbeats that lie in its buffers are old, and so is the moment that they count from.
 * A process that asks only now and then reckons by Redis's clock instead, which the heartbeats bear.
 */
export function createStreamReader(options: StreamReaderOptions): {
  follow(): StreamReader
  onDemand(): StreamReader
} {
  const { source, fence, monotonic, clock, metrics, log, pause } = options
  let last = '0-0'
  /** Microseconds of Redis's clock: when the last heartbeat was sent that was up to date. */
  let beatAt: number | undefined
  let isAway = false

  /** @returns whether a heartbeat says that everything up to it is heard */
  function take({ messages }: StreamPage): boolean {
    let isTold = false
    for (const { id, message } of messages) {
      last = id
      if (fence.apply(message)) {
        isTold = true
        beatAt = Number(id.split('-')[1])
      }
      if (message.kind === 'batch') tellStaleness(message.invalidations)
    }
    if (fence.position !== undefined) metrics.cacheStreamPosition.set(fence.position)
    return isTold
  }

  function tellAway(error: unknown): void {
    metrics.cacheRequests.inc({ verdict: 'error' })
    if (!isAway)
      log.warn({ err: error }, 'the invalidation stream cannot be read; soon nothing cached is fresh')
    isAway = true
  }

  function tellBack(): void {
    if (isAway) log.info('the invalidation stream is read again')
    isAway = false
  }

  function tellStaleness(invalidations: readonly { announcedAt: number }[]): void {
    // What was announced before this process began to listen says nothing about how fast announcements travel.
    if (!fence.holdsLease()) return
    const now = clock().getTime()
    for (const { announcedAt } of invalidations) {
      metrics.cacheStalenessSeconds.observe(Math.max(0, now - announcedAt) / 1_000)
    }
  }

  async function followUntil(signal: AbortSignal): Promise<void> {
    // When the last answer was asked for that held everything there was.
    let askedBefore: number | undefined
    while (!signal.aborted) {
      try {
        const asked = monotonic()
        const page = await source.read(last)
        tellBack()
        const isTold = take(page)
        if (isTold && askedBefore !== undefined) fence.renewLease(askedBefore)
        askedBefore = page.isEnd ? asked : undefined
      } catch (error) {
        // Closing ends the connection, and that ends the read.
        signal.throwIfAborted()
        tellAway(error)
        await delay(pause, undefined, { signal })
      }
    }
  }

  async function readOnce(): Promise<void> {
    for (;;) {
      const asked = monotonic()
      const page = await source.peek(last)
      tellBack()
      take(page)
      if (!page.isEnd) continue
      if (beatAt !== undefined) fence.renewLease(asked - Math.max(0, page.now - beatAt) / 1_000)
      return
    }
  }

  return {
    follow() {
      const stopping = new AbortController()
      const following = followUntil(stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error
      })
      return {
        catchUp: () => Promise.resolve(),
        async close() {
          stopping.abort()
          source.close()
          await following
        },
      }
    },
    onDemand: () => ({
      async catchUp() {
        if (fence.heardAgo() < fence.leaseMilliseconds / 4) return
        await readOnce().catch(tellAway)
      },
      close() {
        source.close()
        return Promise.resolve()
      },
    }),
  }
}
