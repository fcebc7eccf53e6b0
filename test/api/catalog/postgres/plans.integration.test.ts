import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CatalogSource, ProductSort } from '../../../../api/catalog/catalog-source.ts'
import type { Statement } from '../../../../api/database/statement.ts'
import { defaultLocale } from '../../../../api/locale.ts'
import { type CatalogShop, openCatalogShop } from '../catalog-shop.ts'

const productCount = 20_000
/** A table of this many rows is never read whole for a page; below it (price_list, category) a scan is the best plan. */
const bigTable = 1000

/** A catalogue of plausible size and skew, made where it is needed: one statement a table. */
const seedStatements = [
  `insert into category (id, external_id, parent_id, path, position) overriding system value
   select 1, 'root', null::bigint, '{1}'::bigint[], 1
   union all select 1 + g, 'sub-' || g, 1, array[1, 1 + g]::bigint[], g from generate_series(1, 40) g`,
  `insert into category_text (category_id, language, slug, name)
   select id, 'en', 'category-' || id, 'Category ' || id from category`,
  `insert into product (id, external_id, category_id, tags, published_at, sales_count) overriding system value
   select g, 'p' || g, 2 + g % 40, array['tag' || g % 20, 'rare' || g % 1000],
          timestamptz '2026-01-01' + (g / 10) * interval '1 minute', (g * 7919) % 500
   from generate_series(1, ${String(productCount)}) g`,
  `insert into product_text (product_id, language, slug, title, excerpt, description_html)
   select g, language, language || '-' || g,
          (array['Oak', 'Walnut', 'Steel', 'Glass', 'Linen'])[1 + g % 5] || ' '
            || (array['table', 'chair', 'lamp', 'shelf', 'curtain', 'bench', 'wardrobe'])[1 + g % 7] || ' No ' || g,
          'A fine thing', repeat('<p>Long description.</p>', 20)
   from generate_series(1, ${String(productCount)}) g, unnest(array['en', 'de']) language`,
  `insert into product_image (product_id, position, url)
   select g, 1, '/assets/' || g || '.svg' from generate_series(1, ${String(productCount)}) g`,
  `insert into variant (product_id, sku, position)
   select g, 'sku-' || g || '-' || n, n from generate_series(1, ${String(productCount)}) g, generate_series(1, 2) n`,
  `insert into price (variant_id, price_list_id, amount)
   select v.id, l.id, 1000 + (v.product_id % 300) * 100 from variant v, price_list l`,
  `insert into stock_level (variant_id, warehouse_id, on_hand) select id, 1, product_id % 4 from variant`,
  `insert into category_product select unnest(c.path), p.id from product p join category c on c.id = p.category_id`,
  `insert into brand (id, external_id, slug, name) overriding system value
   select g, 'brand-' || g, 'brand-' || g, 'Brand ' || g from generate_series(1, 50) g`,
  `update product set brand_id = 1 + id % 50`,
  `insert into attribute (id, code, type, is_facet) overriding system value
   values (1, 'material', 'text', true), (2, 'width', 'number', true)`,
  `insert into attribute_option (id, attribute_id, type, code, names) overriding system value
   select g, 1, 'text', 'o' || g, '{"en": "Option"}' from generate_series(1, 20) g`,
  `insert into product_attribute (product_id, attribute_id, type, option_id)
   select id, 1, 'text', 1 + id % 20 from product`,
  `insert into product_attribute (product_id, attribute_id, type, number_value) select id, 2, 'number', id % 200 from product`,
  `insert into collection (id, external_id, published_at) overriding system value values (1, 'c1', '2026-01-01')`,
  `insert into collection_text (collection_id, language, slug, name) values (1, 'en', 'winter', 'Winter')`,
  `insert into collection_product (collection_id, product_id, position) select 1, id, id from product where id % 4 = 0`,
  'analyze',
  // In batches, as an import does.
  ...Array.from(
    { length: 10 },
    (_, n) =>
      `select refresh_product_listing(array(select id from product where id % 10 = ${String(n)} order by id))`,
  ),
  'select refresh_search_tiers()',
  'select refresh_search_words()',
  // As autovacuum does soon after an import: new entries leave the GIN indexes' waiting lists.
  `select gin_clean_pending_list('product_listing_labels'), gin_clean_pending_list('product_search_de'),
          gin_clean_pending_list('product_search_en')`,
  'analyze',
]

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  for (const statement of seedStatements) await shop.run(statement)
}, 120_000)
afterAll(() => shop.close())

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Loops': number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

interface Plan {
  /** Tables that were read whole, if they are big. */
  readonly scans: readonly string[]
  /** 8 kB pages touched. */
  readonly pages: number
}

async function planOf({ text, values }: Statement): Promise<Plan> {
  const [row] = await shop.run(`explain (analyze, buffers, format json) ${text}`, values)
  const [{ Plan: root }] = row?.['QUERY PLAN'] as [{ Plan: PlanNode }]
  return {
    scans: (await bigTables()).filter((table) => isScanned(root, table)),
    pages: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
  }
}

async function bigTables(): Promise<string[]> {
  const rows = await shop.run(
    `select relname::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and reltuples > $1`,
    [bigTable],
  )
  return rows.map(({ name }) => String(name))
}

function isScanned(node: PlanNode, table: string): boolean {
  const self = node['Node Type'] === 'Seq Scan' && node['Relation Name'] === table && node['Actual Loops'] > 0
  return self || (node.Plans ?? []).some((child) => isScanned(child, table))
}

/** Plans of what a call of the catalogue runs. */
async function plansOf(call: (source: CatalogSource) => Promise<unknown>): Promise<Plan[]> {
  shop.forgetStatements()
  await call(shop.source)
  const plans: Plan[] = []
  for (const statement of [...shop.statements]) plans.push(await planOf(statement))
  return plans
}

const sorts = [
  'NEWEST',
  'BEST_SELLING',
  'PRICE_ASCENDING',
  'PRICE_DESCENDING',
] as const satisfies ProductSort[]

test('the big tables are known, and the reader of plans sees a scan', async () => {
  expect(await bigTables()).toEqual(
    expect.arrayContaining([
      'product',
      'product_text',
      'product_listing',
      'variant',
      'price',
      'category_product',
      'product_card',
      'product_search',
      'shelf_listing',
    ]),
  )
  const scan = {
    name: 'scan',
    text: 'select count(*) from product_text where description_html = $1',
    values: ['x'],
  }
  expect((await planOf(scan)).scans).toEqual(['product_text'])
})

describe('no big table is read whole', () => {
  test.each(sorts)('for a list by %s, with and without filters', async (sort) => {
    const filters = [
      {},
      { categoryId: '1' },
      { categoryId: '7' },
      { tags: ['tag5'] },
      { tags: ['rare5'] },
      { available: true },
      { collectionId: '1' },
      { collectionId: '1', categoryId: '10' },
      { brands: ['brand-7'] },
      { categoryId: '1', attributes: [{ code: 'material', kind: 'options' as const, options: ['o3'] }] },
      { categoryId: '7', attributes: [{ code: 'width', kind: 'number' as const, from: 10, until: 20 }] },
      { priceFrom: 2000, priceUntil: 3000 },
    ]
    for (const filter of filters) {
      const plans = await plansOf((source) => source.listProducts({ first: 24, sort, filter }, defaultLocale))
      expect(
        plans.map(({ scans }) => scans),
        JSON.stringify(filter),
      ).toEqual(plans.map(() => []))
      // A page touches some pages a row; the rest is what a filter that no index has alone may read.
      const bound =
        'brands' in filter ||
        ('collectionId' in filter && 'categoryId' in filter) ||
        'attributes' in filter ||
        'tags' in filter
          ? 8_000
          : 2_000
      expect(plans.at(-1)?.pages, JSON.stringify(filter)).toBeLessThan(bound)
    }
  })

  test.each<[string, (source: CatalogSource) => Promise<unknown>]>([
    [
      'cards',
      (source) =>
        source.productsByIds(
          Array.from({ length: 24 }, (_, n) => String(500 + n)),
          defaultLocale,
        ),
    ],
    ['variants', (source) => source.variantsByIds(['5', '700', '39000'], defaultLocale)],
    ['a product by slug', (source) => source.productBySlug('en-7', defaultLocale)],
    ['related products', (source) => source.relatedProducts('77', 4, defaultLocale)],
    [
      'a search for a rare word',
      (source) =>
        source.searchProducts({ query: '1777', first: 24, sort: 'RELEVANCE', filter: {} }, defaultLocale),
    ],
    [
      'a search for two words',
      (source) =>
        source.searchProducts({ query: 'oak tab', first: 24, sort: 'RELEVANCE', filter: {} }, defaultLocale),
    ],
    [
      'a search with a typo',
      (source) =>
        source.searchProducts(
          { query: 'wardorbe 1777', first: 24, sort: 'RELEVANCE', filter: {} },
          defaultLocale,
        ),
    ],
    [
      'a search for nothing',
      (source) =>
        source.searchProducts({ query: 'qqqzzz', first: 24, sort: 'RELEVANCE', filter: {} }, defaultLocale),
    ],
    ['a suggestion', (source) => source.suggest('oak table no 17', 'EN')],
    [
      'a search for a frequent word',
      (source) =>
        source.searchProducts({ query: 'oak', first: 24, sort: 'RELEVANCE', filter: {} }, defaultLocale),
    ],
    [
      'a search in a category, by price',
      (source) =>
        source.searchProducts(
          { query: 'oak', first: 24, sort: 'PRICE_ASCENDING', filter: { categoryId: '7' } },
          defaultLocale,
        ),
    ],
    ['a category', (source) => source.categoriesByIds(['1', '7'], 'EN')],
  ])('for %s', async (_, call) => {
    const plans = await plansOf(call)
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.map(({ scans }) => scans)).toEqual(plans.map(() => []))
    for (const { pages } of plans) expect(pages).toBeLessThan(20_000)
  })
})

// Facets count up to 401 matches, inside a function, whose plan is not shown; its pages are.
test.each<[string, (source: CatalogSource) => Promise<unknown>]>([
  ['a category', (source) => source.facets({ filter: { categoryId: '7' } }, defaultLocale)],
  ['everything', (source) => source.facets({ filter: {} }, defaultLocale)],
  ['a search', (source) => source.facets({ query: 'oak', filter: {} }, defaultLocale)],
])('the facets of %s touch a bounded number of pages', async (_, call) => {
  for (const { pages } of await plansOf(call)) expect(pages).toBeLessThan(6_000)
})

test('a collection arranged by hand is one range of an index', async () => {
  const [plan] = await plansOf((source) =>
    source.listProducts({ first: 24, sort: 'MANUAL', filter: { collectionId: '1' } }, defaultLocale),
  )
  expect(plan?.scans).toEqual([])
  expect(plan?.pages).toBeLessThan(800)
})

describe('a page far down costs what the first one costs', () => {
  const filters = [{}, { categoryId: '1' }]
  test.each(sorts.flatMap((sort) => filters.map((filter) => [sort, filter] as const)))(
    'sorted by %s in %o',
    async (sort, filter) => {
      const list = (after?: readonly string[]) => (source: CatalogSource) =>
        source.listProducts({ first: 24, sort, filter, ...(after ? { after } : {}) }, defaultLocale)
      const [first] = await plansOf(list())
      // 700 pages in one step: the position is all that a page needs to know of those before it.
      const column = {
        NEWEST: 'published_at',
        BEST_SELLING: 'sales_count',
        PRICE_ASCENDING: 'minimum_amount',
        PRICE_DESCENDING: 'minimum_amount',
      }[sort]
      const direction = sort === 'PRICE_ASCENDING' ? 'asc' : 'desc'
      const [row] = await shop.run(
        `select product_id::text as id, ${sort === 'NEWEST' ? `to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : `${column}::text`} as key
       from product_listing l join price_list p on p.id = l.price_list_id and p.currency = 'EUR'
       order by ${column} ${direction}, product_id ${direction} offset 16800 limit 1`,
      )
      const [far] = await plansOf(list([String(row?.['key']), String(row?.['id'])]))
      expect(far?.pages).toBeLessThanOrEqual(2 * (first?.pages ?? 0))
    },
  )
})
