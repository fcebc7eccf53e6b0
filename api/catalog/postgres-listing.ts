import type { Statement } from '../database/statement.ts'
import type { Locale } from '../locale.ts'
import {
  InvalidPosition,
  type ProductListFilter,
  type ProductListRequest,
  type ProductPage,
  type ProductSort,
} from './catalog-source.ts'
import { isInstant, isInteger, pageOf, type PositionedRow } from './postgres-page.ts'
import { type CatalogReader, isRowId, withoutNul } from './postgres-rows.ts'

interface SortOrder {
  /** Column of product_listing; with product_id it makes the position of a row unique. */
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly type: 'bigint' | 'integer' | 'timestamptz'
  /** The column as text that gives exactly the same value back when it is cast to `type`. */
  readonly asText: string
  readonly isPosition: (text: string) => boolean
}

/** Indexes: product_listing_sales, product_listing_newest, product_listing_price (forwards and backwards). */
const sortOrders: Record<ProductSort, SortOrder> = {
  BEST_SELLING: {
    column: 'l.sales_count',
    direction: 'desc',
    type: 'integer',
    asText: 'l.sales_count::text',
    isPosition: (text) => isInteger(text, 2_147_483_647),
  },
  NEWEST: {
    column: 'l.published_at',
    direction: 'desc',
    type: 'timestamptz',
    asText: `to_char(l.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    isPosition: isInstant,
  },
  PRICE_ASCENDING: {
    column: 'l.minimum_amount',
    direction: 'asc',
    type: 'bigint',
    asText: 'l.minimum_amount::text',
    isPosition: (text) => isInteger(text, Number.MAX_SAFE_INTEGER),
  },
  PRICE_DESCENDING: {
    column: 'l.minimum_amount',
    direction: 'desc',
    type: 'bigint',
    asText: 'l.minimum_amount::text',
    isPosition: (text) => isInteger(text, Number.MAX_SAFE_INTEGER),
  },
}

/** More than this many matches are not counted: the number costs a read of every match, and nobody turns to page 500. */
const countLimit = 10_000

export async function listProducts(
  reader: CatalogReader,
  request: ProductListRequest,
  locale: Locale,
): Promise<ProductPage> {
  if (isImpossible(request.filter)) return { edges: [], hasNextPage: false }
  const rows = await reader.read<PositionedRow>(listStatement(request, locale))
  return pageOf(rows, request.first)
}

export async function countProducts(
  reader: CatalogReader,
  filter: ProductListFilter,
  locale: Locale,
): Promise<number> {
  if (isImpossible(filter)) return 0
  const rows = await reader.read<{ count: number }>(countStatement(filter, locale))
  return rows[0]?.count ?? 0
}

/**
 * One page by keyset: the row comparison continues in the sort's index where the page before ended, so page 10,000
 * costs as much as page 1, and rows that come or go meanwhile shift nothing.
 */
function listStatement(request: ProductListRequest, locale: Locale): Statement {
  const { column, direction, type, asText, isPosition } = sortOrders[request.sort]
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const source = matching(request.filter, locale, parameter)
  let onlyAfter = ''
  if (request.after !== undefined) {
    const [key = '', productId = '', ...rest] = request.after
    if (!isPosition(key) || !isRowId(productId) || rest.length > 0) {
      throw new InvalidPosition(
        `[${request.after.join(', ')}] is no position of the sort ${request.sort}; use one that a page of it gave.`,
      )
    }
    const beyond = direction === 'asc' ? '>' : '<'
    onlyAfter = `and (${column}, l.product_id) ${beyond} (${parameter(key)}::${type}, ${parameter(productId)}::bigint)`
  }
  return {
    name: `catalog_list_${request.sort.toLowerCase()}`,
    text: `
select l.product_id::text as id, ${asText} as key
${source}
${onlyAfter}
order by ${column} ${direction}, l.product_id ${direction}
limit ${parameter(request.first + 1)}`,
    values,
  }
}

function countStatement(filter: ProductListFilter, locale: Locale): Statement {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const source = matching(filter, locale, parameter)
  return {
    name: 'catalog_count',
    text: `select count(*)::integer as count from (select ${source} limit ${parameter(countLimit)}) matches`,
    values,
  }
}

/**
 * What matches a filter, as `from … where …`. Only the conditions that are asked for are in the text: an optional
 * join could not be planned as a join. Indexes: category_product_pkey (category and below), product_tags.
 */
function matching(filter: ProductListFilter, locale: Locale, parameter: (value: unknown) => string): string {
  const joins: string[] = []
  const conditions = [
    `l.price_list_id = (select id from price_list where currency = ${parameter(locale.currency)})`,
  ]
  if (filter.categoryId !== undefined) {
    joins.push('join category_product c on c.product_id = l.product_id')
    conditions.push(`c.category_id = ${parameter(filter.categoryId)}`)
  }
  if (filter.tag !== undefined) {
    joins.push('join product p on p.id = l.product_id')
    conditions.push(`p.tags @> array[${parameter(withoutNul(filter.tag))}::text]`)
  }
  if (filter.priceFrom !== undefined) conditions.push(`l.minimum_amount >= ${parameter(filter.priceFrom)}`)
  if (filter.priceUntil !== undefined) conditions.push(`l.minimum_amount <= ${parameter(filter.priceUntil)}`)
  if (filter.available !== undefined) conditions.push(`l.available = ${parameter(filter.available)}`)
  return `from product_listing l ${joins.join(' ')}\nwhere ${conditions.join('\n  and ')}`
}

function isImpossible(filter: ProductListFilter): boolean {
  return filter.categoryId !== undefined && !isRowId(filter.categoryId)
}

function parametersInto(values: unknown[]): (value: unknown) => string {
  return (value) => `$${String(values.push(value))}`
}
