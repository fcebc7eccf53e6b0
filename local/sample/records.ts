import type { RecordOf } from '../../api/catalog/import/json-lines-records.ts'
import { slugOf } from '../../api/catalog/import/slug.ts'
import type { SampleProduct, SampleVariant } from './catalogue.ts'
import { optionNames, optionValues, pictureFolder } from './shopify-files.ts'
import type { Phrase } from './vocabulary/phrase.ts'

type ProductRecord = RecordOf<'product'>

/** The day from which collections are public: the first on which there were products. */
const opened = '2024-01-01T00:00:00Z'
const chosenByHand = 12

/** The sample with what Shopify's files cannot say: attributes, brands, collections, quantity prices, reference prices. */
export function* sampleRecords(products: readonly SampleProduct[]): Generator<object> {
  yield { type: 'catalogue', formatVersion: 1 } satisfies RecordOf<'catalogue'>
  yield* attributeRecords(products)
  yield* categoryRecords(products)
  for (const name of new Set(products.map(({ brand }) => brand))) {
    yield { type: 'brand', id: slugOf(name), slug: slugOf(name), name } satisfies RecordOf<'brand'>
  }
  yield* collectionRecords()
  const choice = products
    .filter(({ active }) => active)
    .toSorted((one, other) => other.salesCount - one.salesCount)
    .slice(0, chosenByHand)
  for (const product of products) yield productRecord(product, choice.indexOf(product) + 1)
}

function* attributeRecords(products: readonly SampleProduct[]): Generator<RecordOf<'attribute'>> {
  const options = (phrases: readonly Phrase[]) =>
    [...new Map(phrases.map((phrase) => [slugOf(phrase.en), phrase]))].map(([code, { en, de }]) => ({
      code,
      names: { en, de },
    }))
  const colours = products.flatMap((product) => product.colours)
  const hexOf = new Map(colours.map(({ name, hex }) => [slugOf(name.en), hex]))
  yield {
    type: 'attribute',
    code: 'material',
    valueType: 'text',
    facet: true,
    position: 1,
    names: { en: 'Material', de: 'Material' },
    options: options(products.map(({ material }) => material.name)),
  }
  yield {
    type: 'attribute',
    code: 'colour',
    valueType: 'colour',
    facet: true,
    position: 2,
    names: { en: 'Colour', de: 'Farbe' },
    options: options(colours.map(({ name }) => name)).map((option) => ({
      ...option,
      colour: hexOf.get(option.code) ?? null,
    })),
  }
  yield {
    type: 'attribute',
    code: 'weight',
    valueType: 'number',
    unit: 'kg',
    facet: true,
    position: 3,
    names: { en: 'Weight', de: 'Gewicht' },
  }
  yield {
    type: 'attribute',
    code: 'made_to_order',
    valueType: 'boolean',
    facet: true,
    position: 4,
    names: { en: 'Made to order', de: 'Auf Bestellung gefertigt' },
  }
}

const pathOf = (...names: readonly string[]): string => names.join(' > ')

function* categoryRecords(products: readonly SampleProduct[]): Generator<RecordOf<'category'>> {
  const known = new Set<string>()
  const text = ({ en, de }: Phrase) => ({
    en: { name: en, slug: slugOf(en) },
    de: { name: de, slug: slugOf(de) },
  })
  for (const { root, leaf } of products.map(({ kind }) => kind.category)) {
    for (const [id, name, parent] of [
      [root.en, root, null],
      [pathOf(root.en, leaf.en), leaf, root.en],
    ] as const) {
      if (known.has(id)) continue
      known.add(id)
      yield { type: 'category', id, parent, position: known.size, texts: text(name) }
    }
  }
}

function* collectionRecords(): Generator<RecordOf<'collection'>> {
  const collections: readonly [
    slug: string,
    name: Phrase,
    deSlug: string,
    rule: RecordOf<'collection'>['rule'],
  ][] = [
    ['our-choice', { en: 'Our choice', de: 'Unsere Auswahl' }, 'unsere-auswahl', null],
    [
      'sale',
      { en: 'Reduced', de: 'Reduziert' },
      'reduziert',
      {
        all: [
          { field: 'tag', is: 'sale' },
          { field: 'availability', is: true },
        ],
      },
    ],
    [
      'new-in',
      { en: 'New in', de: 'Neu eingetroffen' },
      'neu-eingetroffen',
      { all: [{ field: 'tag', is: 'new' }] },
    ],
    [
      'gifts-under-50',
      { en: 'Gifts under 50 euro', de: 'Geschenke unter 50 Euro' },
      'geschenke-unter-50-euro',
      {
        all: [
          { field: 'tag', is: 'gift-idea' },
          { field: 'price', list: 'eur', until: 5000 },
        ],
      },
    ],
    [
      'made-of-oak',
      { en: 'Made of oak', de: 'Aus Eiche' },
      'aus-eiche',
      { all: [{ field: 'attribute', code: 'material', is: 'oak' }] },
    ],
  ]
  for (const [position, [slug, name, deSlug, rule]] of collections.entries()) {
    const texts = { en: { slug, name: name.en }, de: { slug: deSlug, name: name.de } }
    yield { type: 'collection', id: slug, rule, publishedAt: opened, position: position + 1, texts }
  }
}

/** @param place among those chosen by hand; 0: none */
function productRecord(product: SampleProduct, place: number): ProductRecord {
  const { handle, germanHandle, kind, texts, pictures, variants } = product
  const textIn = (language: 'en' | 'de', slug: string) => ({
    slug,
    title: texts.title[language],
    descriptionHtml: texts.description[language],
    seoTitle: texts.seoTitle[language],
    seoDescription: texts.seoDescription[language],
  })
  return {
    type: 'product',
    id: handle,
    category: pathOf(kind.category.root.en, kind.category.leaf.en),
    brand: slugOf(product.brand),
    tags: [...product.tags],
    publishedAt: product.active ? product.publishedAt : null,
    salesCount: product.salesCount,
    texts: { en: textIn('en', handle), de: textIn('de', germanHandle) },
    attributes: {
      material: slugOf(product.material.name.en),
      colour: [...new Set(product.colours.map(({ name }) => slugOf(name.en)))],
      weight: Math.min(...variants.map(({ grams }) => grams)) / 1000,
      made_to_order: variants.some(({ madeToOrder }) => madeToOrder),
    },
    options: optionNames(product).map(({ en, de }) => ({ en, de })),
    images: pictures.map(({ file, alt, colour, view }) => ({
      url: `${pictureFolder}/${file}`,
      alt,
      altTexts: {
        de: `${texts.title.de} in ${colour.name.de}${view === 'detail' ? ', aus der Nähe' : ''}`,
      },
    })),
    ...(place > 0 ? { collections: [{ id: 'our-choice', position: place }] } : {}),
    variants: variants.map((variant) => variantRecord(product, variant)),
  }
}

function variantRecord(product: SampleProduct, variant: SampleVariant): ProductRecord['variants'][number] {
  const values = optionValues(product, variant)
  const { eur, chf } = variant.prices
  // By the set: what one eats from, sleeps under and lights.
  const isBoughtByTheSet = eur.amount < 4000
  return {
    sku: variant.sku,
    optionValues: { en: values.map(({ en }) => en), de: values.map(({ de }) => de) },
    image: `${pictureFolder}/${product.pictures[variant.picture]?.file ?? ''}`,
    barcode: variant.barcode,
    weightGrams: variant.grams,
    prices: [
      {
        list: 'eur',
        ...priceOf(eur),
        tiers: isBoughtByTheSet
          ? [
              { minQuantity: 4, amount: Math.round(eur.amount * 0.95) },
              { minQuantity: 8, amount: Math.round(eur.amount * 0.9) },
            ]
          : [],
      },
      { list: 'chf', ...priceOf(chf) },
    ],
    stock: variant.madeToOrder ? null : { main: variant.stock },
  }
}

/** Before its reduction a product had been a little cheaper for some of the 30 days, as prices move. */
function priceOf({ amount, compareAt }: SampleVariant['prices']['eur']) {
  if (compareAt === null) return { amount }
  const lowest = Math.max(amount, Math.round((compareAt * 0.97) / 10) * 10)
  return { amount, compareAtAmount: compareAt, lowestRecentAmount: lowest }
}
