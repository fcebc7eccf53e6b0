import type { Statement } from '../../database/statement.ts'
import type { Locale } from '../../locale.ts'
import {
  countLimit,
  InvalidPosition,
  type ProductCardRecord,
  type ProductListFilter,
  type ProductListRequest,
  type ProductPage,
  type ProductSort,
} from '../catalog-source.ts'
import { matching, type ResolvedFilter, resolveFilter } from './filter.ts'
import { cardColumns, cardRecord, cardsOf, isInstant, isInteger, type PageRow, pageOf } from './page.ts'
import {
  type CatalogReader,
  isRowId,
  languageColumn,
  type Parameter,
  parametersInto,
  priceListOf,
} from './rows.ts'

interface SortOrder {
  /** Column of product_listing and shelf_listing; with product_id it makes the position of a row unique. */
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly type: 'bigint' | 'integer' | 'timestamptz'
  /** A column as text that gives exactly the same value back when it is cast to `type`. */
  readonly asText: (column: string) => string
  readonly isPosition: (text: string) => boolean
}

const price = {
  column: 'minimum_amount',
  type: 'bigint',
  asText: (column: string) => `${column}::text`,
  isPosition: (text: string) => isInteger(text, Number.MAX_SAFE_INTEGER),
} as const

/** Indexes: …_sales, …_newest, …_price (forwards and backwards) of product_listing or shelf_listing; …_arrangement of the latter. */
const sortOrders: Record<ProductSort | 'RELEVANCE', SortOrder> = {
  RELEVANCE: {
    column: 'score',
    direction: 'desc',
    type: 'bigint',
    asText: (column) => `${column}::text`,
    isPosition: (text) => isInteger(text, Number.MAX_SAFE_INTEGER),
  },
  BEST_SELLING: {
    column: 'sales_count',
    direction: 'desc',
    type: 'integer',
    asText: (column) => `${column}::text`,
    isPosition: (text) => isInteger(text, 2_147_483_647),
  },
  MANUAL: {
    column: 'arrangement',
    direction: 'desc',
    type: 'bigint',
    asText: (column) => `${column}::text`,
    isPosition: (text) => isInteger(text, Number.MAX_SAFE_INTEGER),
  },
  NEWEST: {
    column: 'published_at',
    direction: 'desc',
    type: 'timestamptz',
    asText: (column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    isPosition: isInstant,
  },
  PRICE_ASCENDING: { ...price, direction: 'asc' },
  PRICE_DESCENDING: { ...price, direction: 'desc' },
}

export async function listProducts(
  reader: CatalogReader,
  request: ProductListRequest,
  locale: Locale,
): Promise<ProductPage> {
  const filter = await resolveFilter(reader, request.filter)
  if (filter === undefined) return { edges: [], hasNextPage: false }
  const [row] = await reader.read<PageRow>(listStatement(request, filter, locale))
  return pageOf(row?.page ?? [], request.first, locale.currency)
}

export async function countProducts(
  reader: CatalogReader,
  filter: ProductListFilter,
  locale: Locale,
): Promise<number> {
  const resolved = await resolveFilter(reader, filter)
  if (resolved === undefined) return 0
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const { source } = matching(resolved, locale, parameter)
  const [row] = await reader.read<{ count: number }>({
    name: 'catalog_count',
    text: `select count(*)::integer as count from (select ${source} limit ${parameter(countLimit)}) matches`,
    values,
  })
  return row?.count ?? 0
}

/**
 * One page by keyset: the row comparison continues in the sort's index where the page before ended, so page 10,000
 * costs as much as page 1, and rows that come or go meanwhile shift nothing.
 */
function listStatement(request: ProductListRequest, filter: ResolvedFilter, locale: Locale): Statement {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const { source, ordered } = matching(filter, locale, parameter)
  return {
    name: `catalog_list_${request.sort.toLowerCase()}`,
    text: pageSql({ ...request, source, ordered, parameter, locale }),
    values,
  }
}

/** A page of what `source` gives, in the order of a sort; `RELEVANCE` is the score of what was found, `f`. */
export function pageSql(page: {
  readonly source: string
  readonly ordered: 'l' | 's'
  readonly sort: ProductSort | 'RELEVANCE'
  readonly first: number
  readonly after?: readonly string[]
  readonly parameter: Parameter
  readonly locale: Locale
}): string {
  const { sort, source, parameter, locale } = page
  const ordered = sort === 'RELEVANCE' ? 'f' : page.ordered
  const { column: name, direction, asText } = sortOrders[sort]
  if (sort === 'MANUAL' && ordered === 'l') throw new Error('The sort MANUAL needs a collection to sort.')
  const column = `${ordered}.${name}`
  const order = `${column} ${direction}, ${ordered}.product_id ${direction}`
  return cardsOf(`
  select ${cardColumns(languageColumn(locale.language))},
         array[${asText(column)}, l.product_id::text] as position
  ${source}
  ${onlyAfter(sort, ordered, page.after, parameter)}
  order by ${order}
  limit ${parameter(page.first + 1)}`)
}

function onlyAfter(
  sort: ProductSort | 'RELEVANCE',
  ordered: 'l' | 's' | 'f',
  after: readonly string[] | undefined,
  parameter: Parameter,
): string {
  if (after === undefined) return ''
  const { column, direction, type, isPosition } = sortOrders[sort]
  const [key = '', productId = '', ...rest] = after
  if (!isPosition(key) || !isRowId(productId) || rest.length > 0) {
    throw new InvalidPosition(
      `[${after.join(', ')}] is no position of the sort ${sort}; use one that a page of it gave.`,
    )
  }
  const beyond = direction === 'asc' ? '>' : '<'
  return `and (${ordered}.${column}, ${ordered}.product_id) ${beyond} (${parameter(key)}::${type}, ${parameter(productId)}::bigint)`
}

/**
 * Best sellers of the product's own category (and below it, if it has subcategories).
 * Indexes: product_pkey, shelf_listing_sales, product_listing_pkey.
 */
export async function relatedProducts(
  reader: CatalogReader,
  productId: string,
  first: number,
  locale: Locale,
): Promise<ProductCardRecord[]> {
  if (!isRowId(productId)) return []
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const product = parameter(productId)
  const list = priceListOf(locale, parameter)
  const [row] = await reader.read<PageRow>({
    name: 'catalog_related_products',
    text: cardsOf(`
  select ${cardColumns(languageColumn(locale.language))}, '{}'::text[] as position
  from shelf_listing s, product_listing l
  where s.shelf_id = (select category_id from product where id = ${product}::bigint)
    and s.price_list_id = ${list}
    and s.product_id <> ${product}::bigint
    and l.product_id = s.product_id and l.price_list_id = s.price_list_id
  order by s.sales_count desc, s.product_id desc
  limit ${parameter(first)}`),
    values,
  })
  return (row?.page ?? []).map((card) => cardRecord(card, locale.currency))
}
