import type { WriteStream } from 'node:tty'
import type { ImportCounts } from './import-run.ts'

/** A line that is written over where a person looks on, and written now and then where a file does. */
export interface ProgressLine {
  show(text: string): void
  /** Makes room for another line. */
  clear(): void
  end(): void
}

const everyMilliseconds = { terminal: 100, file: 5000 }

export function createProgressLine(output: Pick<WriteStream, 'isTTY' | 'write'>): ProgressLine {
  let shownAt = -Infinity
  let isShown = false
  const clear = (): void => {
    if (isShown) output.write('\r\u001B[K')
    isShown = false
  }
  return {
    show: (text) => {
      const now = performance.now()
      if (now - shownAt < everyMilliseconds[output.isTTY ? 'terminal' : 'file']) return
      shownAt = now
      clear()
      output.write(output.isTTY ? text : `${text}\n`)
      isShown = output.isTTY
    },
    clear,
    end: clear,
  }
}

/** E.g. “Products: 3 created, 1 updated, 0 unchanged.” */
export function summaryOf(counts: ImportCounts): string {
  const { created, updated, unchanged, deleted, priceAndStockChanges, definitions, ignored } = counts
  const more = [
    deleted > 0 ? `${deleted} deleted` : '',
    priceAndStockChanges > 0 ? `${priceAndStockChanges} prices and stock levels told` : '',
    definitions > 0 ? `${definitions} categories, brands, attributes, collections and lists changed` : '',
    ignored > 0 ? `${ignored} changes ignored, because newer ones are known` : '',
  ].filter((text) => text !== '')
  return `Products: ${[`${created} created`, `${updated} updated`, `${unchanged} unchanged`, ...more].join(', ')}.`
}
