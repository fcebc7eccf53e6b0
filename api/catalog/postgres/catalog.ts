import type { CatalogSource } from '../catalog-source.ts'
import { categoriesByIds, categoryIdBySlug, rootCategoryIds } from './categories.ts'
import { brandBySlug, collectionIdBySlug, collectionIds, collectionsByIds } from './collections.ts'
import { facets } from './facets.ts'
import { countProducts, listProducts, relatedProducts } from './listing.ts'
import { productBySlug, productsByIds } from './products.ts'
import type { CatalogReader } from './rows.ts'
import { countSearch, searchProducts } from './search.ts'
import { suggest } from './suggest.ts'
import { variantsByIds } from './variants.ts'

/**
 * The catalogue in PostgreSQL: one statement a call; one more where a filter names brands or attributes.
 *
 * @param reader `database` for shoppers; a transaction's `query` for who must see what the transaction has written
 */
export function createPostgresCatalog(reader: CatalogReader): CatalogSource {
  return {
    productsByIds: (ids, locale) => productsByIds(reader, ids, locale),
    productBySlug: (slug, locale) => productBySlug(reader, slug, locale),
    variantsByIds: (ids, locale) => variantsByIds(reader, ids, locale),
    categoriesByIds: (ids, language) => categoriesByIds(reader, ids, language),
    categoryIdBySlug: (slug, language) => categoryIdBySlug(reader, slug, language),
    rootCategoryIds: () => rootCategoryIds(reader),
    collectionsByIds: (ids, language) => collectionsByIds(reader, ids, language),
    collectionIdBySlug: (slug, language) => collectionIdBySlug(reader, slug, language),
    collectionIds: () => collectionIds(reader),
    brandBySlug: (slug) => brandBySlug(reader, slug),
    listProducts: (request, locale) => listProducts(reader, request, locale),
    countProducts: (filter, locale) => countProducts(reader, filter, locale),
    searchProducts: (request, locale) => searchProducts(reader, request, locale),
    countSearch: (query, filter, locale) => countSearch(reader, query, filter, locale),
    facets: (request, locale) => facets(reader, request, locale),
    suggest: (prefix, language) => suggest(reader, prefix, language),
    relatedProducts: (productId, first, locale) => relatedProducts(reader, productId, first, locale),
  }
}
