import type { CatalogSource } from './catalog-source.ts'
import { categoriesByIds, categoryIdBySlug, rootCategoryIds } from './postgres-categories.ts'
import { countProducts, listProducts } from './postgres-listing.ts'
import { productIdBySlug, productsByIds, relatedProductIds } from './postgres-products.ts'
import type { CatalogReader } from './postgres-rows.ts'
import { countSearch, searchProducts, suggest } from './postgres-search.ts'
import { variantsByIds } from './postgres-variants.ts'

/**
 * The catalogue in PostgreSQL: one statement a call.
 *
 * @param reader `database` for shoppers; a transaction's `query` for who must see what the transaction has written
 */
export function createPostgresCatalog(reader: CatalogReader): CatalogSource {
  return {
    productsByIds: (ids, locale) => productsByIds(reader, ids, locale),
    productIdBySlug: (slug, language) => productIdBySlug(reader, slug, language),
    variantsByIds: (ids, locale) => variantsByIds(reader, ids, locale),
    categoriesByIds: (ids, language) => categoriesByIds(reader, ids, language),
    categoryIdBySlug: (slug, language) => categoryIdBySlug(reader, slug, language),
    rootCategoryIds: () => rootCategoryIds(reader),
    listProducts: (request, locale) => listProducts(reader, request, locale),
    countProducts: (filter, locale) => countProducts(reader, filter, locale),
    searchProducts: (request, locale) => searchProducts(reader, request, locale),
    countSearch: (query, locale) => countSearch(reader, query, locale),
    suggest: (prefix, language) => suggest(reader, prefix, language),
    relatedProductIds: (productId, first, locale) => relatedProductIds(reader, productId, first, locale),
  }
}
