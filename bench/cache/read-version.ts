import { z } from 'zod'
import type { Question } from '../load.ts'

const amount = z.object({ price: z.object({ amount: z.number() }) })
const page = z.object({ data: z.object({ product: z.object({ variants: z.array(amount).min(1) }) }) })

/** A product page as a process answered it. */
export interface ReadVersion {
  /** The price of its first variant, which is its version (price-writer.ts). */
  readonly version: number
  /** What the process says about where the answer came from (RFC 9211). */
  readonly cacheStatus: string
}

/** @throws if the process does not answer with a product page within ten seconds */
export async function readVersion(origin: string, { path, headers = {} }: Question): Promise<ReadVersion> {
  const response = await fetch(`${origin}${path}`, {
    headers: { ...headers },
    signal: AbortSignal.timeout(10_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`)
  const parsed = page.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`No product page: ${text.slice(0, 200)}`)
  const [variant] = parsed.data.data.product.variants
  return { version: variant?.price.amount ?? 0, cacheStatus: response.headers.get('cache-status') ?? '' }
}
