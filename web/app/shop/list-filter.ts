import type { CurrencyCode, ProductFilter, SearchSort } from '../../generated/graphql.ts'
import type { ProductSort } from '../../generated/graphql.ts'
import { parsePrice } from './money.ts'

/** Products a page. */
export const pageSize = 24

export type ListSort = ProductSort | SearchSort

/** Sorts of a list of products; the first is what an address without one means. */
export const categorySorts = [
  'BEST_SELLING',
  'NEWEST',
  'PRICE_ASCENDING',
  'PRICE_DESCENDING',
] as const satisfies readonly ProductSort[]
export const collectionSorts = ['MANUAL', ...categorySorts] as const satisfies readonly ProductSort[]
export const searchSorts = ['RELEVANCE', ...categorySorts] as const satisfies readonly SearchSort[]

/** What is chosen of one attribute; the texts of a range are kept to fill the form again. */
type AttributeChoice =
  | { readonly kind: 'options'; readonly code: string; readonly options: readonly string[] }
  | { readonly kind: 'boolean'; readonly code: string; readonly value: boolean }
  | { readonly kind: 'range'; readonly code: string; readonly from: string; readonly until: string }

/** A list's filter as its address tells it. */
export interface ListFilter<Sort extends ListSort = ListSort> {
  readonly sort: Sort
  /** Prices as they were typed. */
  readonly from: string
  readonly until: string
  readonly available: boolean
  readonly category: string | undefined
  readonly brands: readonly string[]
  /** Each attribute once. */
  readonly attributes: readonly AttributeChoice[]
}

/** As many as the API takes. */
const mostBrands = 50
const mostAttributes = 20
const mostOptions = 50

/**
 * Reads `?sort=…&from=…&until=…&available=1&filter=…`. What makes no sense is left out, as addresses get mangled.
 *
 * All facets share the parameter `filter`, because caches must know the names of parameters: `material.oak` an option,
 * `foldable-true` a boolean, `width.45_160` a range, `brand.…` and `category.…` slugs. A form without scripts has no
 * way to write a range as one value; it sends three in a row: `width`, `45`, `160`.
 *
 * @param sorts the first is the default
 */
export function readListFilter<Sort extends ListSort>(
  parameters: URLSearchParams,
  sorts: readonly [Sort, ...Sort[]],
): ListFilter<Sort> {
  const values = parameters.getAll('filter')
  const brands: string[] = []
  const attributes = new Map<string, AttributeChoice>()
  let category: string | undefined
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? ''
    if (/^[a-z0-9_]{1,60}$/.test(value)) {
      addRange(attributes, value, values[index + 1] ?? '', values[index + 2] ?? '')
      index += 2
      continue
    }
    const [, code = '', chosen = ''] = /^([a-z0-9_]{1,60})[.](.{1,120})$/s.exec(value) ?? []
    if (code === 'category') category = chosen
    else if (code === 'brand') brands.push(chosen)
    else if (code === '') addBoolean(attributes, value)
    else if (chosen.includes('_')) addRange(attributes, code, ...splitRange(chosen))
    else if (/^[a-z0-9-]+$/.test(chosen)) addOption(attributes, code, chosen)
  }
  const [from, until] = inOrder(
    priceText(parameters.get('from')),
    priceText(parameters.get('until')),
    (price) => Number(price.replace(',', '.')),
  )
  return {
    sort: sorts.find((each) => each === parameters.get('sort')) ?? sorts[0],
    from,
    until,
    available: parameters.get('available') === '1',
    category: category !== undefined && isSlug(category) ? category : undefined,
    brands: [...new Set(brands.filter(isSlug))].sort().slice(0, mostBrands),
    attributes: [...attributes.values()].sort((a, b) => (a.code < b.code ? -1 : 1)).slice(0, mostAttributes),
  }
}

function isSlug(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)
}

function priceText(text: string | null): string {
  const trimmed = (text ?? '').trim()
  return /^\d{1,6}(?:[.,]\d{1,2})?$/.test(trimmed) ? trimmed : ''
}

/** Who types the bounds the wrong way round means what lies between them. */
function inOrder(from: string, until: string, valueOf: (text: string) => number): [string, string] {
  return from !== '' && until !== '' && valueOf(from) > valueOf(until) ? [until, from] : [from, until]
}

function splitRange(text: string): [string, string] {
  const [from = '', until = ''] = text.split('_')
  return [from, until]
}

function addOption(attributes: Map<string, AttributeChoice>, code: string, option: string): void {
  const known = attributes.get(code)
  const others = known?.kind === 'options' ? known.options : []
  if (others.includes(option) || others.length >= mostOptions) return
  attributes.set(code, { kind: 'options', code, options: [...others, option].sort() })
}

function addBoolean(attributes: Map<string, AttributeChoice>, value: string): void {
  const [, code, chosen] = /^([a-z0-9_]{1,60})-(true|false)$/.exec(value) ?? []
  if (code !== undefined) attributes.set(code, { kind: 'boolean', code, value: chosen === 'true' })
}

function addRange(attributes: Map<string, AttributeChoice>, code: string, from: string, until: string): void {
  const bounds = [from, until].map((bound) => {
    const text = bound.trim().replace(',', '.')
    return /^-?\d{1,9}(?:\.\d{1,4})?$/.test(text) || isDate(text) ? text : ''
  })
  const [low = '', high = ''] = bounds
  // A number and a date have nothing between them.
  if ((low === '' && high === '') || (low !== '' && high !== '' && isDate(low) !== isDate(high))) return
  const [first, last] = inOrder(low, high, (text) => (isDate(text) ? Date.parse(text) : Number(text)))
  attributes.set(code, { kind: 'range', code, from: first, until: last })
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text
}

/** The one address of a filter, relative to the list's own path; `query` is what was searched for. */
export function filterAddress(
  filter: ListFilter,
  sorts: readonly [ListSort, ...ListSort[]],
  query?: string,
): string {
  const parameters = new URLSearchParams()
  if (query !== undefined && query !== '') parameters.set('q', query)
  if (filter.sort !== sorts[0]) parameters.set('sort', filter.sort)
  if (filter.from !== '') parameters.set('from', filter.from)
  if (filter.until !== '') parameters.set('until', filter.until)
  if (filter.available) parameters.set('available', '1')
  for (const value of filterValues(filter)) parameters.append('filter', value)
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** Values of the parameter `filter`. */
export function filterValues({ category, brands, attributes }: ListFilter): string[] {
  return [
    ...(category === undefined ? [] : [`category.${category}`]),
    ...brands.map((brand) => `brand.${brand}`),
    ...attributes.flatMap((choice) => {
      switch (choice.kind) {
        case 'options':
          return choice.options.map((option) => `${choice.code}.${option}`)
        case 'boolean':
          return [`${choice.code}-${choice.value}`]
        case 'range':
          return [`${choice.code}.${choice.from}_${choice.until}`]
      }
    }),
  ]
}

/** The same for the API, prices in minor units of the currency. */
export function productFilter(filter: ListFilter, currency: CurrencyCode): ProductFilter {
  const priceFrom = parsePrice(filter.from, currency)
  const priceUntil = parsePrice(filter.until, currency)
  return {
    ...(filter.category === undefined ? {} : { category: filter.category }),
    ...(filter.brands.length === 0 ? {} : { brands: [...filter.brands] }),
    ...(priceFrom === undefined ? {} : { priceFrom }),
    ...(priceUntil === undefined ? {} : { priceUntil }),
    ...(filter.available ? { available: true } : {}),
    ...(filter.attributes.length === 0 ? {} : { attributes: filter.attributes.map(attributeFilter) }),
  }
}

function attributeFilter(choice: AttributeChoice): NonNullable<ProductFilter['attributes']>[number] {
  switch (choice.kind) {
    case 'options':
      return { code: choice.code, options: [...choice.options] }
    case 'boolean':
      return { code: choice.code, boolean: choice.value }
    case 'range': {
      const { code, from, until } = choice
      const ends = { ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) }
      if (isDate(from) || isDate(until)) return { code, date: ends }
      return {
        code,
        number: {
          ...(from === '' ? {} : { from: Number(from) }),
          ...(until === '' ? {} : { until: Number(until) }),
        },
      }
    }
  }
}

/** Whether anything but the order is chosen. */
export function isFiltered(filter: ListFilter): boolean {
  const { from, until, available, category, brands, attributes } = filter
  return (
    from !== '' ||
    until !== '' ||
    available ||
    category !== undefined ||
    brands.length > 0 ||
    attributes.length > 0
  )
}

/** The same order, everything else as it is without a choice. */
export function withoutFilter<Sort extends ListSort>({ sort }: ListFilter<Sort>): ListFilter<Sort> {
  return { sort, from: '', until: '', available: false, category: undefined, brands: [], attributes: [] }
}
