import { percentile } from '../../bench/load.ts'

/** One read, as its reader saw it; times by the reader's monotonic clock, in milliseconds. */
export interface Read {
  readonly process: string
  readonly product: string
  readonly version: number
  /** Whether the process vouched for the answer: neither marked as stale nor given to one client only. */
  readonly isFresh: boolean
  /** Last batch of invalidations that the process had heard before the read began; undefined: it did not say. */
  readonly heard: number | undefined
  readonly startedAt: number
  readonly cacheStatus: string
}

/** One version, as its writer saw it. */
export interface Write {
  readonly product: string
  readonly version: number
  readonly committedAt: number
  /** The batch that announced it; undefined: none did. */
  readonly sequence: number | undefined
}

export interface Verdict {
  readonly reads: number
  readonly freshReads: number
  readonly writes: number
  /** What must never be; one sentence each. */
  readonly violations: readonly string[]
  /** Milliseconds for which versions could still not be seen, over all processes, in what was vouched for. */
  readonly staleness: { readonly p50: number; readonly p99: number; readonly longest: number }
}

/**
 * Judges a run by two rules, both for answers that a process vouched for as fresh:
 *
 * 1. Once the process had heard that a version exists, it never gave an older one.
 * 2. Whether or not it had heard: it never gave a version that had been overwritten for longer than the bound.
 *
 * @param boundMilliseconds lease and one second
 */
export function judge(reads: readonly Read[], writes: readonly Write[], boundMilliseconds: number): Verdict {
  const versions = new Map<string, Write[]>()
  for (const write of writes) versions.set(write.product, [...(versions.get(write.product) ?? []), write])
  for (const list of versions.values()) list.sort((one, other) => one.version - other.version)
  const violations: string[] = []
  const lags: number[] = []
  const fresh = reads.filter(({ isFresh }) => isFresh)
  for (const read of fresh) {
    const newer = (versions.get(read.product) ?? []).filter(({ version }) => version > read.version)
    const { heard } = read
    const announced = newer.find(
      ({ sequence }) => heard !== undefined && sequence !== undefined && sequence <= heard,
    )
    if (announced !== undefined) {
      violations.push(
        `${read.process} had heard batch ${String(heard)}, which announced version ${announced.version} of product ${read.product} ` +
          `(batch ${String(announced.sequence)}), and gave version ${read.version} as fresh (${read.cacheStatus}).`,
      )
    }
    const [overwriting] = newer
    const late = overwriting === undefined ? 0 : read.startedAt - overwriting.committedAt
    if (late > boundMilliseconds) {
      violations.push(
        `${read.process} gave version ${read.version} of product ${read.product} as fresh (${read.cacheStatus}) ` +
          `${Math.round(late)} ms after version ${String(overwriting?.version)} was committed; ${boundMilliseconds} ms are allowed.`,
      )
    }
  }
  for (const process of new Set(fresh.map((read) => read.process))) {
    const own = fresh.filter((read) => read.process === process)
    for (const write of writes) lags.push(lagOf(write, own))
  }
  const sorted = lags.sort((one, other) => one - other)
  return {
    reads: reads.length,
    freshReads: fresh.length,
    writes: writes.length,
    violations,
    staleness: {
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      longest: percentile(sorted, 1),
    },
  }
}

/** How long after the commit of a version an older one was still vouched for; 0: never. */
function lagOf(write: Write, reads: readonly Read[]): number {
  let lag = 0
  for (const { product, version, startedAt } of reads) {
    if (product === write.product && version < write.version)
      lag = Math.max(lag, startedAt - write.committedAt)
  }
  return lag
}
