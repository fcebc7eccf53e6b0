import {
  BrokenCircuitError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import pg from 'pg'
import type { Logger } from 'pino'
import { databaseBreaker, databasePool } from '../resilience/settings.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { connectionOf } from './connection.ts'
import { isDemotion, isNodeFailure, WriterIsStandby } from './failure.ts'

export interface DatabaseNodeOptions {
  /** `writer`, `reader-1`…: label in logs and metrics. */
  readonly name: string
  readonly role: 'writer' | 'reader'
  readonly url: string
  readonly tls: boolean
  /** Asked for every new connection, so that a rotated password is picked up; the URL's password if undefined. */
  readonly password: (() => Promise<string>) | undefined
  readonly log: Logger
  readonly metrics: Metrics
}

/** One node of the database behind its policies: bulkhead, circuit breaker, time-out. */
export interface DatabaseNode {
  readonly name: string
  /** False while the circuit is open: nobody should wait for this node. */
  isHealthy(): boolean
  /**
   * Lends a connection. It is given back if `work` succeeds or fails by its statement, and thrown away after a
   * time-out, an abort or a connection failure: what it is doing then is unknown.
   */
  withConnection<T>(
    milliseconds: number,
    signal: AbortSignal | undefined,
    work: (connection: pg.PoolClient) => Promise<T>,
  ): Promise<T>
  /** Asks the node whether it can do its role's work; throws if not. Works whatever the circuit's state is. */
  probe(): Promise<void>
  close(): Promise<void>
}

export function createDatabaseNode(options: DatabaseNodeOptions): DatabaseNode {
  const { name, log, metrics } = options
  let pool = createPool(options)
  const places = bulkhead(databasePool.connections, databasePool.queue)
  const breaker = circuitBreaker(handleWhen(isNodeFailure), {
    halfOpenAfter: databaseBreaker.probeInterval,
    breaker: new ConsecutiveBreaker(databaseBreaker.consecutiveFailures),
  })
  const reportWaiting = () =>
    metrics.databasePoolWaiting.set({ node: name }, databasePool.queue - places.queueSlots)
  let probing: NodeJS.Timeout | undefined

  breaker.onStateChange((state) => {
    if (state === CircuitState.Open) {
      log.warn({ node: name }, 'database node taken out of the rotation')
      probing ??= setInterval(() => void guardedProbe(), databaseBreaker.probeInterval).unref()
    } else if (state === CircuitState.Closed) {
      log.info({ node: name }, 'database node back in the rotation')
      clearInterval(probing)
      probing = undefined
    }
  })

  // Through the breaker: its success is what closes the circuit. Callers are kept away by isHealthy() meanwhile.
  async function guardedProbe(): Promise<void> {
    try {
      await breaker.execute(probe)
    } catch (error) {
      if (error instanceof BrokenCircuitError) return
      log.debug({ node: name, err: error }, 'database node still away')
    }
  }

  async function probe(): Promise<void> {
    await timeout(databasePool.connectTimeout, TimeoutStrategy.Aggressive).execute(({ signal }) =>
      lend(signal, async (connection) => {
        const { rows } = await connection.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
        if (options.role === 'writer' && rows[0]?.standby === true) throw new WriterIsStandby()
      }),
    )
  }

  async function lend<T>(signal: AbortSignal, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
    const connection = await pool.connect()
    // Lent connections have no listener of the pool's; without one, a lost connection would end the process.
    const onError = (error: Error) => log.debug({ node: name, err: error }, 'database connection lost')
    connection.on('error', onError)
    let broken = false
    try {
      return await untilAborted(signal, () => work(connection))
    } catch (error) {
      broken = isNodeFailure(error)
      if (isDemotion(error)) replacePool(error)
      throw error
    } finally {
      connection.release(broken || signal.aborted)
      connection.off('error', onError)
    }
  }

  // The other connections of the pool lead to the same demoted or dying server and would fail one by one.
  function replacePool(reason: unknown): void {
    log.warn({ node: name, err: reason }, 'database connections replaced')
    const old = pool
    pool = createPool(options)
    void old.end()
  }

  return {
    name,
    isHealthy: () => breaker.state === CircuitState.Closed,
    async withConnection(milliseconds, signal, work) {
      const limit = timeout(milliseconds, {
        strategy: TimeoutStrategy.Aggressive,
        // Nobody listens any more, and an abort makes an error with its stack, for every statement.
        abortOnReturn: false,
      })
      const running = places.execute(
        () =>
          breaker.execute(() =>
            // The caller's signal stays out of the policies: a client that left is no failure of the node.
            limit.execute((context) =>
              lend(signal === undefined ? context.signal : AbortSignal.any([context.signal, signal]), work),
            ),
          ),
        signal,
      )
      reportWaiting()
      try {
        return await running
      } finally {
        reportWaiting()
      }
    },
    probe,
    async close() {
      clearInterval(probing)
      await pool.end()
    },
  }
}

/** Stops waiting as soon as the signal is aborted, and rejects with its reason. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function createPool({ name, url, tls, password, log }: DatabaseNodeOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOf(url, password),
    ssl: tls ? { rejectUnauthorized: true } : false,
    application_name: `kontor-${name}`,
    max: databasePool.connections,
    connectionTimeoutMillis: databasePool.connectTimeout,
    idleTimeoutMillis: databasePool.idleTimeout,
    maxLifetimeSeconds: databasePool.maximumLifetimeSeconds,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  // Idle connections end when a server restarts; without a listener that would end the process (node-postgres #1942).
  pool.on('error', (error) => log.info({ node: name, err: error }, 'idle database connection lost'))
  return pool
}
