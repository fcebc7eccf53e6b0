import { Client } from 'pg'

/** A product whose price is its version. */
export interface VersionedProduct {
  readonly id: string
  /** German. */
  readonly slug: string
}

/** A version as it was written. */
export interface Written {
  readonly product: VersionedProduct
  /** Minor units of the price, and the number of the version. */
  readonly version: number
  /** Id of the transaction that wrote it. */
  readonly transaction: number
  /** When COMMIT was sent and when it was acknowledged, by the monotonic clock of this process. */
  readonly sentAt: number
  readonly committedAt: number
}

export interface PriceWriter {
  readonly products: readonly VersionedProduct[]
  /** Sets the product's price to the next version, as an editor's change does: in one transaction with its announcement. */
  writeNext(product: VersionedProduct): Promise<Written>
  close(): Promise<void>
}

/** The first version; below it a price looks like one of the sample's. */
const firstVersion = 1_000_000

/**
 * Takes published products and makes their prices versions.
 * @param directUrl of the primary
 */
export async function createPriceWriter(directUrl: string, count: number): Promise<PriceWriter> {
  const client = new Client({ connectionString: directUrl })
  await client.connect()
  const { rows: products } = await client.query<VersionedProduct>(
    `select p.id::text as id, t.slug from product p join product_text t on t.product_id = p.id and t.language = 'de'
     where p.published_at <= now() order by p.id limit $1`,
    [count],
  )
  const { rows: highest } = await client.query<{ amount: number }>(
    'select coalesce(max(amount), 0)::float8 as amount from price where amount >= $1',
    [firstVersion],
  )
  const versions = new Map<string, number>()
  const start = Math.max(firstVersion, highest[0]?.amount ?? 0)

  return {
    products,
    async writeNext(product) {
      const version = (versions.get(product.id) ?? start) + 1
      versions.set(product.id, version)
      await client.query('begin')
      await client.query(
        `update price set amount = $2, compare_at_amount = null from variant
         where price.variant_id = variant.id and variant.product_id = $1`,
        [product.id, version],
      )
      await client.query('select refresh_products(array[$1::bigint])', [product.id])
      const { rows } = await client.query<{ transaction: number }>(
        `insert into outbox (topic, payload) values ('catalog.changed', $1)
         returning transaction_id::text::float8 as transaction`,
        [{ tags: [`product:${product.id}`, 'catalog'] }],
      )
      const sentAt = performance.now()
      await client.query('commit')
      const committedAt = performance.now()
      return { product, version, transaction: rows[0]?.transaction ?? 0, sentAt, committedAt }
    },
    close: () => client.end(),
  }
}
