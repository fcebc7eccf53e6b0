import type { Language, Locale } from '../../locale.ts'
import {
  type CatalogSource,
  countLimit,
  type ProductListFilter,
  type ProductPage,
  type ProductSearchRequest,
} from '../catalog-source.ts'
import type { CatalogDocuments, ProductDocument } from './documents.ts'
import { facetRecords } from './facets.ts'
import { indexDocuments, type MemoryIndex } from './index.ts'
import { checkFacets, matches } from './matching.ts'
import { type Match, pageInOrder } from './order.ts'
import {
  brandRecord,
  cardRecord,
  categoryRecord,
  collectionRecord,
  productRecord,
  variantRecord,
} from './records.ts'
import { isPublic, priceListOf, type Sale, saleOf } from './sale.ts'
import { createMemorySearch, type MemorySearch, wordsOf } from './search.ts'

/** As PostgreSQL gives. */
const mostSuggestions = 8
const mostCollections = 100

/** What all answers are made of. */
interface Memory {
  readonly index: MemoryIndex
  readonly search: MemorySearch
  readonly clock: () => Date
}

/**
 * A catalogue of plain objects, for tests, demonstrations and small shops. Reads by id and slug are look-ups; lists,
 * searches and facets look at every product once a call, which is 2 ms for a thousand products.
 *
 * @throws Error if documents contradict one another
 */
export function createMemoryCatalog(
  documents: CatalogDocuments,
  clock: () => Date = () => new Date(),
): CatalogSource {
  const index = indexDocuments(documents)
  const memory: Memory = { index, search: createMemorySearch(index), clock }
  return { ...recordsOf(memory), ...structureOf(memory), ...listsOf(memory) }
}

type Records = Pick<CatalogSource, 'productsByIds' | 'productBySlug' | 'variantsByIds'>

function recordsOf({ index, clock }: Memory): Records {
  const saleOfId = (id: string, locale: Locale): Sale | undefined => {
    const product = index.products.get(id)
    const list = priceListOf(index.documents, locale)
    return product && list && saleOf(product, list, clock())
  }
  const record = (sale: Sale | undefined, { language }: Locale) =>
    sale && productRecord(index, sale, language)
  return {
    productsByIds: (ids, locale) => answer(() => ids.map((id) => record(saleOfId(id, locale), locale))),
    productBySlug: (slug, locale) =>
      answer(() => {
        const sales = index.productIdBySlug(slug, locale.language).map((id) => saleOfId(id, locale))
        return record(
          sales.find((sale) => sale !== undefined),
          locale,
        )
      }),
    variantsByIds: (ids, locale) =>
      answer(() =>
        ids.map((id) => {
          const product = index.variants.get(id)?.product
          const offer = saleOfId(product?.id ?? '', locale)?.offers.find(({ variant }) => variant.id === id)
          return product && offer && variantRecord(product, offer, locale.language)
        }),
      ),
  }
}

type Structure = Pick<
  CatalogSource,
  | 'categoriesByIds'
  | 'categoryIdBySlug'
  | 'rootCategoryIds'
  | 'collectionsByIds'
  | 'collectionIdBySlug'
  | 'collectionIds'
  | 'brandBySlug'
>

function structureOf({ index, clock }: Memory): Structure {
  const publicCollection = (id: string) => {
    const collection = index.collections.get(id)
    return collection && isPublic(collection, clock()) ? collection : undefined
  }
  /** Public products of a category and below it, the best seller first. */
  const productsOf = (categoryId: string): ProductDocument[] =>
    index.documents.products
      .filter((product) => isPublic(product, clock()))
      .filter((product) =>
        index.categoryPaths.get(product.categoryId ?? '')?.some(({ id }) => id === categoryId),
      )
      .sort((a, b) => (b.salesCount ?? 0) - (a.salesCount ?? 0))
  return {
    categoriesByIds: (ids, language) =>
      answer(() =>
        ids.map((id) => {
          const category = index.categories.get(id)
          return category && categoryRecord(index, category, language, productsOf(id))
        }),
      ),
    categoryIdBySlug: (slug, language) => answer(() => index.categoryIdBySlug(slug, language)[0]),
    rootCategoryIds: () =>
      answer(() =>
        index.documents.categories.filter(({ parentId }) => parentId === undefined).map(({ id }) => id),
      ),
    collectionsByIds: (ids, language) =>
      answer(() =>
        ids.map((id) => {
          const collection = publicCollection(id)
          return collection && collectionRecord(collection, language)
        }),
      ),
    collectionIdBySlug: (slug, language) =>
      answer(() => index.collectionIdBySlug(slug, language).find((id) => publicCollection(id) !== undefined)),
    collectionIds: () =>
      answer(() =>
        index.documents.collections
          .map(({ id }) => id)
          .filter((id) => publicCollection(id) !== undefined)
          .slice(0, mostCollections),
      ),
    brandBySlug: (slug) =>
      answer(() => {
        const brand = index.brandsBySlug.get(slug)
        return brand && brandRecord(brand)
      }),
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

function listsOf(memory: Memory): Lists {
  const { index } = memory
  const page = (
    request: Omit<ProductSearchRequest, 'query'> & { readonly query?: string },
    locale: Locale,
  ): ProductPage => {
    checkFacets(index, request.filter)
    const collection = index.collections.get(request.filter.collectionId ?? '')
    const found = findMatches(memory, request.query, request.filter, locale)
    const { placed, hasNextPage } = pageInOrder(found, request, collection)
    return {
      edges: placed.map(({ match, position }) => ({
        card: cardRecord(index, match, locale.language),
        position,
      })),
      hasNextPage,
    }
  }
  const count = (query: string | undefined, filter: ProductListFilter, locale: Locale): number => {
    checkFacets(index, filter)
    return Math.min(findMatches(memory, query, filter, locale).length, countLimit)
  }
  return {
    listProducts: (request, locale) => answer(() => page(request, locale)),
    countProducts: (filter, locale) => answer(() => count(undefined, filter, locale)),
    searchProducts: (request, locale) => answer(() => page(request, locale)),
    countSearch: (query, filter, locale) => answer(() => count(query, filter, locale)),
    facets: ({ query, filter }, locale) =>
      answer(() => {
        checkFacets(index, filter)
        return facetRecords(index, filter, locale, (wider) => findMatches(memory, query, wider, locale))
      }),
    suggest: (prefix, language) => answer(() => suggestions(memory, prefix, language)),
    relatedProducts: (productId, first, locale) =>
      answer(() => {
        const categoryId = index.products.get(productId)?.categoryId
        if (categoryId === undefined) return []
        const others = findMatches(memory, undefined, { categoryId }, locale).filter(
          ({ product }) => product.id !== productId,
        )
        const { placed } = pageInOrder(others, { sort: 'BEST_SELLING', first }, undefined)
        return placed.map(({ match }) => cardRecord(index, match, locale.language))
      }),
  }
}

/** Products on sale that match a filter, and a query if there is one. */
function findMatches(
  { index, search, clock }: Memory,
  query: string | undefined,
  filter: ProductListFilter,
  locale: Locale,
): Match[] {
  const now = clock()
  const list = priceListOf(index.documents, locale)
  if (list === undefined) return []
  const scores = query === undefined ? undefined : search.scores(query, locale.language)
  return index.documents.products.flatMap((product) => {
    const score = scores === undefined ? 0 : scores.get(product.id)
    const sale = score === undefined ? undefined : saleOf(product, list, now)
    if (score === undefined || sale === undefined || !matches(index, sale, filter, now)) return []
    return { ...sale, score }
  })
}

/** Titles that begin with what was typed, then those with a later word that does; the best seller first. */
function suggestions({ index, clock }: Memory, prefix: string, language: Language): string[] {
  const typed = wordsOf(prefix).join(' ')
  if (typed === '') return []
  const now = clock()
  const sold = index.documents.products
    .filter((product) => index.documents.priceLists.some((list) => saleOf(product, list, now) !== undefined))
    .sort((a, b) => (b.salesCount ?? 0) - (a.salesCount ?? 0))
  const titles = [...new Set(sold.flatMap(({ texts }) => texts[language]?.title ?? []))]
  const begins = (title: string): boolean => wordsOf(title).join(' ').startsWith(typed)
  const continues = (title: string): boolean => ` ${wordsOf(title).join(' ')}`.includes(` ${typed}`)
  return [...titles.filter(begins), ...titles.filter((title) => !begins(title) && continues(title))].slice(
    0,
    mostSuggestions,
  )
}

/** Failures come as a rejected promise, as from every other source. */
function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work())
  })
}
