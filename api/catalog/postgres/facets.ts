import type { Locale } from '../../locale.ts'
import { countLimit, type FacetRecord, type FacetRequest } from '../catalog-source.ts'
import { booleanLabel, facetNames } from '../facet-names.ts'
import { labelKind, matching, type ResolvedFilter, resolveFilter } from './filter.ts'
import { type CatalogReader, languageColumn, type Parameter, parametersInto, priceListOf } from './rows.ts'
import { searchSamples, type SearchSample } from './search.ts'

/** Of one facet. */
const mostOptions = 50

/** Matches that are counted one by one. Reading and counting one costs about 4 µs. */
const sampleSize = 1_000

/** Matches of a filter that are counted where that means to look at each; more are taken for as many. */
const mostCounted = 3_000

/** What is counted of the matches of one filter. */
interface Counts {
  readonly sampled: number
  /** Null: the sample is all. At most `countLimit`, an estimate. */
  readonly total: number | null
  readonly available: number
  readonly minimumAmount: number
  readonly maximumAmount: number
  readonly labels: readonly (readonly [kind: number, id: string, count: number])[]
  readonly measures: readonly (readonly [attributeId: string, minimum: number, maximum: number])[]
}

/** Names of what was counted. */
interface Names {
  readonly attributes: readonly {
    readonly id: string
    readonly code: string
    readonly name: string
    readonly unit: string | null
    readonly type: 'text' | 'number' | 'boolean' | 'date' | 'colour'
  }[]
  readonly options: Readonly<
    Record<string, readonly [attributeId: string, value: string, label: string, colour: string | null]>
  >
  readonly brands: Readonly<Record<string, readonly [value: string, label: string]>>
  readonly categories: Readonly<Record<string, readonly [value: string, label: string]>>
}

/**
 * Facets of a list or a search: one statement counts, one names what was counted.
 * @throws UnknownFacet as listProducts does
 */
export async function facets(
  reader: CatalogReader,
  request: FacetRequest,
  locale: Locale,
): Promise<FacetRecord[]> {
  const filter = await resolveFilter(reader, request.filter)
  if (filter === undefined) return []
  const counts =
    request.query === undefined
      ? await countsOf(reader, filter, locale)
      : await countsOfSearch(reader, request.query, filter, locale)
  if (counts === undefined) return []
  const names = await namesOf(reader, Object.values(counts), locale)
  return facetRecords(counts, names, locale)
}

/** Of the first way to understand the query that finds anything. */
async function countsOfSearch(
  reader: CatalogReader,
  query: string,
  filter: ResolvedFilter,
  locale: Locale,
): Promise<Record<string, Counts> | undefined> {
  for await (const sample of searchSamples(reader, query, filter, locale)) {
    const counts = await countsOf(reader, filter, locale, sample)
    if (Object.values(counts).some(({ sampled }) => sampled > 0)) return counts
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

async function countsOf(
  reader: CatalogReader,
  filter: ResolvedFilter,
  locale: Locale,
  search?: SearchSample,
): Promise<Record<string, Counts>> {
  const values: unknown[] = []
  const parameter = parametersInto(values)
  const parts = Object.entries(views(filter)).map(
    ([key, view]) => `${parameter(key)}::text, ${countsSql(view, locale, parameter, search)}`,
  )
  const [row] = await reader.read<{ counts: Record<string, Counts> }>({
    name: search === undefined ? 'catalog_facet_counts' : 'catalog_search_facet_counts',
    text: `select json_build_object(${parts.join(',\n')}) as counts`,
    values,
  })
  return row?.counts ?? {}
}

/**
 * Some of the matches counted by label, and the smallest and largest of what is measured. Those of a shelf, or of all,
 * are its best sellers.
 * Indexes: those of `matching`; product_listing_sales, shelf_listing_sales; product_search_de or _en.
 */
function countsSql(
  filter: ResolvedFilter,
  locale: Locale,
  parameter: Parameter,
  search: SearchSample | undefined,
): string {
  const { source, ordered } = matching(
    filter,
    locale,
    parameter,
    search === undefined ? undefined : 'product_search',
  )
  const sampled =
    search !== undefined
      ? `${source} and ${search.sampled(parameter)}`
      : isShelfOnly(filter)
        ? `${source}\n    order by ${ordered}.sales_count desc, ${ordered}.product_id desc`
        : source
  return `(
  with m as materialized (
    select l.labels, l.measured, l.measures, l.minimum_amount, l.available
    ${sampled}
    limit ${String(sampleSize + 1)}
  )
  select json_build_object(
    'sampled', count(*),
    'total', case when ${search?.isPart === true ? 'true' : `count(*) > ${String(sampleSize)}`}
      then ${totalSql(filter, locale, parameter, source, search)} end,
    'available', count(*) filter (where m.available),
    'minimumAmount', min(m.minimum_amount),
    'maximumAmount', max(m.minimum_amount),
    'labels', (
      select coalesce(json_agg(json_build_array(x.label & 7, (x.label >> 3)::text, x.n)), '[]') from (
        select label, count(*) as n from (select unnest(m.labels) as label from m) every
        where label & 7 <> ${String(labelKind.tag)} group by label order by n desc limit 500) x),
    'measures', (
      select coalesce(json_agg(json_build_array(x.id::text, x.minimum, x.maximum)), '[]') from (
        select id, min(value) as minimum, max(value) as maximum
        from (select unnest(m.measured) as id, unnest(m.measures) as value from m) every group by id) x)
  ) from m)`
}

/** Nothing selects but the category or collection: then counting needs the shelf alone. */
function isShelfOnly({ labels, ranges, tags, categoryId, collectionId, ...rest }: ResolvedFilter): boolean {
  const shelves = [categoryId, collectionId].filter((id) => id !== undefined)
  return shelves.length <= 1 && labels.length + ranges.length + tags.length + Object.keys(rest).length === 0
}

/** How many match, at most `countLimit`; asked for only if the sample is not all. */
function totalSql(
  filter: ResolvedFilter,
  locale: Locale,
  parameter: Parameter,
  source: string,
  search: SearchSample | undefined,
): string {
  if (search !== undefined) return String(Math.min(search.total, countLimit))
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

/** Indexes: attribute_option_pkey, brand_pkey, category_pkey, category_text_pkey. $1 options, $2 brands, $3 categories, $4 language. */
const namesSql = `
select
  (select coalesce(json_agg(json_build_object('id', a.id::text, 'code', a.code, 'unit', a.unit, 'type', a.type,
     'name', coalesce((
       select n.name from attribute_text n where n.attribute_id = a.id
       order by n.language = $4 desc, n.language = 'en' desc limit 1), a.code)) order by a.position, a.id), '[]')
   from attribute a where a.is_facet) as attributes,
  (select coalesce(json_object_agg(o.id, json_build_array(o.attribute_id::text, o.code,
     coalesce(o.names ->> $4::text, o.names ->> 'en', o.names ->> 'de'), o.colour)), '{}')
   from attribute_option o where o.id = any ($1::bigint[])) as options,
  (select coalesce(json_object_agg(b.id, json_build_array(b.slug, b.name)), '{}')
   from brand b where b.id = any ($2::bigint[])) as brands,
  (select coalesce(json_object_agg(c.id, json_build_array(t.slug, t.name)), '{}')
   from category c cross join lateral (
     select x.slug, x.name from category_text x where x.category_id = c.id
     order by x.language = $4 desc, x.language = 'en' desc limit 1) t
   where c.id = any ($3::bigint[])) as categories`

async function namesOf(
  reader: CatalogReader,
  counts: readonly Counts[],
  { language }: Locale,
): Promise<Names> {
  const idsOf = (kind: number) => [
    ...new Set(counts.flatMap(({ labels }) => labels.flatMap(([one, id]) => (one === kind ? [id] : [])))),
  ]
  const [names] = await reader.read<Names & object>({
    name: 'catalog_facet_names',
    text: namesSql,
    values: [
      idsOf(labelKind.option),
      idsOf(labelKind.brand),
      idsOf(labelKind.category),
      languageColumn(language),
    ],
  })
  return names ?? { attributes: [], options: {}, brands: {}, categories: {} }
}

function facetRecords(
  counts: Readonly<Record<string, Counts>>,
  names: Names,
  { language, currency }: Locale,
): FacetRecord[] {
  const all = counts['all']
  if (all === undefined) return []
  const viewOf = (key: string) => counts[key] ?? all
  const facet = (code: string, name: string, view: Counts, unit: string | null = null) => ({
    code,
    name,
    unit,
    isEstimate: view.total !== null,
  })
  const standard = (code: keyof typeof facetNames) => facet(code, facetNames[code][language], viewOf(code))
  const named = (kind: number, known: Names['brands'], view: Counts): Option[] =>
    view.labels.flatMap(([one, id, count]) => {
      const [value, label] = known[id] ?? []
      return one === kind && value !== undefined && label !== undefined
        ? [{ value, label, colour: null, count }]
        : []
    })
  const { brand, category, price, availability } = {
    brand: viewOf('brand'),
    category: viewOf('category'),
    price: viewOf('price'),
    availability: viewOf('availability'),
  }
  return [
    withOptions(standard('category'), category, named(labelKind.category, names.categories, category)),
    withOptions(standard('brand'), brand, named(labelKind.brand, names.brands, brand)),
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
    ...names.attributes.map((attribute) => {
      const view = viewOf(`attribute:${attribute.code}`)
      return attributeFacet(
        facet(attribute.code, attribute.name, view, attribute.unit),
        attribute,
        view,
        names,
        language,
      )
    }),
  ].filter((record) => record !== undefined)
}

type Head = Pick<FacetRecord, 'code' | 'name' | 'unit' | 'isEstimate'>
type Option = FacetRecord['options'][number]

function attributeFacet(
  head: Head,
  { id, type }: Names['attributes'][number],
  view: Counts,
  names: Names,
  language: Locale['language'],
): FacetRecord | undefined {
  switch (type) {
    case 'text':
    case 'colour': {
      const chosen = view.labels.flatMap(([kind, optionId, count]) => {
        const [attributeId, value, label, colour] = names.options[optionId] ?? []
        return kind === labelKind.option && attributeId === id && value !== undefined
          ? [{ value, label: label ?? value, colour: colour ?? null, count }]
          : []
      })
      return withOptions(head, view, chosen)
    }
    case 'boolean': {
      const countOf = (wanted: number) =>
        view.labels.find(([kind, attributeId]) => kind === wanted && attributeId === id)?.[2] ?? 0
      return withBoolean(head, view, language, {
        true: countOf(labelKind.true),
        false: countOf(labelKind.false),
      })
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
