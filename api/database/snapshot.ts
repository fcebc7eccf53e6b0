/**
 * What a statement could see of the database: every transaction whose id is below `end`, except those in `running`.
 * Two snapshots have an exact intersection, so that a value that was read by several statements has one too.
 *
 * Ids are those of `xid8`, which count on for ever; as JavaScript numbers they are exact up to 2^53, which takes
 * 285 years at a million transactions a second.
 */
export interface Snapshot {
  readonly end: number
  /** Ascending; each below `end`. */
  readonly running: readonly number[]
}

/** Transactions that a value must show, to be newer than certain invalidations. */
export interface Requirement {
  /** Each must be visible. */
  readonly transactions: readonly number[]
  /** Every transaction up to and including this one must be over; 0 demands nothing. */
  readonly allUpTo: number
}

/**
 * Reads the text form of `pg_current_snapshot()`, `xmin:xmax:xip,…` (PostgreSQL manual, 9.27.9).
 *
 * @param onStandby a hot standby does not list the transactions that run on the primary, so that only those below xmin
 *   are known to be visible there
 * @throws if the text has another form
 */
export function parseSnapshot(text: string, onStandby: boolean): Snapshot {
  const [, from, end, list] = /^(\d+):(\d+):([\d,]*)$/.exec(text) ?? []
  if (from === undefined || end === undefined || list === undefined) {
    throw new Error(
      `The snapshot "${text}" has another form than pg_current_snapshot() gives: xmin:xmax:xip,…`,
    )
  }
  if (onStandby) return { end: Number(from), running: [] }
  return { end: Number(end), running: list === '' ? [] : list.split(',').map(Number) }
}

export function shows({ end, running }: Snapshot, transaction: number): boolean {
  return transaction < end && !running.includes(transaction)
}

/** Whether every transaction up to and including this one is over in the snapshot's eyes. */
export function showsAllUpTo({ end, running }: Snapshot, transaction: number): boolean {
  return transaction < (running[0] ?? end)
}

export function meets(snapshot: Snapshot, { transactions, allUpTo }: Requirement): boolean {
  return showsAllUpTo(snapshot, allUpTo) && transactions.every((transaction) => shows(snapshot, transaction))
}

/** Shows a transaction exactly if both do. */
export function intersection(one: Snapshot, other: Snapshot): Snapshot {
  const end = Math.min(one.end, other.end)
  const running = [...new Set([...one.running, ...other.running])].filter((transaction) => transaction < end)
  return { end, running: running.sort((a, b) => a - b) }
}
