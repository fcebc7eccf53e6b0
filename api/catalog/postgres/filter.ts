import type { Locale } from '../../locale.ts'
import { type AttributeFilter, type ProductListFilter, UnknownFacet } from '../catalog-source.ts'
import { type CatalogReader, isRowId, type Parameter, priceListOf, withoutNul } from './rows.ts'

/** Kinds of labels in product_listing.labels, the low three bits of each (migrations/0020). */
const labelKind = { option: 0, true: 1, false: 2, brand: 3, category: 4, tag: 6 } as const

/** A filter whose names have become ids. */
export interface ResolvedFilter {
  readonly categoryId?: string
  readonly collectionId?: string
  /** Each must have one of its labels. `facet` is `brand`, or `attribute:` and the code of one. */
  readonly labels: readonly { readonly facet: string; readonly anyOf: readonly string[] }[]
  readonly ranges: readonly {
    readonly facet: string
    readonly attributeId: string
    readonly column: 'number_value' | 'date_value'
    readonly type: 'numeric' | 'date'
    readonly from: number | string | undefined
    readonly until: number | string | undefined
  }[]
  readonly tags: readonly string[]
  readonly priceFrom?: number
  readonly priceUntil?: number
  readonly available?: boolean
}

interface Names {
  readonly brands: readonly string[]
  readonly attributes: readonly {
    readonly code: string
    readonly id: string
    readonly type: 'text' | 'number' | 'boolean' | 'date' | 'colour'
    readonly isFacet: boolean
    readonly options: readonly string[]
  }[]
}

/** Indexes: brand_slug_key, attribute_code_key, attribute_option_attribute_id_code_key. $1 brands, $2 attributes, $3 option codes. */
const namesSql = `
select
  coalesce((select json_agg(b.id::text) from brand b where b.slug = any ($1::text[])), '[]') as brands,
  coalesce((select json_agg(json_build_object('code', a.code, 'id', a.id::text, 'type', a.type, 'isFacet', a.is_facet,
    'options', (
      select coalesce(json_agg(o.id::text), '[]') from attribute_option o
      join json_each($3::json) wanted on wanted.key = a.code
      cross join json_array_elements_text(wanted.value) chosen (code)
      where o.attribute_id = a.id and o.code = chosen.code)))
    from attribute a where a.code = any ($2::text[])), '[]') as attributes`

/**
 * @returns undefined if nothing can match
 * @throws UnknownFacet
 */
export async function resolveFilter(
  reader: CatalogReader,
  filter: ProductListFilter,
): Promise<ResolvedFilter | undefined> {
  const { categoryId, collectionId, brands, attributes, tags, ...plain } = filter
  if (categoryId !== undefined && !isRowId(categoryId)) return undefined
  if (collectionId !== undefined && !isRowId(collectionId)) return undefined
  const names = await namesOf(reader, brands ?? [], attributes ?? [])
  const labels: { facet: string; anyOf: string[] }[] = []
  if (brands !== undefined) {
    labels.push({ facet: 'brand', anyOf: names.brands.map((id) => label(id, labelKind.brand)) })
  }
  const ranges: ResolvedFilter['ranges'][number][] = []
  for (const wanted of attributes ?? []) {
    const attribute = attributeOf(names, wanted)
    switch (wanted.kind) {
      case 'options':
        labels.push({
          facet: `attribute:${wanted.code}`,
          anyOf: attribute.options.map((id) => label(id, labelKind.option)),
        })
        break
      case 'boolean':
        labels.push({
          facet: `attribute:${wanted.code}`,
          anyOf: [label(attribute.id, labelKind[`${wanted.value}`])],
        })
        break
      case 'number':
      case 'date':
        ranges.push({
          facet: `attribute:${wanted.code}`,
          attributeId: attribute.id,
          column: `${wanted.kind}_value`,
          type: wanted.kind === 'number' ? 'numeric' : 'date',
          from: wanted.from,
          until: wanted.until,
        })
        break
      default:
        wanted satisfies never
    }
  }
  if (labels.some(({ anyOf }) => anyOf.length === 0)) return undefined
  return {
    ...plain,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(collectionId === undefined ? {} : { collectionId }),
    labels,
    ranges,
    tags: (tags ?? []).map(withoutNul),
  }
}

async function namesOf(
  reader: CatalogReader,
  brands: readonly string[],
  attributes: readonly AttributeFilter[],
): Promise<Names> {
  if (brands.length === 0 && attributes.length === 0) return { brands: [], attributes: [] }
  const options = Object.fromEntries(
    attributes.flatMap((one) => (one.kind === 'options' ? [[one.code, one.options]] : [])),
  )
  const [names] = await reader.read<Names & object>({
    name: 'catalog_filter_names',
    text: namesSql,
    values: [
      brands.map(withoutNul),
      attributes.map(({ code }) => withoutNul(code)),
      JSON.stringify(options).replaceAll('\\u0000', ''),
    ],
  })
  return names ?? { brands: [], attributes: [] }
}

const typesOf: Record<AttributeFilter['kind'], readonly Names['attributes'][number]['type'][]> = {
  options: ['text', 'colour'],
  number: ['number'],
  date: ['date'],
  boolean: ['boolean'],
}

function attributeOf(names: Names, { code, kind }: AttributeFilter): Names['attributes'][number] {
  const attribute = names.attributes.find((one) => one.code === code)
  if (attribute?.isFacet !== true) {
    throw new UnknownFacet(
      `"${code.slice(0, 100)}" is no facet. The facets of a list are those that its connection gives.`,
    )
  }
  if (!typesOf[kind].includes(attribute.type)) {
    throw new UnknownFacet(
      `The facet "${code.slice(0, 100)}" is of type ${attribute.type} and cannot be filtered by ${kind}.`,
    )
  }
  return attribute
}

function label(id: string, kind: number): string {
  return String(BigInt.asIntN(64, (BigInt(id) << 3n) | BigInt(kind)))
}

/** Whether a collection `c` is public now. */
export const collectionIsPublic =
  'c.published_at <= now() and (c.unpublished_at is null or c.unpublished_at > now())'

/** Where the rows that match come from. */
export interface Matching {
  /** `from … where …` over product_listing `l`, and its shelf `s` if the filter names one. */
  readonly source: string
  /** Alias whose columns and indexes give the order. */
  readonly ordered: 'l' | 's'
}

/**
 * What matches a filter. Only the conditions that are asked for are in the text: an optional one could not be planned.
 * The collection gives the shelf if both are named, because only it can be arranged by hand.
 * Indexes: shelf_listing_… and product_listing_pkey, product_listing_…, product_listing_labels,
 * product_attribute_number, product_attribute_date.
 *
 * @param found name of a table expression whose product_ids limit what matches; its columns can be used as `f`
 */
export function matching(
  filter: ResolvedFilter,
  locale: Locale,
  parameter: Parameter,
  found?: string,
): Matching {
  const shelf =
    filter.collectionId === undefined
      ? filter.categoryId === undefined
        ? undefined
        : parameter(filter.categoryId)
      : parameter(`-${filter.collectionId}`)
  const list = priceListOf(locale, parameter)
  const conditions =
    shelf === undefined
      ? [`l.price_list_id = ${list}`]
      : [
          `s.shelf_id = ${shelf}::bigint`,
          `s.price_list_id = ${list}`,
          'l.product_id = s.product_id',
          'l.price_list_id = s.price_list_id',
        ]
  if (found !== undefined) conditions.push('f.product_id = l.product_id')
  if (filter.collectionId !== undefined) {
    conditions.push(`exists (select from collection c
      where c.id = ${parameter(filter.collectionId)}::bigint and ${collectionIsPublic})`)
  }
  if (filter.collectionId !== undefined && filter.categoryId !== undefined) {
    conditions.push(`exists (select from category_product c
      where c.category_id = ${parameter(filter.categoryId)}::bigint and c.product_id = l.product_id)`)
  }
  for (const { anyOf } of filter.labels) conditions.push(`l.labels && ${parameter(anyOf)}::bigint[]`)
  if (filter.tags.length > 0) {
    const hashes = filter.tags.map((tag) => `(hashtextextended(${parameter(tag)}, 0) << 3) | 6`)
    conditions.push(`l.labels @> array[${hashes.join(', ')}]::bigint[]`)
  }
  for (const { attributeId, column, type, from, until } of filter.ranges) {
    const bounds = [
      ...(from === undefined ? [] : [`a.${column} >= ${parameter(from)}::${type}`]),
      ...(until === undefined ? [] : [`a.${column} <= ${parameter(until)}::${type}`]),
    ]
    conditions.push(`exists (select from product_attribute a
      where a.attribute_id = ${parameter(attributeId)}::bigint and a.product_id = l.product_id and ${bounds.join(' and ')})`)
  }
  if (filter.priceFrom !== undefined) {
    conditions.push(`${shelf === undefined ? 'l' : 's'}.minimum_amount >= ${parameter(filter.priceFrom)}`)
  }
  if (filter.priceUntil !== undefined) {
    conditions.push(`${shelf === undefined ? 'l' : 's'}.minimum_amount <= ${parameter(filter.priceUntil)}`)
  }
  if (filter.available !== undefined) conditions.push(`l.available = ${parameter(filter.available)}`)
  const tables = shelf === undefined ? 'product_listing l' : 'shelf_listing s, product_listing l'
  return {
    source: `from ${tables}${found === undefined ? '' : `, ${found} f`}\nwhere ${conditions.join('\n  and ')}`,
    ordered: shelf === undefined ? 'l' : 's',
  }
}
