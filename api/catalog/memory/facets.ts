import type { Locale } from '../../locale.ts'
import type { FacetOptionRecord, FacetRecord, ProductListFilter } from '../catalog-source.ts'
import { booleanLabel, facetNames, type StandardFacet } from '../facet-names.ts'
import type { AttributeDocument } from './documents.ts'
import type { MemoryIndex } from './index.ts'
import { categoryReference } from './records.ts'
import type { Sale } from './sale.ts'
import { preferred } from './texts.ts'

/** Of one facet. */
const mostOptions = 50

/** What a facet counts of one product; a product with two colours counts for both. */
interface FacetSource {
  readonly code: string
  readonly name: string
  readonly unit: string | null
  readonly kind: FacetRecord['kind']
  /** The filter without this facet's own selection, so that a second value can be chosen. */
  readonly without: (filter: ProductListFilter) => ProductListFilter
  readonly valuesOf: (sale: Sale) => readonly (string | number)[]
  readonly describe: (value: string) => Pick<FacetOptionRecord, 'label' | 'colour'>
}

/**
 * Facets of what `found` gives for a filter, in shop order.
 * @param found products on sale that match the search, if there is one, and a filter
 */
export function facetRecords(
  index: MemoryIndex,
  filter: ProductListFilter,
  locale: Locale,
  found: (filter: ProductListFilter) => readonly Sale[],
): FacetRecord[] {
  const sources = [
    ...standardFacets(index, locale),
    ...index.documents.attributes
      .filter(({ isFacet }) => isFacet)
      .map((attribute) => attributeFacet(attribute, locale)),
  ]
  return sources.flatMap((source) => facetRecord(source, found(source.without(filter))) ?? [])
}

function facetRecord(source: FacetSource, sales: readonly Sale[]): FacetRecord | undefined {
  const { code, name, unit, kind, describe } = source
  const values = sales.flatMap((sale) => [...new Set(source.valuesOf(sale))])
  if (values.length === 0) return undefined
  const facet = { code, name, unit, kind, isEstimate: false, options: [], minimum: null, maximum: null }
  if (kind === 'range') {
    const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return { ...facet, minimum: String(sorted[0]), maximum: String(sorted.at(-1)) }
  }
  const counts = new Map<string, number>()
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
  const options = [...counts]
    .map(([value, count]) => ({ value, count, ...describe(value) }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return { ...facet, options: options.slice(0, mostOptions) }
}

function standardFacets(index: MemoryIndex, { language, currency }: Locale): FacetSource[] {
  const categories = new Map(
    index.documents.categories.map((category) => {
      const { slug, name } = categoryReference(category, language)
      return [slug, name]
    }),
  )
  const facet = (code: StandardFacet) => ({ code, name: facetNames[code][language], unit: null })
  return [
    {
      ...facet('category'),
      kind: 'options',
      without: leaveOut('categoryId'),
      valuesOf: ({ product }) =>
        (index.categoryPaths.get(product.categoryId ?? '') ?? []).map(
          (category) => categoryReference(category, language).slug,
        ),
      describe: (slug) => ({ label: categories.get(slug) ?? slug, colour: null }),
    },
    {
      ...facet('brand'),
      kind: 'options',
      without: leaveOut('brands'),
      valuesOf: ({ product }) => {
        const brand = index.brands.get(product.brandId ?? '')
        return brand === undefined ? [] : [brand.slug]
      },
      describe: (slug) => ({ label: index.brandsBySlug.get(slug)?.name ?? slug, colour: null }),
    },
    {
      ...facet('price'),
      unit: currency,
      kind: 'range',
      without: leaveOut('priceFrom', 'priceUntil'),
      valuesOf: ({ minimumAmount }) => [minimumAmount],
      describe: (value) => ({ label: value, colour: null }),
    },
    {
      ...facet('availability'),
      kind: 'boolean',
      without: leaveOut('available'),
      valuesOf: ({ available }) => [String(available)],
      describe: (value) => ({
        label: booleanLabel('availability', value === 'true', language),
        colour: null,
      }),
    },
  ]
}

function leaveOut(...keys: readonly (keyof ProductListFilter)[]): FacetSource['without'] {
  return (filter) =>
    Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.some((left) => left === key)))
}

function attributeFacet(attribute: AttributeDocument, { language }: Locale): FacetSource {
  const kinds = {
    text: 'options',
    colour: 'options',
    number: 'range',
    date: 'range',
    boolean: 'boolean',
  } as const
  return {
    code: attribute.code,
    name: preferred(attribute.names, language)[0] ?? attribute.code,
    unit: attribute.unit ?? null,
    kind: kinds[attribute.type],
    without: (filter) => ({
      ...filter,
      ...(filter.attributes === undefined
        ? {}
        : { attributes: filter.attributes.filter(({ code }) => code !== attribute.code) }),
    }),
    valuesOf: ({ product }) =>
      (product.attributes ?? [])
        .filter(({ code }) => code === attribute.code)
        .map(({ value }) => (typeof value === 'boolean' ? String(value) : value)),
    describe: (value) => {
      if (attribute.type === 'boolean') {
        return { label: booleanLabel(attribute.code, value === 'true', language), colour: null }
      }
      const option = attribute.options?.find(({ code }) => code === value)
      return { label: preferred(option?.names ?? {}, language)[0] ?? value, colour: option?.colour ?? null }
    },
  }
}
