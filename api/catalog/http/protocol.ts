import { z } from 'zod'

/**
 * The documents of the remote catalogue protocol, version 1 (docs/remote-catalogue.md). Everything that arrives is
 * checked against these at the border; what the schemas do not name is ignored, so that the other side may add.
 */

const id = z.string().min(1).max(200)
const slug = z.string().max(300)
const minorUnits = z.int().min(0).max(100_000_000)
/** Pictures are shown and links are followed by browsers: nothing but the web, or the shop itself. */
const address = z
  .string()
  .max(2_000)
  .regex(/^(?:https?:\/\/|\/(?!\/))/, 'an http(s):// address or an absolute path')
const instant = z.iso.datetime({ offset: true })
const language = z.enum(['de', 'en'])
const currency = z.enum(['CHF', 'EUR'])

const slugs = z.array(z.object({ language, slug })).max(10)
const seo = z.object({ title: z.string().nullable(), description: z.string().nullable() })

const image = z.object({
  url: address,
  alt: z.string(),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
})

const categoryReference = z.object({ id, slug, name: z.string() })

const brandDocument = z.object({
  id,
  slug,
  name: z.string(),
  url: z.url({ protocol: /^https?$/ }).nullable(),
})

/** Null: the remote system does not keep prices. */
const variantPrice = z
  .object({
    currency,
    amount: minorUnits,
    compare_at: minorUnits.nullable(),
    lowest_recent: minorUnits.nullable(),
    tax_included: z.boolean(),
    tiers: z.array(z.object({ from_quantity: z.int().min(2), amount: minorUnits })).max(100),
  })
  .nullable()

export const variantDocument = z.object({
  id,
  product_id: id,
  sku: z.string().min(1).max(200),
  title: z.string(),
  options: z.array(z.object({ name: z.string(), value: z.string() })).max(10),
  price: variantPrice,
  /** Pieces that can be promised; null: not counted. */
  stock: z.int().nullable(),
  image: image.nullable(),
  barcode: z.string().nullable(),
  weight_grams: z.int().min(0).nullable(),
  tax_class: z.enum(['standard', 'reduced']),
})

const attributeValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), code: z.string(), label: z.string() }),
  z.object({
    type: z.literal('colour'),
    code: z.string(),
    label: z.string(),
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .nullable(),
  }),
  z.object({ type: z.literal('number'), value: z.number() }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({ type: z.literal('date'), value: z.iso.date() }),
])

export const productDocument = z.object({
  id,
  slug,
  slugs,
  title: z.string().min(1),
  excerpt: z.string(),
  description_html: z.string(),
  brand: brandDocument.nullable(),
  tags: z.array(z.string()).max(250),
  category_path: z.array(categoryReference).max(20),
  images: z.array(image).max(250),
  videos: z
    .array(
      z.object({
        url: address,
        mime_type: z.string().regex(/^video\//),
        poster_url: address.nullable(),
        alt: z.string(),
      }),
    )
    .max(50),
  attributes: z
    .array(
      z.object({
        code: z.string(),
        name: z.string(),
        unit: z.string().nullable(),
        values: z.array(attributeValue).max(100),
      }),
    )
    .max(250),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).max(10),
  variants: z.array(variantDocument).max(2_000),
  seo,
  published_at: instant,
})

/** Null: the remote system does not keep prices. */
const cardPrice = z
  .object({
    currency,
    minimum: minorUnits,
    maximum: minorUnits,
    compare_at: minorUnits.nullable(),
    lowest_recent: minorUnits.nullable(),
  })
  .nullable()

const cardDocument = z.object({
  id,
  slug,
  title: z.string().min(1),
  excerpt: z.string(),
  brand: z.string().nullable(),
  tags: z.array(z.string()),
  category: categoryReference.nullable(),
  image: image.nullable(),
  price: cardPrice,
  available: z.boolean(),
  published_at: instant,
})

export const categoryDocument = z.object({
  id,
  slug,
  slugs,
  name: z.string(),
  description: z.string().nullable(),
  ancestors: z.array(categoryReference).max(20),
  children: z.array(categoryReference).max(1_000),
  product_count: z.int().min(0),
  image: image.nullable(),
  seo,
})

export const collectionDocument = z.object({
  id,
  slug,
  slugs,
  name: z.string(),
  description: z.string().nullable(),
  image: image.nullable(),
  seo,
})

const facetDocument = z.object({
  code: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  kind: z.enum(['options', 'range', 'boolean']),
  is_estimate: z.boolean(),
  options: z
    .array(
      z.object({
        value: z.string(),
        label: z.string(),
        colour: z
          .string()
          .regex(/^#[0-9a-f]{6}$/)
          .nullable(),
        count: z.int().min(0),
      }),
    )
    .max(50),
  minimum: z.string().nullable(),
  maximum: z.string().nullable(),
})

/** Opaque; says where the page after an item begins. */
const cursor = z.string().min(1).max(1_000)

/** Several of something: those that are there, in any order. Each item is checked by itself. */
export const itemsAnswer = z.object({ items: z.array(z.unknown()) })
export const itemAnswer = z.object({ item: z.unknown() })
export const brandAnswer = z.object({ item: brandDocument.nullable() })
export const idAnswer = z.object({ id: id.nullable() })
export const idsAnswer = z.object({ ids: z.array(id) })
export const matchingIdsAnswer = z.object({ ids: z.array(id), is_complete: z.boolean() })
export const listAnswer = z.object({
  items: z.array(z.object({ cursor, card: cardDocument })),
  has_more: z.boolean(),
})
export const countAnswer = z.object({ count: z.int().min(0) })
export const facetsAnswer = z.object({ items: z.array(facetDocument) })
export const relatedAnswer = z.object({ items: z.array(cardDocument).max(100) })
export const suggestionsAnswer = z.object({ items: z.array(z.string()).max(100) })

export const changesAnswer = z.object({
  changes: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.enum(['product', 'category', 'collection']), id }),
        /** More changed than is told one by one. */
        z.object({ kind: z.literal('everything') }),
      ]),
    )
    .max(1_000),
  cursor,
  has_more: z.boolean(),
})

/** What a request that cannot be answered gets, with status 400. */
export const errorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export const localeParameters = z.object({ language, country: z.enum(['AT', 'CH', 'DE']), currency })

/** What a list, a count or facets are asked by. Sent as JSON: in the parameter `question`, or as the body of a POST. */
export const question = z.object({
  locale: localeParameters,
  /** What was searched for; left out: all products. */
  query: z.string().optional(),
  filter: z.object({
    category_id: z.string().optional(),
    collection_id: z.string().optional(),
    brands: z.array(z.string()).optional(),
    tags: z.array(z.string()).optional(),
    price_from: z.int().optional(),
    price_until: z.int().optional(),
    available: z.boolean().optional(),
    attributes: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('options'), code: z.string(), options: z.array(z.string()) }),
          z.object({
            kind: z.literal('number'),
            code: z.string(),
            from: z.number().optional(),
            until: z.number().optional(),
          }),
          z.object({
            kind: z.literal('date'),
            code: z.string(),
            from: z.string().optional(),
            until: z.string().optional(),
          }),
          z.object({ kind: z.literal('boolean'), code: z.string(), value: z.boolean() }),
        ]),
      )
      .optional(),
  }),
  sort: z
    .enum(['best_selling', 'manual', 'newest', 'price_ascending', 'price_descending', 'relevance'])
    .optional(),
  first: z.int().min(1).optional(),
  after: z.string().optional(),
})

export type VariantDocument = z.infer<typeof variantDocument>
export type ProductDocument = z.infer<typeof productDocument>
export type CardDocument = z.infer<typeof cardDocument>
export type CategoryDocument = z.infer<typeof categoryDocument>
export type CollectionDocument = z.infer<typeof collectionDocument>
export type FacetDocument = z.infer<typeof facetDocument>
export type ChangesAnswer = z.infer<typeof changesAnswer>
export type Question = z.infer<typeof question>
export type LocaleParameters = z.infer<typeof localeParameters>

/** Codes of `errorAnswer` that the shop understands. */
export const errorCodes = {
  invalidCursor: 'invalid_cursor',
  unknownFacet: 'unknown_facet',
  /** Of the change feed: the cursor is too old, or of another system. */
  unknownCursor: 'unknown_cursor',
} as const

/** Where what is asked. */
export const remotePaths = {
  products: '/v1/products',
  productBySlug: '/v1/products/by-slug',
  related: '/v1/products/related',
  variants: '/v1/variants',
  categories: '/v1/categories',
  categoryBySlug: '/v1/categories/by-slug',
  rootCategories: '/v1/categories/roots',
  collections: '/v1/collections',
  collectionBySlug: '/v1/collections/by-slug',
  collectionIds: '/v1/collections/ids',
  brandBySlug: '/v1/brands/by-slug',
  list: '/v1/list',
  count: '/v1/count',
  facets: '/v1/facets',
  matchingIds: '/v1/matching-ids',
  suggestions: '/v1/suggestions',
  changes: '/v1/changes',
} as const

/** Of `id` parameters in one request. */
export const mostIdsARequest = 100
