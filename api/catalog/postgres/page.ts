import type { CurrencyCode } from '../../locale.ts'
import type { CategoryReference, ProductCardRecord, ProductPage } from '../catalog-source.ts'
import type { LanguageColumn } from './rows.ts'

/** Part of a card that product_card keeps. */
type StoredCard = Pick<
  ProductCardRecord,
  'id' | 'slug' | 'title' | 'excerpt' | 'brand' | 'tags' | 'image' | 'publishedAt'
>

/** One product of a page as SQL gives it; an array, because the names would be most of the text. */
type CardRow = readonly [
  card: readonly [StoredCard, CategoryReference | null],
  minimumAmount: number,
  maximumAmount: number,
  compareAtAmount: number | null,
  lowestRecentAmount: number | null,
  available: boolean,
  position: readonly string[],
]

export interface PageRow {
  readonly page: readonly CardRow[]
}

/**
 * A page as one value: PostgreSQL writes JSON for less than a driver parses columns. Rows stand in the order of the query.
 *
 * @param rows a query that gives `card` (of `shownCard`), the amounts, `available` and `position` (text[]), in order
 */
export function cardsOf(rows: string): string {
  return `
select coalesce(json_agg(json_build_array(
    r.card, r.minimum_amount, r.maximum_amount, r.compare_at_amount, r.lowest_recent_amount, r.available, r.position
  )), '[]') as page
from (${rows}) r`
}

/**
 * Columns of product_listing `l` that a card shows, and `card`, which is looked up for the rows of the page only: as an
 * expression, not as a join, it is planned in half the time and cannot change the order.
 * Indexes: product_card_pkey, category_text_pkey.
 */
export function cardColumns(language: LanguageColumn): string {
  const categoryIn = (wanted: LanguageColumn) => `(
    select json_build_object('id', t.category_id::text, 'slug', t.slug, 'name', t.name)
    from category_text t where t.category_id = c.category_id and t.language = '${wanted}')`
  return `(
    select json_build_array(c.card, coalesce(${categoryIn(language)}, ${categoryIn(language === 'de' ? 'en' : 'de')}))
    from product_card c where c.product_id = l.product_id and c.language = '${language}') as card,
  l.minimum_amount, l.maximum_amount, l.compare_at_amount, l.lowest_recent_amount, l.available`
}

export function cardRecord(row: CardRow, currency: CurrencyCode): ProductCardRecord {
  const [[card, category], minimumAmount, maximumAmount, compareAtAmount, lowestRecentAmount, available] = row
  return {
    id: card.id,
    slug: card.slug,
    title: card.title,
    excerpt: card.excerpt,
    brand: card.brand,
    tags: card.tags,
    category,
    image: card.image,
    currency,
    minimumAmount,
    maximumAmount,
    compareAtAmount,
    lowestRecentAmount,
    available,
    publishedAt: card.publishedAt,
  }
}

/** @param rows one more than `first`, if there is a next page */
export function pageOf(rows: readonly CardRow[], first: number, currency: CurrencyCode): ProductPage {
  return {
    edges: rows.slice(0, first).map((row) => ({ card: cardRecord(row, currency), position: row[6] })),
    hasNextPage: rows.length > first,
  }
}

/** Whether a text is an integer from 0 to `largest`; positions come from outside. */
export function isInteger(text: string, largest: number): boolean {
  return /^\d{1,16}$/.test(text) && Number(text) <= largest
}

/** Whether a text is an instant that exists, e.g. 2026-11-22T16:20:31.000123Z. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false
  const instant = new Date(text)
  // Date rolls 30 February over into March, PostgreSQL refuses it.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === text.slice(0, 19)
}
