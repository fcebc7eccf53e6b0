import type { Locale } from '../../locale.ts'
import {
  countLimit,
  InvalidPosition,
  type ProductListFilter,
  type ProductPage,
  type ProductSearchRequest,
} from '../catalog-source.ts'
import { matching, type ResolvedFilter, resolveFilter } from './filter.ts'
import { pageSql } from './listing.ts'
import { cardColumns, cardsOf, isInteger, type PageRow, pageOf } from './page.ts'
import {
  type CatalogReader,
  isRowId,
  languageColumn,
  type Parameter,
  parametersInto,
  priceListOf,
} from './rows.ts'
import { type Question, questionsOf } from './search-question.ts'

/** Tiers of best sellers (migrations/0022_search.sql), both included. */
interface Tiers {
  readonly from: number
  readonly until: number
}

const lastTier = 3

/** Matches that are ranked one by one, at about 4 µs each. Of a word that more have, the best sellers come first. */
const rankedAtOnce = 1_500

/** However a query is meant, more than this many matches are not ranked. */
const mostRanked = 5_000

export async function searchProducts(
  reader: CatalogReader,
  request: ProductSearchRequest,
  locale: Locale,
): Promise<ProductPage> {
  const { query, sort, first } = request
  const filter = await resolveFilter(reader, request.filter)
  const start = startOf(request)
  const questions = questionsOf(reader, query, locale.language, { followsPage: false })
  if (questions === undefined || filter === undefined) return { edges: [], hasNextPage: false }
  for (const [number, ask] of questions.entries()) {
    if (start !== undefined && start.question !== number) continue
    const question = await ask()
    if (question === undefined) continue
    const rows =
      sort === 'RELEVANCE'
        ? await rankedRows(reader, question, { first, filter, locale, start })
        : await sortedRows(reader, question, { ...request, sort, filter, locale, start })
    if (rows.length === 0 && start === undefined) continue
    const page = pageOf(rows, first, locale.currency)
    return {
      ...page,
      edges: page.edges.map(({ card, position }) => ({ card, position: [String(number), ...position] })),
    }
  }
  return { edges: [], hasNextPage: false }
}

/** Where a page begins: after which row, of which way to understand the query. */
interface Start {
  readonly question: number
  readonly position: readonly string[]
}

function startOf({ after, sort }: ProductSearchRequest): Start | undefined {
  if (after === undefined) return undefined
  const [question = '', ...position] = after
  const isRanked = sort === 'RELEVANCE'
  if (!/^[0-3]$/.test(question) || (isRanked && !isRankedPosition(position))) {
    throw new InvalidPosition(
      `[${after.join(', ')}] is no position of a search; use one that a page of it gave.`,
    )
  }
  return { question: Number(question), position }
}

/** Tiers, score, product. */
function isRankedPosition([tiers = '', score = '', id = '', ...rest]: readonly string[]): boolean {
  return (
    /^(1-[123]|2-2|3-3)$/.test(tiers) &&
    isInteger(score, Number.MAX_SAFE_INTEGER) &&
    isRowId(id) &&
    rest.length === 0
  )
}

interface PageOptions {
  readonly first: number
  readonly filter: ResolvedFilter
  readonly locale: Locale
  readonly start: Start | undefined
}

/**
 * By relevance. Rare words are ranked whole. Of frequent ones the best-selling thousand products are ranked first, then
 * the next nine thousand, then the others, each as far as the page needs it: the work is bounded however many match.
 */
async function rankedRows(
  reader: CatalogReader,
  question: Question,
  { first, filter, locale, start }: PageOptions,
): Promise<PageRow['page']> {
  const rows: PageRow['page'][number][] = []
  let tiers = start === undefined ? firstTiers(question) : tiersOf(start.position)
  let after = start?.position.slice(1)
  for (;;) {
    const wanted = first + 1 - rows.length
    rows.push(...(await rankedPart(reader, question, filter, locale, { tiers, after, wanted })))
    if (rows.length > first || tiers.until === lastTier) return rows
    tiers = { from: tiers.until + 1, until: tiers.until + 1 }
    after = undefined
  }
}

function tiersOf([tiers = '']: readonly string[]): Tiers {
  return { from: Number(tiers[0]), until: Number(tiers[2]) }
}

/** As many tiers as hold about `rankedAtOnce` matches, if a word is as frequent among best sellers as elsewhere. */
function firstTiers({ matches }: Question): Tiers {
  if (matches <= rankedAtOnce) return { from: 1, until: lastTier }
  return { from: 1, until: matches <= 10 * rankedAtOnce ? 2 : 1 }
}

/** Indexes: product_search_de or _en, by tier; those of `matching`; product_listing_pkey. */
async function rankedPart(
  reader: CatalogReader,
  question: Question,
  filter: ResolvedFilter,
  locale: Locale,
  part: { readonly tiers: Tiers; readonly after: readonly string[] | undefined; readonly wanted: number },
): Promise<PageRow['page']> {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const { tiers, after, wanted } = part
  const asked = askedOf(question, parameter)
  const [score, id] = after ?? []
  const page = `
  select ${cardColumns(languageColumn(locale.language))},
         array['${String(tiers.from)}-${String(tiers.until)}', r.score::text, r.product_id::text] as position
  from (
    select product_id, score from (
      select f.product_id, ${asked.score()} as score
      ${searchSource(filter, locale, parameter)} and ${asked.matches} and ${tierCondition(tiers)}
      limit ${String(mostRanked)}
    ) scored
    ${score === undefined || id === undefined ? '' : `where (score, product_id) < (${parameter(score)}::bigint, ${parameter(id)}::bigint)`}
    order by score desc, product_id desc
    limit ${parameter(wanted)}
  ) r
  join product_listing l on l.product_id = r.product_id and l.price_list_id = ${priceListOf(locale, parameter)}
  order by r.score desc, r.product_id desc`
  const [row] = await reader.read<PageRow>({
    name: 'catalog_search',
    text: cardsOf(page),
    values,
  })
  return row?.page ?? []
}

/** In one of the orders of lists. */
async function sortedRows(
  reader: CatalogReader,
  question: Question,
  options: PageOptions & { readonly sort: Exclude<ProductSearchRequest['sort'], 'RELEVANCE'> },
): Promise<PageRow['page']> {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const { filter, locale, start } = options
  const { source, ordered } = matching(filter, locale, parameter, 'product_search')
  const [row] = await reader.read<PageRow>({
    name: `catalog_search_${options.sort.toLowerCase()}`,
    text: pageSql({
      ...options,
      ...(start === undefined ? {} : { after: start.position }),
      source: `${source}\n  and ${askedOf(question, parameter).matches}`,
      ordered,
      parameter,
    }),
    values,
  })
  return row?.page ?? []
}

/** Conditions and score of a question on product_search `f`. */
function askedOf(question: Question, parameter: Parameter): { matches: string; score: () => string } {
  const tsquery = (text: string) =>
    question.isWebSearch
      ? `websearch_to_tsquery('shop_${question.language}', ${parameter(text)})`
      : `${parameter(text)}::tsquery`
  const vector = `f.${question.language}`
  const wide = tsquery(question.wide)
  return {
    matches: `${vector} @@ ${wide}`,
    score: () => {
      const exact = question.exact === question.wide ? wide : tsquery(question.exact)
      return `round(1000000 * (ts_rank_cd(${vector}, ${exact}) + 0.3 * ts_rank(${vector}, ${wide}))
             * (1 + 0.1 * ln(1 + f.sales_count)))::bigint`
    },
  }
}

/** Documents of what is sold, and matches the filter if there is one, as `f`. */
function searchSource(filter: ResolvedFilter, locale: Locale, parameter: Parameter): string {
  if (!isOpenFilter(filter)) return matching(filter, locale, parameter, 'product_search').source
  return `from product_search f where ${priceListOf(locale, parameter)} = any (f.price_list_ids)`
}

function isOpenFilter({ labels, ranges, tags, ...rest }: ResolvedFilter): boolean {
  return labels.length + ranges.length + tags.length + Object.keys(rest).length === 0
}

/** Conditions that the planner can hold against those of the partial indexes. */
function tierCondition({ from, until }: Tiers): string {
  if (from === 1 && until === lastTier) return 'true'
  return from === until ? `f.tier = ${String(from)}` : `f.tier between ${String(from)} and ${String(until)}`
}

export async function countSearch(
  reader: CatalogReader,
  query: string,
  wanted: ProductListFilter,
  locale: Locale,
): Promise<number> {
  const filter = await resolveFilter(reader, wanted)
  if (filter === undefined) return 0
  for (const ask of questionsOf(reader, query, locale.language, { followsPage: true }) ?? []) {
    const question = await ask()
    if (question === undefined) continue
    const values: unknown[] = []
    const parameter = parametersInto(values)
    const [row] = await reader.read<{ count: number }>({
      name: 'catalog_count_search',
      text: `
select count(*)::integer as count from (
  select ${searchSource(filter, locale, parameter)} and ${askedOf(question, parameter).matches}
  limit ${parameter(countLimit)}
) counted`,
      values,
    })
    if (row !== undefined && row.count > 0) return row.count
  }
  return 0
}

/** What of a search's matches facets are counted from. */
export interface SearchSample {
  /** Where the matches that a filter leaves come from: product_search `f` and what the filter needs. */
  sampled(filter: ResolvedFilter, parameter: Parameter): string
  /** Whether that is a part of the matches on purpose. */
  readonly isPart: boolean
  /** How many match, as far as the vocabulary knows; not less. */
  readonly total: number
}

/** One sample for each way to understand a query, see `questionsOf`. */
export async function* searchSamples(
  reader: CatalogReader,
  query: string,
  filter: ResolvedFilter,
  locale: Locale,
): AsyncGenerator<SearchSample> {
  for (const ask of questionsOf(reader, query, locale.language, { followsPage: true }) ?? []) {
    const question = await ask()
    if (question === undefined) continue
    // Enough of them are among the ten thousand best sellers; reading all entries of the word would cost more.
    const isPart = question.matches > 10 * rankedAtOnce && !question.isWebSearch && isOpenFilter(filter)
    yield {
      sampled: (view, parameter) =>
        `${searchSource(view, locale, parameter)} and ${askedOf(question, parameter).matches}${isPart ? ' and f.tier <= 2' : ''}`,
      isPart,
      total: question.matches,
    }
  }
}
