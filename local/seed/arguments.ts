import { parseArgs } from 'node:util'

export const seedUsage = `Usage: npm run seed -- --variants N [flags]

Fills the catalogue of the running local shop (npm start) with made-up products, about one for five variants.
The same N and seed give the same catalogue; seeding again changes nothing.

  --variants N     how many, 1 to 10000000
  --seed N         another catalogue of the same size (default 1)
  --data DIR       data folder of the shop (default .local/shop)
  --database URL   another database, by its postgres:// address; also DATABASE_DIRECT_URL
  --pictures DIR   where to draw the pictures (default: where the local shop has its own)
  --output FILE    write the catalogue as JSON Lines instead; - is the standard output
  --help           this text`

export interface SeedArguments {
  readonly variants: number
  readonly seed: number
  readonly data: string
  readonly database: string | undefined
  readonly pictures: string | undefined
  readonly output: string | undefined
}

/** @throws RangeError or TypeError for unknown flags and impossible values */
export function parseSeedArguments(args: readonly string[]): SeedArguments | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      variants: { type: 'string' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: '.local/shop' },
      database: { type: 'string' },
      pictures: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (values.variants === undefined) throw new RangeError(`How many variants?\n\n${seedUsage}`)
  return {
    variants: wholeNumber('--variants', values.variants, 1, 10_000_000),
    seed: wholeNumber('--seed', values.seed, 0, 2_147_483_647),
    data: values.data,
    database: values.database,
    pictures: values.pictures,
    output: values.output,
  }
}

function wholeNumber(flag: string, text: string, lowest: number, highest: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN
  if (!(number >= lowest && number <= highest)) {
    throw new RangeError(`${flag} “${text}” is not a whole number from ${lowest} to ${highest}.`)
  }
  return number
}
