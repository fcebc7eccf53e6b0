import { createHash } from 'node:crypto'
import type { Cache } from '../cache/cache.ts'
import type { Locale } from '../locale.ts'
import type {
  BrandRecord,
  CatalogSource,
  CategoryRecord,
  CollectionRecord,
  ProductCardRecord,
  ProductListFilter,
  ProductPage,
  ProductRecord,
  VariantRecord,
} from './catalog-source.ts'
import {
  attributesTag,
  brandTag,
  categoryTag,
  collectionTag,
  listTag,
  productTag,
  wholeCatalogTag,
} from './catalog-tags.ts'

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

type Records = Pick<CatalogSource, 'productsByIds' | 'variantsByIds' | 'categoriesByIds' | 'collectionsByIds'>

/** What a product page is made of besides its prices and stock, which name the product itself. */
function productTags(product: ProductRecord | null, id: string): string[] {
  return [
    productTag(id),
    ...(product?.categoryPath ?? []).map((category) => categoryTag(category.id)),
    ...(product?.brand ? [brandTag(product.brand.id)] : []),
    ...((product?.attributes.length ?? 0) > 0 ? [attributesTag] : []),
    wholeCatalogTag,
  ]
}

/** What is read by ids is kept by id: pages that overlap share their products. */
function cachedRecords(source: CatalogSource, cache: Cache): Records {
  return {
    async productsByIds(ids, locale) {
      const key = (id: string) => keyOf('product', priceAndTextsOf(locale), id)
      const load = async (missing: readonly string[]) => asJson(await source.productsByIds(missing, locale))
      return fromJson(await cache.getOrLoadMany({ ...productTime, ids, key, tags: productTags }, load))
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
    async collectionsByIds(ids, language) {
      const key = (id: string) => keyOf('collection', language, id)
      const tags = (_: CollectionRecord | null, id: string) => [collectionTag(id), wholeCatalogTag]
      const load = async (missing: readonly string[]) =>
        asJson(await source.collectionsByIds(missing, language))
      return fromJson(await cache.getOrLoadMany({ ...structureTime, ids, key, tags }, load))
    },
  }
}

type Ids = Pick<
  CatalogSource,
  | 'productBySlug'
  | 'categoryIdBySlug'
  | 'rootCategoryIds'
  | 'collectionIdBySlug'
  | 'collectionIds'
  | 'brandBySlug'
>

function cachedIds(source: CatalogSource, cache: Cache): Ids {
  return {
    async productBySlug(slug, locale) {
      const request = {
        ...productTime,
        key: keyOf('product-by-slug', priceAndTextsOf(locale), slug),
        // A slug that means nothing yet may come with any change; an unpublished product is gone at once.
        tags: (product: ProductRecord | null) =>
          product === null ? [listTag, wholeCatalogTag] : productTags(product, product.id),
      }
      const load = async () => (await source.productBySlug(slug, locale)) ?? null
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
    async collectionIdBySlug(slug, language) {
      const request = {
        ...structureTime,
        key: keyOf('collection-slug', language, slug),
        tags: (id: string | null) => [id === null ? listTag : collectionTag(id), wholeCatalogTag],
      }
      const load = async () => (await source.collectionIdBySlug(slug, language)) ?? null
      return (await cache.getOrLoad(request, load)) ?? undefined
    },
    // A window may open without a word: as short as a list.
    collectionIds: () =>
      cache.getOrLoad(
        {
          ...listTime,
          key: keyOf('collections'),
          tags: (ids: string[]) => [...ids.map(collectionTag), listTag, wholeCatalogTag],
        },
        () => source.collectionIds(),
      ),
    async brandBySlug(slug) {
      const request = {
        ...structureTime,
        key: keyOf('brand-slug', slug),
        tags: (brand: BrandRecord | null) => [brand === null ? listTag : brandTag(brand.id), wholeCatalogTag],
      }
      const load = async () => (await source.brandBySlug(slug)) ?? null
      return (await cache.getOrLoad(request, load)) ?? undefined
    },
  }
}

type Lists = Pick<
  CatalogSource,
  | 'listProducts'
  | 'countProducts'
  | 'searchProducts'
  | 'countSearch'
  | 'facets'
  | 'suggest'
  | 'relatedProducts'
>

function cachedLists(source: CatalogSource, cache: Cache): Lists {
  return {
    listProducts: (request, locale) =>
      cache.getOrLoad(
        {
          ...listTime,
          key: keyOf('list', priceAndTextsOf(locale), request),
          tags: (page: ProductPage) => [
            ...cardTags(page.edges.map(({ card }) => card)),
            ...shelfTags(request.filter),
          ],
        },
        () => source.listProducts(request, locale),
      ),
    countProducts: (filter, locale) =>
      cache.getOrLoad(
        { ...listTime, key: keyOf('count', pricesOf(locale), filter), tags: () => shelfTags(filter) },
        () => source.countProducts(filter, locale),
      ),
    searchProducts: (request, locale) =>
      cache.getOrLoad(
        {
          ...searchTime,
          key: keyOf('search', priceAndTextsOf(locale), request),
          tags: (page: ProductPage) => [
            ...cardTags(page.edges.map(({ card }) => card)),
            ...shelfTags(request.filter),
          ],
        },
        () => source.searchProducts(request, locale),
      ),
    countSearch: (query, filter, locale) =>
      cache.getOrLoad(
        {
          ...searchTime,
          key: keyOf('count-search', priceAndTextsOf(locale), query, filter),
          tags: () => shelfTags(filter),
        },
        () => source.countSearch(query, filter, locale),
      ),
    facets: (request, locale) =>
      cache.getOrLoad(
        {
          ...searchTime,
          key: keyOf('facets', priceAndTextsOf(locale), request),
          tags: () => [attributesTag, ...shelfTags(request.filter)],
        },
        () => source.facets(request, locale),
      ),
    suggest: (prefix, language) =>
      cache.getOrLoad(
        { ...searchTime, key: keyOf('suggest', language, prefix), tags: () => [listTag, wholeCatalogTag] },
        () => source.suggest(prefix, language),
      ),
    relatedProducts: (productId, first, locale) =>
      cache.getOrLoad(
        {
          ...listTime,
          key: keyOf('related', priceAndTextsOf(locale), productId, first),
          tags: (cards: ProductCardRecord[]) => [
            productTag(productId),
            ...cardTags(cards),
            listTag,
            wholeCatalogTag,
          ],
        },
        () => source.relatedProducts(productId, first, locale),
      ),
  }
}

/**
 * Cards name their category. Whatever else they show announces the list's tag when it changes; the products' own tags
 * are announced with every sale too, which would forget a best seller's lists all the time.
 */
function cardTags(cards: readonly ProductCardRecord[]): string[] {
  return [...new Set(cards.flatMap(({ category }) => (category === null ? [] : [categoryTag(category.id)])))]
}

function shelfTags({ categoryId, collectionId }: ProductListFilter): string[] {
  return [
    ...(categoryId === undefined ? [] : [categoryTag(categoryId)]),
    ...(collectionId === undefined ? [] : [collectionTag(collectionId)]),
    listTag,
    wholeCatalogTag,
  ]
}

/** The parts of a locale that prices depend on: a country may have a price list of its own. */
function pricesOf({ currency, country }: Locale): string {
  return `${currency}-${country}`
}

/** The parts of a locale that a record depends on. */
function priceAndTextsOf(locale: Locale): string {
  return `${locale.language}-${pricesOf(locale)}`
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
