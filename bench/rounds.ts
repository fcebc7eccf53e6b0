import { percentile } from './load.ts'

/** Figures of one contender in one round, by name, e.g. `{ perSecond: 8000, cpuMicroseconds: 95 }`. */
type Figures = Readonly<Record<string, number>>

/** One of those that are compared. */
export interface Contender {
  readonly name: string
  /** Measures once. A contender warms itself up before its first round. */
  readonly measure: () => Promise<Figures>
}

/** All rounds of one contender. */
export interface Series {
  readonly name: string
  readonly rounds: readonly Figures[]
}

/**
 * Measures contenders in turn, A B C A B C, so that whatever else the machine does meets all of them alike.
 * @param tell gets a line for each measurement
 */
export async function measureInRounds(
  contenders: readonly Contender[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Series[]> {
  const measured = contenders.map(({ name }) => ({ name, rounds: [] as Figures[] }))
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const figures = await contender.measure()
      measured[index]?.rounds.push(figures)
      const shown = Object.entries(figures).map(([name, value]) => `${name} ${formatNumber(value)}`)
      tell(`round ${round}/${rounds}  ${contender.name}: ${shown.join(', ')}`)
    }
  }
  return measured
}

export interface Spread {
  readonly least: number
  readonly median: number
  readonly most: number
}

/** Least, median and greatest of one figure over the rounds of a series. */
export function spread(series: Series, figure: string): Spread {
  const sorted = series.rounds
    .map((figures) => figures[figure])
    .filter((value) => value !== undefined)
    .sort((one, other) => one - other)
  return {
    least: percentile(sorted, 0),
    median: percentile(sorted, 0.5),
    most: percentile(sorted, 1),
  }
}

/**
 * Ratio of one figure to the same figure of a reference, round by round, so that a slow moment of the machine that
 * met both does not count.
 */
export function ratios(series: Series, reference: Series, figure: string): Spread {
  const rounds = series.rounds.map((figures, index) => ({
    ratio: (figures[figure] ?? Number.NaN) / (reference.rounds[index]?.[figure] ?? Number.NaN),
  }))
  return spread({ name: series.name, rounds }, 'ratio')
}

/** Whole numbers from 100 on, three digits below. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** E.g. `7,210 / 8,030 / 8,411`: least, median, greatest. */
export function formatSpread({ least, median, most }: Spread): string {
  return [least, median, most].map(formatNumber).join(' / ')
}
