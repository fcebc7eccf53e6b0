import type { Language, Locale } from '../locale.ts'
import {
  countLimit,
  type ProductListFilter,
  type ProductPage,
  type ProductSearchRequest,
} from './catalog-source.ts'
import { matching, resolveFilter } from './postgres-filter.ts'
import { pageSql } from './postgres-listing.ts'
import { type PageRow, pageOf } from './postgres-page.ts'
import { type CatalogReader, languageColumn, type LanguageColumn, parametersInto } from './postgres-rows.ts'
import { searchTerms } from './search-terms.ts'

/** As in the generated column product_text.search_vector. */
const configurations = { de: 'german', en: 'english' } as const

/**
 * The tsquery: the finished words ($2), and the last one ($3) as a prefix. Both functions are immutable, so the
 * planner sees a constant and knows how many rows it finds.
 */
const question = (language: LanguageColumn): string =>
  `(websearch_to_tsquery('${configurations[language]}', $2) && to_tsquery('${configurations[language]}', $3))`

/**
 * The row of a product in the currency's price list ($1), as `l`. `limit 1` keeps it a probe of the index per match:
 * PostgreSQL takes a word that it has no statistics of for frequent (0.5 % of all rows), and would rather read the
 * whole table.
 */
const listingOf = (productId: string): string => `lateral (
    select x.product_id, x.sales_count from product_listing x
    where x.product_id = ${productId} and x.price_list_id = (select id from price_list where currency = $1 and country is null and customer_group_id is null)
    limit 1) l`

/** Products for sale whose texts in a language match. */
const withWords = (language: LanguageColumn): string => `
  select l.product_id, l.sales_count, 
         ts_rank_cd(t.search_vector, websearch_to_tsquery('${configurations[language]}', $4))
           + 0.3 * ts_rank_cd(t.search_vector, ${question(language)}) as rank
  from product_text t cross join ${listingOf('t.product_id')}
  where t.language = '${language}' and t.search_vector @@ ${question(language)}`

/**
 * Products that match, as (product_id, score), from the first of three stages that finds any:
 * 1. the words in the shopper's language, 2. the words in the other language, 3. titles that look similar (typos).
 * A stage that is not needed is not run: `not exists` is decided once, before its scan.
 *
 * The score is text rank times popularity, as an integer, so that it survives a cursor: ts_rank_cd weighs a word of
 * the title 1, of keywords (brand, tags, categories) 0.4, of the excerpt 0.2, and words that stand together higher; a
 * word that is only begun counts 0.3 of a whole one, so that "Tisch" shows tables before the lamps for them
 * (Tischleuchte). Ten times the sales add 0.23: a best seller wins among equals and seldom against a better match.
 *
 * Indexes: product_text_search, product_text_title_trgm (inside similar_product_titles), product_listing_pkey.
 * $1 currency, $2 finished words, $3 prefix, $4 the whole text.
 */
const matches = (language: LanguageColumn): string => `
with wanted as (${withWords(language)}
), other_language as (${withWords(language === 'de' ? 'en' : 'de')}
    and not exists (select from wanted)
), similar_titles as (
  select l.product_id, l.sales_count, s.similarity as rank
  from similar_product_titles($4) s cross join ${listingOf('s.product_id')}
  where not exists (select from wanted) and not exists (select from other_language)
), scored as (
  select product_id, round(1000000 * rank * (1 + 0.1 * ln(1 + sales_count)))::bigint as score
  from (select * from wanted union all select * from other_language union all select * from similar_titles) found
)`

export async function searchProducts(
  reader: CatalogReader,
  request: ProductSearchRequest,
  locale: Locale,
): Promise<ProductPage> {
  const filter = await resolveFilter(reader, request.filter)
  const values = searchValues(request.query, locale)
  if (values === undefined || filter === undefined) return { edges: [], hasNextPage: false }
  const parameter = parametersInto(values)
  const { source, ordered } = matching(filter, locale, parameter, 'scored')
  const [row] = await reader.read<PageRow>({
    name: 'catalog_search',
    text: `${matches(languageColumn(locale.language))}\n${pageSql({ ...request, source, ordered, parameter, locale })}`,
    values,
  })
  return pageOf(row?.page ?? [], request.first, locale.currency)
}

export async function countSearch(
  reader: CatalogReader,
  query: string,
  wanted: ProductListFilter,
  locale: Locale,
): Promise<number> {
  const filter = await resolveFilter(reader, wanted)
  const values = searchValues(query, locale)
  if (values === undefined || filter === undefined) return 0
  const parameter = parametersInto(values)
  const { source } = matching(filter, locale, parameter, 'scored')
  const [row] = await reader.read<{ count: number }>({
    name: 'catalog_count_search',
    text: `${matches(languageColumn(locale.language))}
select count(*)::integer as count from (select ${source} limit ${parameter(countLimit)}) counted`,
    values,
  })
  return row?.count ?? 0
}

/** What a search finds, for the facets: a `with` clause, and the name of its table of product_ids. */
export function foundBy(
  query: string,
  locale: Locale,
  values: unknown[],
): { readonly prefix: string; readonly table: string } | undefined {
  const own = searchValues(query, locale)
  if (own === undefined) return undefined
  values.push(...own)
  return { prefix: `${matches(languageColumn(locale.language))}\n`, table: 'scored' }
}

/** Values of `matches`; undefined if the query has nothing to search for. */
function searchValues(query: string, locale: Locale): unknown[] | undefined {
  const terms = searchTerms(query)
  if (terms === undefined) return undefined
  return [locale.currency, terms.finished, terms.prefix === '' ? '' : `${terms.prefix}:*`, terms.text]
}

/** Of `searchSuggestions`. */
const mostSuggestions = 8

/**
 * Titles that go on as the shopper types: those that begin with it, then those with a later word that does; if there
 * are none, titles that look similar. A title counts once, with its best seller; what has no price anywhere is not
 * suggested.
 * Indexes: product_text_title_trgm, product_listing_pkey. $1 language, $2 typed text, $3 the same as a LIKE pattern.
 */
const suggestSql = `
with continued as (
  select t.title, max(l.sales_count) as sales_count, t.title ilike $3 || '%' as begins
  from product_text t join product_listing l on l.product_id = t.product_id
  where t.language = $1 and (t.title ilike $3 || '%' or t.title ilike '% ' || $3 || '%')
  group by t.title
), similar_titles as (
  select t.title, max(s.similarity) as similarity
  from similar_product_titles($2) s
  join product_text t on t.product_id = s.product_id and t.language = $1
  where not exists (select from continued)
    and exists (select from product_listing l where l.product_id = t.product_id)
  group by t.title
)
select title from (
  select title, begins, sales_count::real as worth from continued
  union all
  select title, false, similarity from similar_titles
) suggestions
order by begins desc, worth desc, title
limit $4`

export async function suggest(reader: CatalogReader, prefix: string, language: Language): Promise<string[]> {
  const terms = searchTerms(prefix)
  if (terms === undefined) return []
  const rows = await reader.read<{ title: string }>({
    name: 'catalog_suggest',
    text: suggestSql,
    values: [
      languageColumn(language),
      terms.text,
      terms.text.replace(/[\\%_]/g, (character) => `\\${character}`),
      mostSuggestions,
    ],
  })
  return rows.map(({ title }) => title)
}
