import { type AttributeFilter, type ProductListFilter, UnknownFacet } from '../catalog-source.ts'
import type { AttributeDocument, CollectionDocument, ProductDocument } from './documents.ts'
import type { MemoryIndex } from './index.ts'
import { isPublic, type Sale } from './sale.ts'

/** Which types of attributes a filter of a kind is for. */
const typesOfKind: Record<AttributeFilter['kind'], readonly AttributeDocument['type'][]> = {
  options: ['text', 'colour'],
  number: ['number'],
  date: ['date'],
  boolean: ['boolean'],
}

/** @throws UnknownFacet if the filter names an attribute that is none, is no facet, or has another type */
export function checkFacets(index: MemoryIndex, { attributes = [] }: ProductListFilter): void {
  for (const { code, kind } of attributes) {
    const attribute = index.attributes.get(code)
    if (attribute?.isFacet === true && typesOfKind[kind].includes(attribute.type)) continue
    throw new UnknownFacet(
      attribute?.isFacet === true
        ? `"${code}" is of the type ${attribute.type} and cannot be filtered by ${kind}.`
        : `"${code}" is no facet; ask for \`facets\` to see what there is.`,
    )
  }
}

/** Whether a product on sale matches all that a filter gives. */
export function matches(index: MemoryIndex, sale: Sale, filter: ProductListFilter, now: Date): boolean {
  const { priceFrom = 0, priceUntil = Number.MAX_SAFE_INTEGER, available, collectionId } = filter
  if (sale.minimumAmount < priceFrom || sale.minimumAmount > priceUntil) return false
  if (available !== undefined && sale.available !== available) return false
  if (collectionId !== undefined) {
    const collection = index.collections.get(collectionId)
    if (collection === undefined || !isPublic(collection, now)) return false
    if (!isMember(index, sale.product, collection)) return false
  }
  return isLike(index, sale.product, filter)
}

function isMember(index: MemoryIndex, product: ProductDocument, collection: CollectionDocument): boolean {
  if (collection.productIds?.includes(product.id) === true) return true
  return collection.rule !== undefined && isLike(index, product, collection.rule)
}

/** The conditions that do not depend on prices and stock. */
function isLike(index: MemoryIndex, product: ProductDocument, filter: ProductListFilter): boolean {
  const { categoryId, brands, tags = [], attributes = [] } = filter
  if (categoryId !== undefined) {
    const path = index.categoryPaths.get(product.categoryId ?? '') ?? []
    if (!path.some(({ id }) => id === categoryId)) return false
  }
  if (brands !== undefined && !brands.includes(index.brands.get(product.brandId ?? '')?.slug ?? ''))
    return false
  if (tags.some((tag) => product.tags?.includes(tag) !== true)) return false
  return attributes.every((wanted) =>
    (product.attributes ?? []).some(({ code, value }) => code === wanted.code && isValue(wanted, value)),
  )
}

function isValue(wanted: AttributeFilter, value: string | number | boolean): boolean {
  switch (wanted.kind) {
    case 'options':
      return wanted.options.includes(String(value))
    case 'boolean':
      return wanted.value === value
    case 'number':
      return Number(value) >= (wanted.from ?? -Infinity) && Number(value) <= (wanted.until ?? Infinity)
    case 'date': {
      // ISO 8601 dates sort as texts.
      const date = String(value)
      return date >= (wanted.from ?? date) && date <= (wanted.until ?? date)
    }
  }
}
