import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { CatalogSource, ProductRecord, VariantRecord } from '../../api/catalog/catalog-source.ts'
import type { ApplicationContext } from '../../api/context.ts'
import type { Database, Queryable } from '../../api/database/database.ts'
import { createDatabase } from '../../api/database/postgres.ts'
import { sql } from '../../api/database/statement.ts'
import { createNoTracer } from '../../api/telemetry/no-tracer.ts'
import { createMetrics } from '../../api/telemetry/metrics.ts'
import { createTestPaymentProvider } from '../../api/payment/test-payment-provider.ts'
import { createTestDatabase } from '../database.ts'

/** What the features of an order need of the application, on a database of its own. */
export type Shop = Pick<
  ApplicationContext,
  'database' | 'catalog' | 'clock' | 'paymentProvider' | 'log' | 'metrics'
> & {
  /** Moves the shop's clock. */
  advance(seconds: number): void
  /** Statements for arranging and asserting. */
  readonly sql: Queryable
  /** Of the database, without a pooler. */
  readonly directUrl: string
  close(): Promise<void>
}

export const signingSecret = 'signing-secret-of-the-tests'

export async function openShop(): Promise<Shop> {
  const testDatabase = await createTestDatabase()
  const log = pino({ level: 'silent' })
  const metrics = createMetrics()
  const database: Database = createDatabase({
    writerUrl: testDatabase.writer,
    readerUrls: [],
    tls: 'disable',
    log,
    metrics,
    tracer: createNoTracer(),
  })
  let now = Date.now()
  return {
    database,
    log,
    metrics,
    catalog: catalogOf(database),
    paymentProvider: createTestPaymentProvider(database, signingSecret),
    clock: () => new Date(now),
    advance: (seconds) => {
      now += seconds * 1000
    },
    directUrl: testDatabase.direct,
    sql: { query: (statement) => database.readLatest(statement) },
    close: async () => {
      await database.close()
      await testDatabase.drop()
    },
  }
}

export interface NewVariant {
  /** In cents; the Swiss price is the same number of Rappen. */
  readonly amount: number
  /** Undefined: sold without counting. */
  readonly onHand?: number
  readonly taxClass?: 'standard' | 'reduced'
}

/** Makes a published product of its own with one variant; gives the variant's id. */
export async function addVariant(shop: Shop, variant: NewVariant): Promise<string> {
  const name = randomUUID()
  return shop.database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ id: string; productId: string }>(sql('test_variant')`
      with p as (insert into product (external_id, published_at) values (${name}, now()) returning id),
      t as (insert into product_text (product_id, language, slug, title)
            select id, 'en', ${name}, 'Oak table' from p)
      insert into variant (product_id, sku, position, tax_class)
      select id, ${name}, 1, ${variant.taxClass ?? 'standard'} from p
      returning id::text, product_id::text as "productId"`)
    if (row === undefined) throw new Error('no variant')
    await transaction.query(sql('test_price')`
      insert into price (variant_id, price_list_id, amount) select ${row.id}::bigint, id, ${variant.amount} from price_list`)
    if (variant.onHand !== undefined) {
      await transaction.query(sql('test_stock')`
        insert into stock_level (variant_id, warehouse_id, on_hand)
        select ${row.id}::bigint, id, ${variant.onHand} from warehouse`)
    }
    await transaction.query(sql('test_refresh')`select refresh_products(array[${row.productId}::bigint])`)
    return row.id
  })
}

export interface StockState {
  readonly onHand: number
  readonly reserved: number
}

export async function stock(shop: Shop, variantId: string): Promise<StockState> {
  const [row] = await shop.sql.query<StockState>(sql('test_stock_read')`
    select on_hand as "onHand", reserved from stock_level where variant_id = ${variantId}::bigint`)
  if (row === undefined) throw new Error(`variant ${variantId} is not counted`)
  return row
}

export async function count(shop: Shop, what: 'orders placed' | 'orders' | 'charges' | 'succeeded payments') {
  const statement = {
    'orders placed': sql(
      'test_placed',
    )`select count(*)::integer as n from customer_order where status = 'placed'`,
    orders: sql('test_orders')`select count(*)::integer as n from customer_order`,
    charges: sql('test_charges')`
      select count(*)::integer as n from test_payment_provider.charge where outcome = 'approved'`,
    'succeeded payments': sql(
      'test_paid',
    )`select count(*)::integer as n from payment where status = 'succeeded'`,
  }[what]
  const [row] = await shop.sql.query<{ n: number }>(statement)
  return row?.n
}

/** Only what an order takes from the catalogue: its texts. Each variant is a product of its own. */
function catalogOf(database: Database): CatalogSource {
  const variants = (ids: readonly string[]) =>
    database.readLatest<Pick<VariantRecord, 'id' | 'productId' | 'sku'>>(sql('test_catalog')`
      select id::text, product_id::text as "productId", sku from variant where id = any (${ids}::bigint[])`)
  const source: Partial<CatalogSource> = {
    variantsByIds: async (ids) => {
      const rows = await variants(ids)
      return ids.map((id) => {
        const row = rows.find((one) => one.id === id)
        return row === undefined ? undefined : ({ ...row, title: '', image: null } as VariantRecord)
      })
    },
    productsByIds: (ids) =>
      Promise.resolve(
        ids.map(
          (id) => ({ id, title: 'Oak table', slug: 'oak-table', images: [] as unknown }) as ProductRecord,
        ),
      ),
  }
  return source as CatalogSource
}
