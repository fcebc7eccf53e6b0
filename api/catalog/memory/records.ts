import type { Language } from '../../locale.ts'
import type {
  AttributeRecord,
  AttributeValueRecord,
  BrandRecord,
  CategoryRecord,
  CategoryReference,
  CollectionRecord,
  ImageRecord,
  ProductCardRecord,
  ProductRecord,
  VariantRecord,
} from '../catalog-source.ts'
import type {
  AttributeDocument,
  BrandDocument,
  CategoryDocument,
  CollectionDocument,
  ImageDocument,
  ProductDocument,
} from './documents.ts'
import type { MemoryIndex } from './index.ts'
import type { Offer, Sale } from './sale.ts'
import { preferred, slugsOf, textOf } from './texts.ts'

export function productRecord(index: MemoryIndex, sale: Sale, language: Language): ProductRecord {
  const { product } = sale
  const variants = sale.offers.map((offer) => variantRecord(product, offer, language))
  const optionNames = namesOfOptions(product, language)
  return {
    id: product.id,
    slug: textOf(product.texts, language, 'slug') ?? '',
    slugs: slugsOf(product.texts),
    title: textOf(product.texts, language, 'title') ?? '',
    excerpt: textOf(product.texts, language, 'excerpt') ?? '',
    descriptionHtml: textOf(product.texts, language, 'descriptionHtml') ?? '',
    brand: brandOf(index, product),
    tags: product.tags ?? [],
    categoryPath: (index.categoryPaths.get(product.categoryId ?? '') ?? []).map((category) =>
      categoryReference(category, language),
    ),
    images: (product.images ?? []).map((image) => imageRecord(image, language)),
    videos: product.videos ?? [],
    attributes: index.documents.attributes.flatMap(
      (attribute) => attributeRecord(attribute, product, language) ?? [],
    ),
    options: optionNames.map((name, position) => ({
      name,
      values: [...new Set(variants.map(({ selectedOptions }) => selectedOptions[position]?.value ?? ''))],
    })),
    variants,
    seoTitle: textOf(product.texts, language, 'seoTitle') ?? null,
    seoDescription: textOf(product.texts, language, 'seoDescription') ?? null,
    publishedAt: new Date(sale.publishedAt).toISOString(),
  }
}

export function cardRecord(index: MemoryIndex, sale: Sale, language: Language): ProductCardRecord {
  const { product } = sale
  const category = index.categories.get(product.categoryId ?? '')
  const [image] = product.images ?? []
  const reduced = sale.offers.flatMap((offer) =>
    offer.compareAtAmount === null ? [] : { ...offer, reduction: offer.compareAtAmount - offer.amount },
  )
  return {
    id: product.id,
    slug: textOf(product.texts, language, 'slug') ?? '',
    title: textOf(product.texts, language, 'title') ?? '',
    excerpt: textOf(product.texts, language, 'excerpt') ?? '',
    brand: brandOf(index, product)?.name ?? null,
    tags: product.tags ?? [],
    category: category === undefined ? null : categoryReference(category, language),
    image: image === undefined ? null : imageRecord(image, language),
    currency: sale.offers[0]?.currency ?? 'EUR',
    minimumAmount: sale.minimumAmount,
    maximumAmount: sale.maximumAmount,
    compareAtAmount: reduced.toSorted((a, b) => b.reduction - a.reduction)[0]?.compareAtAmount ?? null,
    lowestRecentAmount: reduced.toSorted((a, b) => a.amount - b.amount)[0]?.lowestRecentAmount ?? null,
    available: sale.available,
    publishedAt: new Date(sale.publishedAt).toISOString(),
  }
}

export function variantRecord(product: ProductDocument, offer: Offer, language: Language): VariantRecord {
  const { variant } = offer
  const values = preferred(variant.values ?? {}, language)[0] ?? []
  const image = product.images?.find(({ url }) => url === variant.imageUrl) ?? product.images?.[0]
  return {
    id: variant.id,
    productId: product.id,
    sku: variant.sku,
    title: values.join(' / '),
    selectedOptions: namesOfOptions(product, language).map((name, position) => ({
      name,
      value: values[position] ?? '',
    })),
    currency: offer.currency,
    amount: offer.amount,
    compareAtAmount: offer.compareAtAmount,
    lowestRecentAmount: offer.lowestRecentAmount,
    tiers: offer.tiers,
    taxIncluded: offer.taxIncluded,
    available: variant.available ?? null,
    image: image === undefined ? null : imageRecord(image, language),
    barcode: variant.barcode ?? null,
    weightGrams: variant.weightGrams ?? null,
    taxClass: variant.taxClass ?? 'standard',
  }
}

/** @param onSale products in the category and below, the best seller first */
export function categoryRecord(
  index: MemoryIndex,
  category: CategoryDocument,
  language: Language,
  onSale: readonly ProductDocument[],
): CategoryRecord {
  const [picture] = onSale.flatMap(({ images = [] }) => images.slice(0, 1))
  return {
    ...categoryReference(category, language),
    ancestors: (index.categoryPaths.get(category.id) ?? [])
      .slice(0, -1)
      .map((one) => categoryReference(one, language)),
    children: index.documents.categories
      .filter(({ parentId }) => parentId === category.id)
      .map((one) => categoryReference(one, language)),
    slugs: slugsOf(category.texts),
    description: textOf(category.texts, language, 'description') ?? null,
    seoTitle: textOf(category.texts, language, 'seoTitle') ?? null,
    seoDescription: textOf(category.texts, language, 'seoDescription') ?? null,
    productCount: onSale.length,
    image: picture === undefined ? null : imageRecord(picture, language),
  }
}

export function categoryReference(category: CategoryDocument, language: Language): CategoryReference {
  return {
    id: category.id,
    slug: textOf(category.texts, language, 'slug') ?? '',
    name: textOf(category.texts, language, 'name') ?? '',
  }
}

export function collectionRecord(collection: CollectionDocument, language: Language): CollectionRecord {
  return {
    id: collection.id,
    slug: textOf(collection.texts, language, 'slug') ?? '',
    slugs: slugsOf(collection.texts),
    name: textOf(collection.texts, language, 'name') ?? '',
    description: textOf(collection.texts, language, 'description') ?? null,
    seoTitle: textOf(collection.texts, language, 'seoTitle') ?? null,
    seoDescription: textOf(collection.texts, language, 'seoDescription') ?? null,
    image: collection.image ?? null,
  }
}

export function brandRecord({ id, slug, name, url }: BrandDocument): BrandRecord {
  return { id, slug, name, url: url ?? null }
}

function brandOf(index: MemoryIndex, product: ProductDocument): BrandRecord | null {
  const brand = index.brands.get(product.brandId ?? '')
  return brand === undefined ? null : brandRecord(brand)
}

function imageRecord({ url, alt, alts, width, height }: ImageDocument, language: Language): ImageRecord {
  return { url, alt: alts?.[language] ?? alt, width, height }
}

function namesOfOptions(product: ProductDocument, language: Language): string[] {
  return (product.optionNames ?? []).map((name) => preferred(name, language)[0] ?? '')
}

function attributeRecord(
  attribute: AttributeDocument,
  product: ProductDocument,
  language: Language,
): AttributeRecord | undefined {
  const given = (product.attributes ?? []).filter(({ code }) => code === attribute.code)
  if (given.length === 0) return undefined
  return {
    code: attribute.code,
    name: preferred(attribute.names, language)[0] ?? attribute.code,
    unit: attribute.unit ?? null,
    values: given.map(({ value }) => attributeValue(attribute, value, language)),
  }
}

function attributeValue(
  attribute: AttributeDocument,
  value: string | number | boolean,
  language: Language,
): AttributeValueRecord {
  switch (attribute.type) {
    case 'number':
      return { type: 'number', value: Number(value) }
    case 'boolean':
      return { type: 'boolean', value: value === true }
    case 'date':
      return { type: 'date', value: String(value) }
    case 'text':
    case 'colour': {
      const option = attribute.options?.find(({ code }) => code === value)
      const code = String(value)
      const label = preferred(option?.names ?? {}, language)[0] ?? code
      return attribute.type === 'text'
        ? { type: 'text', code, label }
        : { type: 'colour', code, label, colour: option?.colour ?? null }
    }
  }
}
