import { createHash } from 'node:crypto'
import type { Cache } from '../cache/cache.ts'
import type { Locale } from '../locale.ts'
import type { CatalogSource, CategoryRecord, ProductRecord, VariantRecord } from './catalog-source.ts'
import { categoryTag, listTag, productTag, wholeCatalogTag } from './catalog-tags.ts'

/**
 * Seconds. Texts, prices and stock come at once, by their tags; the time bounds what a lost or late announcement can
 * do. Checkout decides by the writer, so an old number misleads a shopper for a minute and never sells anything.
 */
const productTime = { freshSeconds: 60, staleSeconds: 600 }

/** Seconds. Popularity and sales counts drift without a tag; a list half a minute old is still the list. */
const listTime = { freshSeconds: 30, staleSeconds: 600 }

/** Seconds. The dearest reads of all; what a word finds changes seldom. */
const searchTime = { freshSeconds: 60, staleSeconds: 600 }

/** Seconds. Which id a slug means, and the category tree: change by import or rename, both of which name a tag. */
const structureTime = { freshSeconds: 300, staleSeconds: 3600 }

/** Any source, behind the cache. Its failures reach the caller only where the cache has nothing to serve instead. */
export function createCachedCatalog(source: CatalogSource, cache: Cache): CatalogSource {
  return { ...cachedRecords(source, cache), ...cachedIds(source, cache), ...cachedLists(source, cache) }
}

type Records = Pick<CatalogSource, 'productsByIds' | 'variantsByIds' | 'categoriesByIds'>

/** What is read by ids is kept by id: pages that overlap share their products. */
function cachedRecords(source: CatalogSource, cache: Cache): Records {
  return {
    async productsByIds(ids, locale) {
      const key = (id: string) => keyOf('product', priceAndTextsOf(locale), id)
      const tags = (product: ProductRecord | null, id: string) => [
        productTag(id),
        ...(product?.categoryPath ?? []).map((category) => categoryTag(category.id)),
        wholeCatalogTag,
      ]
      const load = async (missing: readonly string[]) => asJson(await source.productsByIds(missing, locale))
      return fromJson(await cache.getOrLoadMany({ ...productTime, ids, key, tags }, load))
    },
    async variantsByIds(ids, locale) {
      const key = (id: string) => keyOf('variant', priceAndTextsOf(locale), id)
      // An unknown variant may come into being with any change of any product.
      const tags = (variant: VariantRecord | null) => [
        variant === null ? listTag : productTag(variant.productId),
        wholeCatalogTag,
      ]
      const load = async (missing: readonly string[]) => asJson(await source.variantsByIds(missing, locale))
      return fromJson(await cache.getOrLoadMany({ ...productTime, ids, key, tags }, load))
    },
    async categoriesByIds(ids, language) {
      const key = (id: string) => keyOf('category', language, id)
      const tags = (category: CategoryRecord | null, id: string) => [
        ...[{ id }, ...(category?.ancestors ?? []), ...(category?.children ?? [])].map((one) =>
          categoryTag(one.id),
        ),
        wholeCatalogTag,
      ]
      const load = async (missing: readonly string[]) =>
        asJson(await source.categoriesByIds(missing, language))
      return fromJson(await cache.getOrLoadMany({ ...structureTime, ids, key, tags }, load))
    },
  }
}

type Ids = Pick<CatalogSource, 'productIdBySlug' | 'categoryIdBySlug' | 'rootCategoryIds'>

function cachedIds(source: CatalogSource, cache: Cache): Ids {
  return {
    async productIdBySlug(slug, language) {
      const request = {
        ...structureTime,
        key: keyOf('product-slug', language, slug),
        // A slug that means nothing yet may come with any change; an unpublished product is gone at once.
        tags: (id: string | null) => [id === null ? listTag : productTag(id), wholeCatalogTag],
      }
      const load = async () => (await source.productIdBySlug(slug, language)) ?? null
      return (await cache.getOrLoad(request, load)) ?? undefined
    },
    async categoryIdBySlug(slug, language) {
      const request = {
        ...structureTime,
        key: keyOf('category-slug', language, slug),
        tags: (id: string | null) => [id === null ? listTag : categoryTag(id), wholeCatalogTag],
      }
      const load = async () => (await source.categoryIdBySlug(slug, language)) ?? null
      return (await cache.getOrLoad(request, load)) ?? undefined
    },
    rootCategoryIds: () =>
      cache.getOrLoad(
        {
          ...structureTime,
          key: keyOf('root-categories'),
          tags: (ids: string[]) => [...ids.map(categoryTag), wholeCatalogTag],
        },
        () => source.rootCategoryIds(),
      ),
  }
}

type Lists = Pick<
  CatalogSource,
  'listProducts' | 'countProducts' | 'searchProducts' | 'countSearch' | 'suggest' | 'relatedProductIds'
>

function cachedLists(source: CatalogSource, cache: Cache): Lists {
  const tags = () => [listTag, wholeCatalogTag]
  const list = <T>(key: string, load: () => Promise<T>) => cache.getOrLoad({ ...listTime, key, tags }, load)
  const search = <T>(key: string, load: () => Promise<T>) =>
    cache.getOrLoad({ ...searchTime, key, tags }, load)
  return {
    listProducts: (request, locale) =>
      list(keyOf('list', locale.currency, request), () => source.listProducts(request, locale)),
    countProducts: (filter, locale) =>
      list(keyOf('count', locale.currency, filter), () => source.countProducts(filter, locale)),
    searchProducts: (request, locale) =>
      search(keyOf('search', priceAndTextsOf(locale), request), () => source.searchProducts(request, locale)),
    countSearch: (query, locale) =>
      search(keyOf('count-search', priceAndTextsOf(locale), query), () => source.countSearch(query, locale)),
    suggest: (prefix, language) =>
      search(keyOf('suggest', language, prefix), () => source.suggest(prefix, language)),
    relatedProductIds: (productId, first, locale) =>
      list(keyOf('related', locale.currency, productId, first), () =>
        source.relatedProductIds(productId, first, locale),
      ),
  }
}

/** The parts of a locale that a record depends on; a country has its effect through its currency. */
function priceAndTextsOf(locale: Locale): string {
  return `${locale.language}-${locale.currency}`
}

/** Arguments come from outside, in any length and alphabet, so a key holds their digest. */
function keyOf(kind: string, ...parts: readonly unknown[]): string {
  return `catalog:${kind}:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}`
}

/** Values of the cache are JSON, which has no `undefined`. */
function asJson<T>(values: readonly (T | undefined)[]): (T | null)[] {
  return values.map((value) => value ?? null)
}

function fromJson<T>(values: readonly (T | null)[]): (T | undefined)[] {
  return values.map((value) => value ?? undefined)
}
