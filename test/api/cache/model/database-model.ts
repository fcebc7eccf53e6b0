import type { Database, Queryable } from '../../../../api/database/database.ts'
import { currentReadScope } from '../../../../api/database/read-scope.ts'
import { meets, parseSnapshot } from '../../../../api/database/snapshot.ts'
import type { Statement } from '../../../../api/database/statement.ts'
import type { Simulation } from './simulation.ts'

interface LogEntry {
  readonly kind: 'begin' | 'commit'
  readonly transaction: number
  readonly at: number
}

interface Written {
  readonly transaction: number
  readonly key: string
  readonly version: number
  readonly committedAt: number
}

interface OutboxRow {
  readonly id: number
  readonly transaction: number
  readonly tags: readonly string[]
  readonly announcedAt: number
  isDelivered: boolean
  sequence: number | undefined
}

/** A primary whose transactions commit in another order than they begin, and replicas that replay its log late. */
export interface DatabaseModel {
  /** Begins a transaction that raises the version of the key; it commits after so many milliseconds. */
  write(key: string, tags: readonly string[], lasts: number): void
  /** Milliseconds that a replica lags behind. */
  setLag(replica: number, milliseconds: number): void
  /** Current version, as a statement on some node gives it; notes its snapshot as Kontor's database does. */
  read(key: string): Promise<number>
  /** Of the primary, without noting anything: a source that knows no snapshots. */
  readOutside(key: string): Promise<number>
  /** Newest version among those that some transactions wrote. */
  versionOf(key: string, transactions: ReadonlySet<number>): number
  /** Version that was committed by then. */
  versionAt(key: string, instant: number): number
  /** The database as the relay uses it. */
  forRelay(isAlive: () => boolean): Database
}

export function createDatabaseModel(simulation: Simulation): DatabaseModel {
  const log: LogEntry[] = []
  const written: Written[] = []
  const outbox: OutboxRow[] = []
  const lags = [0, 0]
  const stream = { sequence: 0, epoch: 1, highest: 0 }
  let nextTransaction = 100
  let locked: Promise<unknown> = Promise.resolve()

  /** What a node shows that has replayed the log up to an instant. */
  function stateAt(instant: number): { running: number[]; begun: number; committed: Set<number> } {
    const running = new Set<number>()
    const committed = new Set<number>()
    let begun = 99
    for (const { kind, transaction, at } of log) {
      if (at > instant) break
      if (kind === 'begin') running.add(transaction)
      else {
        running.delete(transaction)
        committed.add(transaction)
      }
      begun = Math.max(begun, transaction)
    }
    return { running: [...running].sort((a, b) => a - b), begun, committed }
  }

  function versionIn(key: string, transactions: ReadonlySet<number>): number {
    return written.reduce(
      (newest, one) =>
        one.key === key && transactions.has(one.transaction) ? Math.max(newest, one.version) : newest,
      0,
    )
  }

  /** One statement on one node. */
  function statement(key: string, lag: number | undefined) {
    const { running, begun, committed } = stateAt(simulation.now() - (lag ?? 0))
    const first = running[0] ?? begun + 1
    const text = lag === undefined ? `${first}:${begun + 1}:${running.join(',')}` : `${first}:${begun + 1}:`
    return { version: versionIn(key, committed), snapshot: parseSnapshot(text, lag !== undefined) }
  }

  const latency = () => simulation.wait(simulation.delay(400))

  return {
    write(key, tags, lasts) {
      const transaction = nextTransaction
      nextTransaction += 1
      log.push({ kind: 'begin', transaction, at: simulation.now() })
      const announcedAt = simulation.now()
      simulation.at(lasts, () => {
        const at = simulation.now()
        log.push({ kind: 'commit', transaction, at })
        const version = 1 + written.filter((one) => one.key === key).length
        written.push({ transaction, key, version, committedAt: at })
        outbox.push({
          id: transaction,
          transaction,
          tags,
          announcedAt,
          isDelivered: false,
          sequence: undefined,
        })
      })
    },
    setLag(replica, milliseconds) {
      lags[replica] = milliseconds
    },
    async read(key) {
      const scope = currentReadScope()
      await latency()
      const lag = lags[Math.floor(simulation.random() * (lags.length + 1))]
      let answer = statement(key, lag)
      if (scope?.mustShow !== undefined && lag !== undefined && !meets(answer.snapshot, scope.mustShow)) {
        await latency()
        answer = statement(key, undefined)
      }
      scope?.note(answer.snapshot)
      await latency()
      return answer.version
    },
    async readOutside(key) {
      await latency()
      const { version } = statement(key, undefined)
      await latency()
      return version
    },
    versionOf: versionIn,
    versionAt: (key, instant) =>
      versionIn(
        key,
        new Set(written.filter((one) => one.committedAt <= instant).map((one) => one.transaction)),
      ),
    forRelay(isAlive) {
      const hop = async () => {
        await simulation.wait(simulation.delay(60))
        // A process that was killed in the middle never hears the answer.
        if (!isAlive()) await new Promise<never>(() => undefined)
      }

      async function transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
        const before = locked
        const { promise, resolve } = Promise.withResolvers<undefined>()
        locked = promise
        await before
        const effects: (() => void)[] = []
        // The server ends the transaction of a client that is gone.
        simulation.at(2_000, () => resolve(undefined))
        const query = async (asked: Statement) => {
          await hop()
          return inTransaction(asked, effects)
        }
        try {
          const result = await work({ query: query as Queryable['query'] })
          for (const effect of effects) effect()
          await hop()
          return result
        } finally {
          resolve(undefined)
        }
      }

      function inTransaction({ name, values }: Statement, effects: (() => void)[]): object[] {
        if (name === 'invalidation_lock') return [{ ...stream }]
        if (name === 'invalidation_claim') {
          const waiting = outbox.filter(({ isDelivered }) => !isDelivered)
          const sequence = stream.sequence + 1
          effects.push(() => {
            for (const row of waiting) Object.assign(row, { isDelivered: true, sequence })
          })
          return waiting.map((row) => ({ ...row, sequence }))
        }
        if (name === 'invalidation_number') {
          const [sequence, highest] = values as [number, number]
          effects.push(() => Object.assign(stream, { sequence, highest }))
          return []
        }
        if (name === 'invalidation_epoch') return []
        throw new Error(`The model does not know the statement ${name}.`)
      }

      return {
        transaction,
        read: () => Promise.reject(new Error('The relay reads the latest.')),
        readLatest: async ({ name, values }) => {
          await hop()
          const isWaiting = outbox.some(({ isDelivered }) => !isDelivered)
          const [from = 0, until = 0] = values as number[]
          const inRange = ({ sequence = 0 }: OutboxRow) => sequence >= from && sequence <= until
          const answer = name === 'invalidation_head' ? [{ ...stream, isWaiting }] : outbox.filter(inRange)
          await hop()
          return answer.map((row) => ({ ...row })) as never
        },
        close: () => Promise.resolve(),
      }
    },
  }
}
