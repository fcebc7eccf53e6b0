import { z } from 'zod'

/**
 * Lines of Kontor's own format (docs/catalogue-import.md). Bounds are those of the tables, so that what passes here
 * fails there only for what the shop already has.
 */

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'contains NUL or half a character')
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'contains NUL or half a character')

const maximumText = 1_048_576
const id = line(255)
const slug = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is no address: lower case letters a to z, digits and single hyphens')
const language = z.enum(['de', 'en'])
const instant = z.iso.datetime({ offset: true })
const wholeNumber = z.int().min(-2_147_483_648).max(2_147_483_647)
const amount = z.int().min(0).max(100_000_000)
const address = line(2000).regex(
  /^(?:https?:\/\/|\/[^/])/,
  'is no address that begins with https:// or with one /',
)
const perLanguage = <T extends z.ZodType>(value: T) => z.partialRecord(language, value)
const inSomeLanguage = <T extends z.ZodType>(value: T) =>
  perLanguage(value).refine(
    (texts) => Object.keys(texts).length > 0,
    'names no language; give "en", "de" or both',
  )
const unique = <T>(values: readonly T[], key: (value: T) => unknown): boolean =>
  new Set(values.map(key)).size === values.length

/** A number that grows with every change of the sender, or the time of the change; the greater one is the newer. */
const version = { version: z.int().min(0).optional(), updatedAt: instant.optional() }

const pageTexts = inSomeLanguage(
  z.strictObject({
    slug,
    name: line(1000),
    description: text(maximumText).nullable().optional(),
    seoTitle: text(1000).nullable().optional(),
    seoDescription: text(5000).nullable().optional(),
  }),
)

const upsert = z.literal('upsert').optional()

const customerGroup = z.strictObject({
  op: upsert,
  type: z.literal('customerGroup'),
  code: slug,
  name: line(1000),
})

const priceList = z
  .strictObject({
    op: upsert,
    type: z.literal('priceList'),
    code: id,
    currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency, e.g. EUR'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is no country, e.g. DE')
      .nullable()
      .optional(),
    customerGroup: id.nullable().optional(),
    inherits: id.nullable().optional(),
    taxIncluded: z.boolean().optional(),
  })
  .refine(
    ({ country, customerGroup: group, inherits }) =>
      (country == null && group == null) === (inherits == null),
    'A list for a country or a customer group names in "inherits" the general one that completes it; a general one names none',
  )

const brand = z.strictObject({
  op: upsert,
  type: z.literal('brand'),
  id,
  slug,
  name: line(1000),
  url: z
    .string()
    .max(2000)
    .regex(/^https?:\/\//, 'is no address that begins with https://')
    .nullable()
    .optional(),
})

const attribute = z
  .strictObject({
    op: upsert,
    type: z.literal('attribute'),
    code: z
      .string()
      .max(255)
      .regex(
        /^[a-z0-9]+(?:_[a-z0-9]+)*$/,
        'is no code: lower case letters a to z, digits and single underscores',
      ),
    valueType: z.enum(['text', 'number', 'boolean', 'date', 'colour']),
    unit: line(50).nullable().optional(),
    facet: z.boolean().optional(),
    position: wholeNumber.optional(),
    names: inSomeLanguage(line(1000)),
    options: z
      .array(
        z.strictObject({
          code: slug,
          names: inSomeLanguage(line(1000)),
          colour: z
            .string()
            .regex(/^#[0-9a-f]{6}$/, 'is no colour, e.g. #c0a080')
            .nullable()
            .optional(),
          position: wholeNumber.optional(),
        }),
      )
      .max(10_000)
      .refine((options) => unique(options, ({ code }) => code), 'has a code twice')
      .optional(),
  })
  .refine(({ unit, valueType }) => unit == null || valueType === 'number', 'Only numbers have a unit')
  .refine(
    ({ options, valueType }) =>
      (options ?? []).length === 0 || valueType === 'text' || valueType === 'colour',
    'Only texts and colours have options',
  )
  .refine(
    ({ options, valueType }) =>
      valueType === 'colour' || (options ?? []).every(({ colour }) => colour == null),
    'Only options of a colour have a "colour"',
  )

const category = z.strictObject({
  op: upsert,
  type: z.literal('category'),
  id,
  parent: id.nullable().optional(),
  position: wholeNumber.optional(),
  texts: pageTexts,
})

const opensBeforeItCloses = ({
  publishedAt,
  unpublishedAt,
}: {
  publishedAt?: string | null | undefined
  unpublishedAt?: string | null | undefined
}): boolean =>
  unpublishedAt == null || (publishedAt != null && Date.parse(unpublishedAt) > Date.parse(publishedAt))
const windowFault = '"unpublishedAt" needs a "publishedAt" before it'

const collection = z
  .strictObject({
    op: upsert,
    type: z.literal('collection'),
    id,
    rule: z.record(z.string(), z.unknown()).nullable().optional(),
    publishedAt: instant.nullable().optional(),
    unpublishedAt: instant.nullable().optional(),
    position: wholeNumber.optional(),
    imageUrl: address.nullable().optional(),
    texts: pageTexts,
  })
  .refine(opensBeforeItCloses, windowFault)

const tiers = z
  .array(z.strictObject({ minQuantity: z.int().min(2).max(100_000), amount }))
  .max(100)
  .refine((all) => unique(all, ({ minQuantity }) => minQuantity), 'has a "minQuantity" twice')
const schedules = z
  .array(
    z
      .strictObject({ amount, from: instant, until: instant })
      .refine(({ from, until }) => Date.parse(until) > Date.parse(from), '"until" is not after "from"'),
  )
  .max(100)
  .refine((all) => {
    const sorted = all.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from))
    return sorted.every(
      ({ from }, index) => index === 0 || Date.parse(sorted[index - 1]?.until ?? from) <= Date.parse(from),
    )
  }, 'overlap')
const priceFields = {
  compareAtAmount: amount.nullable().optional(),
  lowestRecentAmount: amount.nullable().optional(),
  tiers: tiers.optional(),
  schedules: schedules.optional(),
}
const price = z
  .strictObject({ list: id, amount, ...priceFields })
  .refine(
    ({ amount: own, compareAtAmount: before }) => before == null || before > own,
    '"compareAtAmount" is not higher than "amount"',
  )
const pieces = z.int().min(0).max(1_000_000_000)

const variant = z.strictObject({
  sku: id,
  optionValues: perLanguage(z.array(line(1000)).max(3)).optional(),
  image: address.nullable().optional(),
  barcode: line(255).nullable().optional(),
  weightGrams: z.int().min(0).max(100_000_000).nullable().optional(),
  taxClass: z.enum(['standard', 'reduced']).optional(),
  prices: z
    .array(price)
    .max(1000)
    .refine((all) => unique(all, ({ list }) => list), 'has a list twice'),
  stock: z.record(id, pieces).nullable().optional(),
})

const attributeValue = z.union([line(1000), z.number(), z.boolean()])

const product = z
  .strictObject({
    op: upsert,
    type: z.literal('product'),
    id,
    ...version,
    category: id.nullable().optional(),
    brand: id.nullable().optional(),
    tags: z.array(line(255)).max(250).optional(),
    publishedAt: instant.nullable().optional(),
    unpublishedAt: instant.nullable().optional(),
    salesCount: z.int().min(0).max(1_000_000_000).optional(),
    texts: inSomeLanguage(
      z.strictObject({
        slug: slug.optional(),
        title: line(1000),
        descriptionHtml: text(maximumText).optional(),
        excerpt: text(300).optional(),
        seoTitle: text(1000).nullable().optional(),
        seoDescription: text(5000).nullable().optional(),
        keywords: text(10_000).optional(),
      }),
    ),
    attributes: z
      .record(
        z.string(),
        z.union([
          attributeValue,
          z
            .array(attributeValue)
            .min(1)
            .max(100)
            .refine((values) => unique(values, (value) => value), 'has a value twice'),
        ]),
      )
      .optional(),
    options: z
      .array(inSomeLanguage(line(1000)))
      .max(3)
      .optional(),
    images: z
      .array(
        z.strictObject({
          url: address,
          alt: text(1000).optional(),
          altTexts: perLanguage(text(1000)).optional(),
          width: z.int().min(1).max(100_000).nullable().optional(),
          height: z.int().min(1).max(100_000).nullable().optional(),
        }),
      )
      .max(250)
      .refine((all) => unique(all, ({ url }) => url), 'has a picture twice')
      .optional(),
    videos: z
      .array(
        z.strictObject({
          url: address,
          mimeType: z.string().regex(/^video\/[a-z0-9.+-]+$/, 'is no type of a video, e.g. video/mp4'),
          posterUrl: address.nullable().optional(),
          alt: text(1000).optional(),
        }),
      )
      .max(50)
      .optional(),
    collections: z
      .array(z.strictObject({ id, position: z.int().min(1).max(2_147_483_647).nullable().optional() }))
      .max(1000)
      .refine((all) => unique(all, (member) => member.id), 'has a collection twice')
      .optional(),
    variants: z
      .array(variant)
      .max(2048)
      .refine((all) => unique(all, ({ sku }) => sku), 'has a SKU twice'),
  })
  .refine(opensBeforeItCloses, windowFault)
  .refine(
    ({ options, variants }) =>
      variants.every(({ optionValues }) =>
        Object.values(optionValues ?? { en: [] }).every((values) => values.length === (options ?? []).length),
      ),
    'A variant has not as many "optionValues" as the product has "options"',
  )

const productDeletion = z.strictObject({
  op: z.literal('delete'),
  type: z.literal('product'),
  id,
  ...version,
})
const collectionDeletion = z.strictObject({ op: z.literal('delete'), type: z.literal('collection'), id })
const priceChange = z
  .strictObject({
    op: z.literal('price'),
    sku: id,
    list: id,
    amount: amount.nullable(),
    ...priceFields,
    ...version,
  })
  .refine(
    ({ amount: own, compareAtAmount: before }) => before == null || (own !== null && before > own),
    '"compareAtAmount" is not higher than "amount"',
  )
const stockChange = z.strictObject({
  op: z.literal('stock'),
  sku: id,
  warehouse: id.optional(),
  onHand: pieces.nullable(),
  ...version,
})

/** What a line may be, by its `type`, or by its `op` and type if that is not `upsert`. */
export const recordSchemas = {
  catalogue: z.strictObject({ type: z.literal('catalogue'), formatVersion: z.literal(1) }),
  customerGroup,
  priceList,
  brand,
  attribute,
  category,
  collection,
  product,
  'delete product': productDeletion,
  'delete collection': collectionDeletion,
  price: priceChange,
  stock: stockChange,
} as const

export type RecordName = keyof typeof recordSchemas
export type RecordOf<Name extends RecordName> = z.output<(typeof recordSchemas)[Name]>
