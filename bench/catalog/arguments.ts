import { parseArgs } from 'node:util'

export interface BenchArguments {
  readonly help: boolean
  /** Writes `docs/measurements/catalog.md`. */
  readonly record: boolean
  readonly rounds: number
  readonly seconds: number
  readonly portBase: number
  /** Variants of the catalogues, smallest first. */
  readonly sizes: readonly number[]
  /** Databases that are measured as they are, by size. */
  readonly databases: ReadonlyMap<number, string>
}

export const usage = `Usage: npm run bench:catalog -- [flags]

Measures lists, pages and searches without any cache, in catalogues of several sizes. Each catalogue is seeded once and
kept in .local/bench-catalog.

  --sizes N,N          variants, smallest first (default 1000,100000,1000000)
  --database N=URL     a database with N variants that is there already; several times for several
  --record             write the results to docs/measurements/catalog.md
  --rounds N           rounds of A B C… (default 5)
  --seconds N          length of one measurement (default 4)
  --port-base N        first of 30 free ports (default 5680)
  --help               this text`

/** @throws Error naming the fault */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      'port-base': { type: 'string', default: '5680' },
      sizes: { type: 'string', default: '1000,100000,1000000' },
      database: { type: 'string', multiple: true, default: [] },
    },
  })
  return {
    help: values.help,
    record: values.record,
    rounds: wholeNumber('--rounds', values.rounds),
    seconds: wholeNumber('--seconds', values.seconds),
    portBase: wholeNumber('--port-base', values['port-base']),
    sizes: values.sizes.split(',').map((size) => wholeNumber('--sizes', size)),
    databases: new Map(values.database.map(namedDatabase)),
  }
}

function namedDatabase(given: string): [number, string] {
  const [size = '', ...url] = given.split('=')
  if (url.length === 0) throw new Error(`--database ${given}: give it as SIZE=postgres://….`)
  return [wholeNumber('--database', size), url.join('=')]
}

function wholeNumber(flag: string, given: string): number {
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${flag} ${given}: a whole number from 1 is needed.`)
  return value
}
