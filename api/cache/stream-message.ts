import { z } from 'zod'

/**
 * What the worker's relay tells every process, through one Redis stream. The ids of the stream's entries are
 * `<sequence>-0` for a batch and `<sequence>-<microseconds of Redis's clock>` for a heartbeat after it.
 */
export type StreamMessage =
  | {
      readonly kind: 'batch'
      /** Counts up by one; kept in the database, so that a gap shows a loss whoever caused it. */
      readonly sequence: number
      /** Of the database's history; grows when a backup was restored. */
      readonly epoch: number
      /** The highest transaction of all batches before this one. */
      readonly before: number
      readonly invalidations: readonly Invalidation[]
    }
  | {
      readonly kind: 'heartbeat'
      /** The last batch; whatever was committed up to half a second ago is in it or before it. */
      readonly sequence: number
      readonly epoch: number
      /** The highest transaction of all batches up to that one. */
      readonly highest: number
    }

interface Invalidation {
  /** Id of the transaction that changed something. */
  readonly transaction: number
  readonly tags: readonly string[]
  /** Milliseconds since the epoch, by the database's clock; when the transaction announced it. */
  readonly announcedAt: number
}

/** How a batch lies in the stream: short names, because there may be thousands a second. */
const batchFields = z.object({
  e: z.coerce.number(),
  b: z.coerce.number(),
  /** JSON of `[transaction, announcedAt, ...tags][]`. */
  i: z.string().transform((text) => z.array(invalidation).parse(JSON.parse(text))),
})
const invalidation = z.tuple([z.number(), z.number()], z.string())
const heartbeatFields = z.object({ e: z.coerce.number(), h: z.coerce.number() })

export type Batch = Extract<StreamMessage, { kind: 'batch' }>

/** Fields and values of a batch's stream entry, in turn. */
export function encodeBatch({ epoch, before, invalidations }: Batch): string[] {
  const list = invalidations.map(({ transaction, announcedAt, tags }) => [transaction, announcedAt, ...tags])
  return ['e', String(epoch), 'b', String(before), 'i', JSON.stringify(list)]
}

/**
 * @param id `<sequence>-<number>` of the stream entry
 * @throws if the entry is none that `encodeBatch` or a heartbeat made
 */
export function decodeMessage(id: string, fields: readonly string[]): StreamMessage {
  const sequence = Number(id.split('-')[0])
  const named: Record<string, string> = {}
  for (let index = 0; index + 1 < fields.length; index += 2)
    named[fields[index] ?? ''] = fields[index + 1] ?? ''
  if (!id.endsWith('-0')) {
    const { e, h } = heartbeatFields.parse(named)
    return { kind: 'heartbeat', sequence, epoch: e, highest: h }
  }
  const { e, b, i } = batchFields.parse(named)
  const invalidations = i.map(([transaction, announcedAt, ...tags]) => ({ transaction, announcedAt, tags }))
  return { kind: 'batch', sequence, epoch: e, before: b, invalidations }
}
