import type pg from 'pg'
import type { Batch } from './batch.ts'
import type { ProductChange } from './change.ts'
import type { Rejection } from './rejection.ts'
import { createSeenKeys } from './seen-keys.ts'

/** Addresses and SKUs that batches of a dry run before would have taken, had they not been rolled back. */
export interface FileConflicts {
  /** The batch without what collides with an earlier one. */
  without(batch: Batch, reject: (rejection: Rejection) => void): Batch
  /** Notes what of the batch has gone in, before it is rolled back. */
  note(client: pg.ClientBase, batch: Batch | undefined): Promise<void>
}

/** @param lenient as `Reading.lenient` */
export function createFileConflicts(lenient: boolean): FileConflicts {
  const seen = createSeenKeys()
  const slugKeys = ({ document }: ProductChange): string[] =>
    document.texts
      .filter(({ language }) => !lenient || language === 'en')
      .map(({ language, slug }) => `slug ${language} ${slug}`)

  function kept(
    change: ProductChange,
    reject: (line: number, column: string | null, value: string, reason: string) => void,
  ): ProductChange | undefined {
    const slug = slugKeys(change).find((key) => seen.has(key))
    if (slug !== undefined) {
      const [, , address = ''] = slug.split(' ')
      reject(change.line, null, address, `The address “${address}” already belongs to a product before.`)
      return undefined
    }
    const taken = change.document.variants.filter(({ sku }) => seen.has(`sku ${sku}`))
    for (const { line, sku } of taken) {
      reject(
        line,
        'SKU',
        sku,
        `The SKU “${sku}” already belongs to a variant before; give every variant its own.`,
      )
    }
    if (taken.length === 0) return change
    const variants = change.document.variants.filter((variant) => !taken.includes(variant))
    return lenient && variants.length > 0
      ? { ...change, document: { ...change.document, variants, complete: false } }
      : undefined
  }

  return {
    without: (batch, reject) => ({
      ...batch,
      products: batch.products.flatMap((change) => {
        // A change may come again, and then has its own address and SKUs.
        if (change.repeatable) return [change]
        return (
          kept(change, (line, column, value, reason) => {
            reject({ file: 'products', line, column, value, reason })
          }) ?? []
        )
      }),
    }),
    note: async (client, batch) => {
      if (batch === undefined) return
      const products = await client.query<{ n: number }>('select n from import_product')
      const lines = new Map(batch.products.entries())
      for (const { n } of products.rows) {
        const change = lines.get(n)
        if (change === undefined || change.repeatable) continue
        for (const key of slugKeys(change)) seen.firstLine(key, change.line)
      }
      const variants = await client.query<{ sku: string; line: string }>(
        'select sku, line from import_variant',
      )
      for (const { sku, line } of variants.rows) seen.firstLine(`sku ${sku}`, Number(line))
    },
  }
}
