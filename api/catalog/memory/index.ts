import type { Language } from '../../locale.ts'
import type {
  AttributeDocument,
  BrandDocument,
  CatalogDocuments,
  CategoryDocument,
  CollectionDocument,
  FormerSlug,
  ProductDocument,
  Translated,
  VariantDocument,
} from './documents.ts'
import { slugsOf } from './texts.ts'

/** The documents of a catalogue by what they are asked for. Built once; documents do not change. */
export interface MemoryIndex {
  readonly documents: CatalogDocuments
  readonly products: ReadonlyMap<string, ProductDocument>
  readonly variants: ReadonlyMap<
    string,
    { readonly product: ProductDocument; readonly variant: VariantDocument }
  >
  readonly categories: ReadonlyMap<string, CategoryDocument>
  readonly collections: ReadonlyMap<string, CollectionDocument>
  readonly brands: ReadonlyMap<string, BrandDocument>
  readonly brandsBySlug: ReadonlyMap<string, BrandDocument>
  readonly attributes: ReadonlyMap<string, AttributeDocument>
  /** From the root down to the category itself. */
  readonly categoryPaths: ReadonlyMap<string, readonly CategoryDocument[]>
  readonly productIdBySlug: SlugLookup
  readonly categoryIdBySlug: SlugLookup
  readonly collectionIdBySlug: SlugLookup
}

/** Ids that a slug may mean, best first: of the given language, of another, former ones of either. */
type SlugLookup = (slug: string, language: Language) => string[]

/** @throws Error if two documents of a kind share an id, or if one names another that is not there */
export function indexDocuments(documents: CatalogDocuments): MemoryIndex {
  const categories = byKey('category', documents.categories, ({ id }) => id)
  const brands = byKey('brand', documents.brands, ({ id }) => id)
  const attributes = byKey('attribute', documents.attributes, ({ code }) => code)
  const products = byKey('product', documents.products, ({ id }) => id)
  const variants = byKey(
    'variant',
    documents.products.flatMap((product) => product.variants.map((variant) => ({ product, variant }))),
    ({ variant }) => variant.id,
  )
  for (const product of documents.products) {
    mustKnow('category', categories, product.categoryId, `product ${product.id}`)
    mustKnow('brand', brands, product.brandId, `product ${product.id}`)
    for (const { code } of product.attributes ?? [])
      mustKnow('attribute', attributes, code, `product ${product.id}`)
  }
  return {
    documents,
    products,
    variants,
    categories,
    collections: byKey('collection', documents.collections, ({ id }) => id),
    brands,
    brandsBySlug: byKey('brand', documents.brands, ({ slug }) => slug),
    attributes,
    categoryPaths: new Map(documents.categories.map(({ id }) => [id, pathTo(categories, id)])),
    productIdBySlug: slugLookup(documents.products),
    categoryIdBySlug: slugLookup(documents.categories),
    collectionIdBySlug: slugLookup(documents.collections),
  }
}

function byKey<T>(kind: string, documents: readonly T[], key: (document: T) => string): Map<string, T> {
  const found = new Map<string, T>()
  for (const document of documents) {
    if (found.has(key(document))) {
      throw new Error(`Two documents are the ${kind} "${key(document)}"; give each its own key.`)
    }
    found.set(key(document), document)
  }
  return found
}

function mustKnow(
  kind: string,
  known: ReadonlyMap<string, unknown>,
  key: string | undefined,
  whose: string,
): void {
  if (key === undefined || known.has(key)) return
  throw new Error(`The ${kind} "${key}" of ${whose} does not exist; add it or name another.`)
}

function pathTo(categories: ReadonlyMap<string, CategoryDocument>, id: string): CategoryDocument[] {
  const path: CategoryDocument[] = []
  for (let next: string | undefined = id; next !== undefined; ) {
    const category = categories.get(next)
    if (category === undefined || path.includes(category)) {
      throw new Error(
        `The categories above "${id}" do not end in a root: "${next}" is missing or its own ancestor.`,
      )
    }
    path.unshift(category)
    next = category.parentId
  }
  return path
}

interface Addressed {
  readonly id: string
  readonly texts: Translated<{ readonly slug: string }>
  readonly formerSlugs?: readonly FormerSlug[]
}

function slugLookup(documents: readonly Addressed[]): SlugLookup {
  const present = new Map<string, string>()
  const former = new Map<string, string>()
  for (const { id, texts, formerSlugs = [] } of documents) {
    for (const { language, slug } of slugsOf(texts)) present.set(`${language} ${slug}`, id)
    for (const { language, slug } of formerSlugs) former.set(`${language} ${slug}`, id)
  }
  return (slug, language) => {
    const languages = language === 'DE' ? ['DE', 'EN'] : ['EN', 'DE']
    const keys = languages.map((one) => `${one} ${slug}`)
    return [present, former].flatMap((slugs) => keys.flatMap((key) => slugs.get(key) ?? []))
  }
}
