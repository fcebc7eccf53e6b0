import type { Table, Target } from '../report.ts'
import type { BenchShop } from '../shop.ts'

/** What a part of the measurement runs on. */
export interface Scenario {
  readonly shop: BenchShop
  /** Length of one measurement. */
  readonly seconds: number
  readonly rounds: number
  readonly tell: (line: string) => void
}

/** What a part of the measurement found. */
export interface Findings {
  readonly title: string
  /** How it was measured, in Markdown. */
  readonly text: string
  readonly tables: readonly Table[]
  readonly targets: readonly Target[]
}
