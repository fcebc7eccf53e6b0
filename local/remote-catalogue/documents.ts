import type {
  CategoryRecord,
  CollectionRecord,
  FacetRecord,
  ProductCardRecord,
  ProductListFilter,
  ProductRecord,
  VariantRecord,
} from '../../api/catalog/catalog-source.ts'
import type {
  CardDocument,
  CategoryDocument,
  CollectionDocument,
  FacetDocument,
  ProductDocument,
  Question,
  VariantDocument,
} from '../../api/catalog/http/protocol.ts'
import type { Language } from '../../api/locale.ts'

/** Records in the words of the protocol: what api/catalog/http/mapping.ts reads, the other way round. */

export function productDocument(product: ProductRecord): ProductDocument {
  return {
    id: product.id,
    slug: product.slug,
    slugs: slugDocuments(product.slugs),
    title: product.title,
    excerpt: product.excerpt,
    description_html: product.descriptionHtml,
    brand: product.brand,
    tags: product.tags.slice(),
    category_path: product.categoryPath.slice(),
    images: product.images.slice(),
    videos: product.videos.map(({ url, mimeType, posterUrl, alt }) => ({
      url,
      mime_type: mimeType,
      poster_url: posterUrl,
      alt,
    })),
    attributes: product.attributes.map((attribute) => ({ ...attribute, values: attribute.values.slice() })),
    options: product.options.map(({ name, values }) => ({ name, values: values.slice() })),
    variants: product.variants.map(variantDocument),
    seo: { title: product.seoTitle, description: product.seoDescription },
    published_at: product.publishedAt,
  }
}

export function variantDocument(variant: VariantRecord): VariantDocument {
  return {
    id: variant.id,
    product_id: variant.productId,
    sku: variant.sku,
    title: variant.title,
    options: variant.selectedOptions.slice(),
    price: {
      currency: variant.currency,
      amount: variant.amount,
      compare_at: variant.compareAtAmount,
      lowest_recent: variant.lowestRecentAmount,
      tax_included: variant.taxIncluded,
      tiers: variant.tiers.map(({ minQuantity, amount }) => ({ from_quantity: minQuantity, amount })),
    },
    stock: variant.available,
    image: variant.image,
    barcode: variant.barcode,
    weight_grams: variant.weightGrams,
    tax_class: variant.taxClass,
  }
}

export function cardDocument(card: ProductCardRecord): CardDocument {
  return {
    id: card.id,
    slug: card.slug,
    title: card.title,
    excerpt: card.excerpt,
    brand: card.brand,
    tags: card.tags.slice(),
    category: card.category,
    image: card.image,
    price: {
      currency: card.currency,
      minimum: card.minimumAmount,
      maximum: card.maximumAmount,
      compare_at: card.compareAtAmount,
      lowest_recent: card.lowestRecentAmount,
    },
    available: card.available,
    published_at: card.publishedAt,
  }
}

export function categoryDocument(category: CategoryRecord): CategoryDocument {
  return {
    id: category.id,
    slug: category.slug,
    slugs: slugDocuments(category.slugs),
    name: category.name,
    description: category.description,
    ancestors: category.ancestors.slice(),
    children: category.children.slice(),
    product_count: category.productCount,
    image: category.image,
    seo: { title: category.seoTitle, description: category.seoDescription },
  }
}

export function collectionDocument(collection: CollectionRecord): CollectionDocument {
  return {
    id: collection.id,
    slug: collection.slug,
    slugs: slugDocuments(collection.slugs),
    name: collection.name,
    description: collection.description,
    image: collection.image,
    seo: { title: collection.seoTitle, description: collection.seoDescription },
  }
}

export function facetDocument({ isEstimate, options, ...facet }: FacetRecord): FacetDocument {
  return { ...facet, options: options.slice(), is_estimate: isEstimate }
}

/** What is left out is left out of the filter, too: a condition on nothing is none. */
export function listFilter(filter: Question['filter']): ProductListFilter {
  const { category_id, collection_id, price_from, price_until, brands, tags, available, attributes } = filter
  return {
    ...(category_id === undefined ? {} : { categoryId: category_id }),
    ...(collection_id === undefined ? {} : { collectionId: collection_id }),
    ...(price_from === undefined ? {} : { priceFrom: price_from }),
    ...(price_until === undefined ? {} : { priceUntil: price_until }),
    ...(brands === undefined ? {} : { brands }),
    ...(tags === undefined ? {} : { tags }),
    ...(available === undefined ? {} : { available }),
    ...(attributes === undefined
      ? {}
      : {
          attributes: attributes.map((attribute) => {
            switch (attribute.kind) {
              case 'options':
              case 'boolean':
                return attribute
              case 'number':
                return { kind: attribute.kind, code: attribute.code, ...boundsOf(attribute) }
              case 'date':
                return { kind: attribute.kind, code: attribute.code, ...boundsOf(attribute) }
            }
          }),
        }),
  }
}

function boundsOf<Bound>({ from, until }: { from?: Bound | undefined; until?: Bound | undefined }): {
  from?: Bound
  until?: Bound
} {
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
}

function slugDocuments(slugs: ProductRecord['slugs']): ProductDocument['slugs'] {
  return slugs.map(({ language, slug }) => ({ language: languageDocument(language), slug }))
}

function languageDocument(language: Language): 'de' | 'en' {
  return language === 'DE' ? 'de' : 'en'
}
