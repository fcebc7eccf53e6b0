import type { Locale } from '../../locale.ts'
import { countLimit, type FacetRecord, type FacetRequest } from '../catalog-source.ts'
import { booleanLabel, facetNames } from '../facet-names.ts'
import { matching, type ResolvedFilter, resolveFilter } from './filter.ts'
import { type CatalogReader, languageColumn, type Parameter, parametersInto, priceListOf } from './rows.ts'
import { searchSamples, type SearchSample } from './search.ts'

/** Of one facet. */
const mostOptions = 50

/**
 * Matches that are counted one by one. Reading and counting one costs about 4 µs; of 400, the share of an option is
 * told to within 5 percentage points in 95 of 100 lists.
 */
const sampleSize = 400

/** Matches of a filter that are counted where that means to look at each; more are taken for as many. */
const mostCounted = 3_000

/** What is counted of the matches of one filter; facet_counts() in migrations/0060_facet_counts.sql. */
interface Counts {
  readonly sampled: number
  /** Null: the sample is all. At most `countLimit`, an estimate. */
  readonly total: number | null
  readonly available: number
  readonly minimumAmount: number
  readonly maximumAmount: number
  readonly categories: readonly (readonly [value: string, label: string, count: number])[]
  readonly brands: readonly (readonly [value: string, label: string, count: number])[]
  readonly options: readonly (readonly [
    attributeId: string,
    value: string,
    label: string,
    colour: string | null,
    count: number,
  ])[]
  readonly booleans: readonly (readonly [attributeId: string, value: boolean, count: number])[]
  readonly measures: readonly (readonly [attributeId: string, minimum: number, maximum: number])[]
}

/** An attribute to filter by. */
type Attribute = readonly [
  id: string,
  code: string,
  name: string,
  unit: string | null,
  type: 'text' | 'number' | 'boolean' | 'date' | 'colour',
]

interface Answer {
  readonly attributes: readonly Attribute[]
  /** By the names of `views`. */
  readonly counts: Readonly<Record<string, readonly [counts: Omit<Counts, 'total'>, total: number | null]>>
}

/**
 * Facets of a list or a search: one statement, after those that understand the filter and the query.
 * @throws UnknownFacet as listProducts does
 */
export async function facets(
  reader: CatalogReader,
  request: FacetRequest,
  locale: Locale,
): Promise<FacetRecord[]> {
  const filter = await resolveFilter(reader, request.filter)
  if (filter === undefined) return []
  const answer =
    request.query === undefined
      ? await answerOf(reader, filter, locale)
      : await answerOfSearch(reader, request.query, filter, locale)
  return answer === undefined ? [] : facetRecords(answer, locale)
}

/** Of the first way to understand the query that finds anything. */
async function answerOfSearch(
  reader: CatalogReader,
  query: string,
  filter: ResolvedFilter,
  locale: Locale,
): Promise<Answer | undefined> {
  for await (const sample of searchSamples(reader, query, filter, locale)) {
    const answer = await answerOf(reader, filter, locale, sample)
    if (Object.values(answer?.counts ?? {}).some(([{ sampled }]) => sampled > 0)) return answer
  }
  return undefined
}

/** The filter itself as `all`, and for each facet that it selects by, the filter without that. */
function views(filter: ResolvedFilter): Record<string, ResolvedFilter> {
  const { categoryId, priceFrom, priceUntil, available, ...rest } = filter
  const category = categoryId === undefined ? {} : { categoryId }
  const price = {
    ...(priceFrom === undefined ? {} : { priceFrom }),
    ...(priceUntil === undefined ? {} : { priceUntil }),
  }
  const availability = available === undefined ? {} : { available }
  const selected = [...filter.labels, ...filter.ranges].map(({ facet }) => facet)
  return {
    all: filter,
    ...(categoryId === undefined ? {} : { category: { ...rest, ...price, ...availability } }),
    ...(Object.keys(price).length === 0 ? {} : { price: { ...rest, ...category, ...availability } }),
    ...(available === undefined ? {} : { availability: { ...rest, ...category, ...price } }),
    ...Object.fromEntries(
      selected.map((code) => [
        code,
        {
          ...filter,
          labels: filter.labels.filter(({ facet }) => facet !== code),
          ranges: filter.ranges.filter(({ facet }) => facet !== code),
        },
      ]),
    ),
  }
}

async function answerOf(
  reader: CatalogReader,
  filter: ResolvedFilter,
  locale: Locale,
  search?: SearchSample,
): Promise<Answer | undefined> {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const parts = Object.entries(views(filter)).map(
    ([key, view]) => `${parameter(key)}::text, ${countsSql(view, locale, parameter, search)}`,
  )
  const [row] = await reader.read<Answer>({
    name: search === undefined ? 'catalog_facets' : 'catalog_search_facets',
    text: `select facet_attributes('${languageColumn(locale.language)}') as attributes,
  json_build_object(${parts.join(',\n')}) as counts`,
    values,
  })
  return row
}

/**
 * Some of the matches, counted. Those of a shelf, or of all, are its best sellers.
 * Indexes: those of `matching`; product_listing_sales, shelf_listing_sales; product_search_de or _en; then
 * product_listing_pkey.
 */
function countsSql(
  filter: ResolvedFilter,
  locale: Locale,
  parameter: Parameter,
  search: SearchSample | undefined,
): string {
  const { ids, isPart, total } =
    search === undefined
      ? sampleOfList(filter, locale, parameter)
      : {
          ids: `select f.product_id ${search.sampled(filter, parameter)}`,
          isPart: search.isPart,
          total: String(Math.min(search.total, countLimit)),
        }
  return `(
  with m as materialized (select array(${ids} limit ${String(sampleSize + 1)}) as ids)
  select json_build_array(
    facet_counts(ids, ${priceListOf(locale, parameter)}, '${languageColumn(locale.language)}'),
    case when ${isPart ? 'true' : `cardinality(ids) > ${String(sampleSize)}`} then ${total} end)
  from m)`
}

function sampleOfList(filter: ResolvedFilter, locale: Locale, parameter: Parameter) {
  const { source, ordered } = matching(filter, locale, parameter)
  const order = isShelfOnly(filter)
    ? `\n    order by ${ordered}.sales_count desc, ${ordered}.product_id desc`
    : ''
  return {
    ids: `select ${ordered}.product_id ${source}${order}`,
    isPart: false,
    total: totalSql(filter, locale, parameter, source),
  }
}

/** Nothing selects but the category or collection: then counting needs the shelf alone. */
function isShelfOnly({ labels, ranges, tags, categoryId, collectionId, ...rest }: ResolvedFilter): boolean {
  const shelves = [categoryId, collectionId].filter((id) => id !== undefined)
  return shelves.length <= 1 && labels.length + ranges.length + tags.length + Object.keys(rest).length === 0
}

/** How many match, at most `countLimit`; asked for only if the sample is not all. */
function totalSql(filter: ResolvedFilter, locale: Locale, parameter: Parameter, source: string): string {
  const { categoryId, collectionId } = filter
  const shelf = categoryId ?? (collectionId === undefined ? undefined : `-${collectionId}`)
  if (!isShelfOnly(filter))
    return `(select count(*) from (select ${source} limit ${String(mostCounted)}) counted)`
  const counted =
    shelf === undefined
      ? 'select from product_listing where'
      : `select from shelf_listing where shelf_id = ${parameter(shelf)}::bigint and`
  return `(select count(*) from (
      ${counted} price_list_id = ${priceListOf(locale, parameter)} limit ${String(countLimit)}) counted)`
}

function facetRecords({ attributes, counts }: Answer, { language, currency }: Locale): FacetRecord[] {
  const all = counts['all']
  if (all === undefined) return []
  const viewOf = (key: string): Counts => {
    const [view, total] = counts[key] ?? all
    return { ...view, total }
  }
  const facet = (code: string, name: string, view: Counts, unit: string | null = null) => ({
    code,
    name,
    unit,
    isEstimate: view.total !== null,
  })
  const standard = (code: keyof typeof facetNames) => facet(code, facetNames[code][language], viewOf(code))
  const named = (options: Counts['brands']): Option[] =>
    options.map(([value, label, count]) => ({ value, label, colour: null, count }))
  const { brand, category, price, availability } = {
    brand: viewOf('brand'),
    category: viewOf('category'),
    price: viewOf('price'),
    availability: viewOf('availability'),
  }
  return [
    withOptions(standard('category'), category, named(category.categories)),
    withOptions(standard('brand'), brand, named(brand.brands)),
    price.sampled === 0
      ? undefined
      : withRange(
          { ...standard('price'), unit: currency },
          String(price.minimumAmount),
          String(price.maximumAmount),
        ),
    withBoolean(standard('availability'), availability, language, {
      true: availability.available,
      false: availability.sampled - availability.available,
    }),
    ...attributes.map((attribute) => {
      const [, code, name, unit] = attribute
      const view = viewOf(`attribute:${code}`)
      return attributeFacet(facet(code, name, view, unit), attribute, view, language)
    }),
  ].filter((record) => record !== undefined)
}

type Head = Pick<FacetRecord, 'code' | 'name' | 'unit' | 'isEstimate'>
type Option = FacetRecord['options'][number]

function attributeFacet(
  head: Head,
  [id, , , , type]: Attribute,
  view: Counts,
  language: Locale['language'],
): FacetRecord | undefined {
  switch (type) {
    case 'text':
    case 'colour': {
      const chosen = view.options.flatMap(([attributeId, value, label, colour, count]) =>
        attributeId === id ? [{ value, label, colour, count }] : [],
      )
      return withOptions(head, view, chosen)
    }
    case 'boolean': {
      const countOf = (wanted: boolean) =>
        view.booleans.find(([attributeId, value]) => attributeId === id && value === wanted)?.[2] ?? 0
      return withBoolean(head, view, language, { true: countOf(true), false: countOf(false) })
    }
    case 'number':
    case 'date': {
      const [, minimum, maximum] = view.measures.find(([attributeId]) => attributeId === id) ?? []
      if (minimum === undefined || maximum === undefined) return undefined
      const text = type === 'number' ? String : dateOf
      return withRange(head, text(minimum), text(maximum))
    }
  }
}

/** @param days since 1970-01-01 */
function dateOf(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10)
}

function withRange(head: Head, minimum: string, maximum: string): FacetRecord {
  return { ...head, kind: 'range', options: [], minimum, maximum }
}

function withOptions(head: Head, view: Counts, options: readonly Option[]): FacetRecord | undefined {
  if (options.length === 0) return undefined
  const sorted = options
    .map((option) => ({ ...option, count: scaled(option.count, view) }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return { ...head, kind: 'options', options: sorted.slice(0, mostOptions), minimum: null, maximum: null }
}

function withBoolean(
  head: Head,
  view: Counts,
  language: Locale['language'],
  counts: { readonly true: number; readonly false: number },
): FacetRecord | undefined {
  const options = ([true, false] as const).flatMap((value) => {
    const count = scaled(counts[`${value}`], view)
    return count === 0
      ? []
      : [{ value: String(value), label: booleanLabel(head.code, value, language), colour: null, count }]
  })
  if (options.length === 0) return undefined
  return {
    ...head,
    kind: 'boolean',
    options: options.sort((a, b) => b.count - a.count),
    minimum: null,
    maximum: null,
  }
}

function scaled(count: number, { sampled, total }: Counts): number {
  return total === null ? count : Math.round((count * total) / sampled)
}
