import type { Locale } from '../../locale.ts'
import type { CatalogSource, ProductRecord, VariantRecord } from '../catalog-source.ts'
import { listsOf, ownCards } from './lists.ts'
import type { HttpCatalog } from '../http/catalog.ts'
import type { OwnOffers, OwnProduct } from './own-offers.ts'
import type { OwnRanking } from './own-ranking.ts'

export interface ComposedSources {
  /** Says what products are, and which match. Its own prices and stock are not looked at. */
  readonly content: HttpCatalog
  readonly offers: OwnOffers
  readonly ranking: OwnRanking
}

/**
 * A catalogue of two sources: products, texts and the search of a remote system; prices and stock of PostgreSQL. Ids
 * of products and variants are PostgreSQL's, so that carts and orders work; those of categories and collections are
 * the remote system's. docs/remote-catalogue.md says which lists it cannot give.
 */
export function createComposedCatalog(sources: ComposedSources): CatalogSource {
  const { content } = sources
  return {
    ...recordsOf(sources),
    ...listsOf(sources),
    categoriesByIds: (ids, language) => content.categoriesByIds(ids, language),
    categoryIdBySlug: (slug, language) => content.categoryIdBySlug(slug, language),
    rootCategoryIds: () => content.rootCategoryIds(),
    collectionsByIds: (ids, language) => content.collectionsByIds(ids, language),
    collectionIdBySlug: (slug, language) => content.collectionIdBySlug(slug, language),
    collectionIds: () => content.collectionIds(),
    brandBySlug: (slug) => content.brandBySlug(slug),
    suggest: (prefix, language) => content.suggest(prefix, language),
  }
}

type Records = Pick<CatalogSource, 'productsByIds' | 'productBySlug' | 'variantsByIds' | 'relatedProducts'>

function recordsOf({ content, offers }: ComposedSources): Records {
  async function composed(own: readonly OwnProduct[], locale: Locale): Promise<ProductRecord[]> {
    const described = await content.productsByIds(
      own.map(({ externalId }) => externalId),
      locale,
    )
    return own.flatMap((offer, index) => composedProduct(described[index], offer) ?? [])
  }
  return {
    async productsByIds(ids, locale) {
      const products = await composed(await offers.byIds(ids, locale), locale)
      const byId = new Map(products.map((product) => [product.id, product]))
      return ids.map((id) => byId.get(id))
    },
    async productBySlug(slug, locale) {
      const described = await content.productBySlug(slug, locale)
      if (described === undefined) return undefined
      const [own] = await offers.byExternalIds([described.id], locale)
      return own && composedProduct(described, own)
    },
    async variantsByIds(ids, locale) {
      const products = await composed(await offers.byVariantIds(ids, locale), locale)
      const byId = new Map(
        products.flatMap(({ variants }) => variants.map((variant) => [variant.id, variant])),
      )
      return ids.map((id) => byId.get(id))
    },
    async relatedProducts(productId, first, locale) {
      const externalId = await offers.externalIdOf(productId)
      if (externalId === undefined) return []
      const related = await content.relatedProducts(externalId, first, locale)
      const cards = await ownCards(offers, related, locale)
      return related.flatMap(({ id }) => cards.get(id) ?? [])
    },
  }
}

/** @returns undefined if none of the described variants is for sale here */
function composedProduct(described: ProductRecord | undefined, own: OwnProduct): ProductRecord | undefined {
  if (described === undefined) return undefined
  const bySku = new Map(own.variants.map((variant) => [variant.sku, variant]))
  const variants = described.variants.flatMap((variant): VariantRecord[] => {
    const offer = bySku.get(variant.sku)
    return offer === undefined ? [] : [{ ...variant, ...offer, productId: own.id }]
  })
  if (variants.length === 0) return undefined
  const isOffered = (name: string, value: string) =>
    variants.some(({ selectedOptions }) =>
      selectedOptions.some((selected) => selected.name === name && selected.value === value),
    )
  const options = described.options.map(({ name, values }) => ({
    name,
    values: values.filter((value) => isOffered(name, value)),
  }))
  return { ...described, id: own.id, options, variants }
}
