import { parseArgs } from 'node:util'

/** What a measurement was asked for. */
export interface BenchArguments {
  readonly help: boolean
  /** Writes `docs/measurements/cache.md`. */
  readonly record: boolean
  readonly rounds: number
  readonly seconds: number
  readonly portBase: number
  /** Empty: all. */
  readonly only: readonly string[]
}

export const parts = ['answers', 'memory', 'invalidations', 'staleness'] as const

export const usage = `Usage: npm run bench:cache -- [flags]

Measures the cache against a bare node:http server, against Redis and against the database, in interleaved rounds.

  --record         write the results to docs/measurements/cache.md
  --only PART      one of ${parts.join(', ')}; several times for several (default: all)
  --rounds N       rounds of A B C… (default 5)
  --seconds N      length of one measurement (default 4)
  --port-base N    first of 30 free ports (default 5380)
  --help           this text`

/** @throws Error naming the fault */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      'port-base': { type: 'string', default: '5380' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  const unknown = values.only.find((part) => !(parts as readonly string[]).includes(part))
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${parts.join(', ')}.`)
  return {
    help: values.help,
    record: values.record,
    rounds: wholeNumber('--rounds', values.rounds),
    seconds: wholeNumber('--seconds', values.seconds),
    portBase: wholeNumber('--port-base', values['port-base']),
    only: values.only,
  }
}

function wholeNumber(flag: string, given: string): number {
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${flag} ${given}: a whole number from 1 is needed.`)
  return value
}
