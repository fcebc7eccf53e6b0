import type { RequestContext } from '../context.ts'
import { argumentError } from './argument-error.ts'
import type { AttributeFilter, ProductListFilter } from './catalog-source.ts'
import { isPossibleSlug } from './slug-arguments.ts'

/** As GraphQL gives it: what is left out may also be null. */
export interface ProductFilterInput {
  readonly category?: string | null
  readonly collection?: string | null
  readonly brands?: readonly string[] | null
  readonly tag?: string | null
  readonly tags?: readonly string[] | null
  readonly attributes?: readonly AttributeFilterInput[] | null
  readonly priceFrom?: number | null
  readonly priceUntil?: number | null
  readonly available?: boolean | null
}

interface AttributeFilterInput {
  readonly code: string
  readonly options?: readonly string[] | null
  readonly number?: { readonly from?: number | null; readonly until?: number | null } | null
  readonly date?: { readonly from?: string | null; readonly until?: string | null } | null
  readonly boolean?: boolean | null
}

/** As the schema's descriptions promise; they bound the work of one list. */
const most = { attributes: 20, brands: 50, options: 50, tags: 10 }

/**
 * What a filter means for the catalogue.
 * @returns undefined if nothing can match: a category that does not exist has no products
 * @throws GraphQLError with code BAD_FILTER
 */
export async function productFilter(
  input: ProductFilterInput,
  { application, locale }: RequestContext,
): Promise<ProductListFilter | undefined> {
  const filter = checkedFilter(input)
  const { catalog } = application
  const [categoryId, collectionId] = await Promise.all([
    idOf(input.category, (slug) => catalog.categoryIdBySlug(slug, locale.language)),
    idOf(input.collection, (slug) => catalog.collectionIdBySlug(slug, locale.language)),
  ])
  if (categoryId === 'unknown' || collectionId === 'unknown') return undefined
  return {
    ...(categoryId === undefined ? {} : { categoryId: categoryId.known }),
    ...(collectionId === undefined ? {} : { collectionId: collectionId.known }),
    ...filter,
  }
}

async function idOf(
  slug: string | null | undefined,
  find: (slug: string) => Promise<string | undefined>,
): Promise<{ readonly known: string } | 'unknown' | undefined> {
  if (typeof slug !== 'string') return undefined
  const id = isPossibleSlug(slug) ? await find(slug) : undefined
  return id === undefined ? 'unknown' : { known: id }
}

/** The part of a filter that can be judged without asking the catalogue. */
function checkedFilter(input: ProductFilterInput): ProductListFilter {
  const { brands, priceFrom, priceUntil, available } = input
  checkPriceRange(input)
  const tags = [...new Set([...(typeof input.tag === 'string' ? [input.tag] : []), ...(input.tags ?? [])])]
  checkLength('tags', tags)
  checkLength('brands', brands ?? [])
  const attributes = attributeFilters(input.attributes ?? [])
  return {
    ...(brands == null || brands.length === 0 ? {} : { brands }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(attributes.length === 0 ? {} : { attributes }),
    ...(typeof priceFrom === 'number' ? { priceFrom } : {}),
    ...(typeof priceUntil === 'number' ? { priceUntil } : {}),
    // "Only what can be bought now": false asks for no restriction, not for what is sold out.
    ...(available === true ? { available } : {}),
  }
}

function checkPriceRange({ priceFrom, priceUntil }: ProductFilterInput): void {
  const from = priceFrom ?? 0
  const until = priceUntil ?? Number.MAX_SAFE_INTEGER
  if (from >= 0 && until >= 0 && from <= until) return
  throw argumentError(
    'BAD_FILTER',
    `priceFrom: ${String(priceFrom)} to priceUntil: ${String(priceUntil)} is no price range; both are 0 or more, and priceFrom is not above priceUntil.`,
  )
}

function checkLength(name: keyof typeof most, values: readonly unknown[]): void {
  if (values.length <= most[name]) return
  throw argumentError(
    'BAD_FILTER',
    `${name} has ${String(values.length)} entries; at most ${String(most[name])} are allowed.`,
  )
}

function attributeFilters(inputs: readonly AttributeFilterInput[]): AttributeFilter[] {
  checkLength('attributes', inputs)
  const codes = inputs.map(({ code }) => code)
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  if (twice !== undefined) {
    throw argumentError(
      'BAD_FILTER',
      `attributes names "${shortened(twice)}" twice; give each attribute once, with all its values.`,
    )
  }
  return inputs.map(attributeFilter)
}

function attributeFilter({ code, options, number, date, boolean }: AttributeFilterInput): AttributeFilter {
  const given = [options, number, date, boolean].filter((value) => value != null)
  if (given.length !== 1) {
    throw argumentError(
      'BAD_FILTER',
      `The filter by "${shortened(code)}" has ${String(given.length)} of options, number, date and boolean; give exactly one.`,
    )
  }
  if (options != null) {
    if (options.length === 0) throw emptyFilter(code)
    checkLength('options', options)
    return { code, kind: 'options', options }
  }
  if (number != null) return { code, kind: 'number', ...range(code, number) }
  if (date != null) {
    for (const day of [date.from, date.until]) {
      if (day == null || isDate(day)) continue
      throw argumentError(
        'BAD_FILTER',
        `"${shortened(day)}" in the filter by "${shortened(code)}" is no date; write it as 2026-11-22.`,
      )
    }
    return { code, kind: 'date', ...range(code, date) }
  }
  return { code, kind: 'boolean', value: boolean === true }
}

function range<Value extends number | string>(
  code: string,
  bounds: { readonly from?: Value | null; readonly until?: Value | null },
): { from?: Value; until?: Value } {
  const from = bounds.from ?? undefined
  const until = bounds.until ?? undefined
  if (from === undefined && until === undefined) throw emptyFilter(code)
  if (from !== undefined && until !== undefined && from > until) {
    throw argumentError(
      'BAD_FILTER',
      `from: ${String(from)} to until: ${String(until)} in the filter by "${shortened(code)}" is no range; from is not above until.`,
    )
  }
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
}

function emptyFilter(code: string): Error {
  return argumentError(
    'BAD_FILTER',
    `The filter by "${shortened(code)}" is empty; give at least one value or bound, or leave it out.`,
  )
}

/** Whether a text is a day that exists. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function shortened(text: string): string {
  return text.slice(0, 100)
}
