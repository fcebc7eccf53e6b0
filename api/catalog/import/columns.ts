import { ImportRefused } from './rejection.ts'

/**
 * Columns that the import reads, with every heading under which Shopify writes or wrote them. The first heading of
 * each is today's template, the others are those of older exports.
 * Source: help.shopify.com/en/manual/products/import-export/using-csv and product_template.csv of 2026.
 */
const headings = {
  handle: ['URL handle', 'Handle'],
  title: ['Title'],
  body: ['Description', 'Body (HTML)', 'Body HTML'],
  vendor: ['Vendor'],
  category: ['Product category', 'Standard Product Type'],
  type: ['Type', 'Custom Product Type'],
  tags: ['Tags'],
  published: ['Published on online store', 'Published'],
  status: ['Status'],
  sku: ['SKU', 'Variant SKU'],
  barcode: ['Barcode', 'Variant Barcode'],
  option1Name: ['Option1 name'],
  option1Value: ['Option1 value'],
  option2Name: ['Option2 name'],
  option2Value: ['Option2 value'],
  option3Name: ['Option3 name'],
  option3Value: ['Option3 value'],
  option4Name: ['Option4 name'],
  option4Value: ['Option4 value'],
  price: ['Price', 'Variant Price'],
  compareAtPrice: ['Compare-at price', 'Variant Compare At Price'],
  inventoryTracker: ['Inventory tracker', 'Variant Inventory Tracker'],
  inventoryQuantity: ['Inventory quantity', 'Variant Inventory Qty'],
  inventoryPolicy: ['Continue selling when out of stock', 'Variant Inventory Policy'],
  grams: ['Weight value (grams)', 'Variant Grams'],
  imageUrl: ['Product image URL', 'Image Src'],
  imagePosition: ['Image position'],
  imageAlt: ['Image alt text'],
  variantImage: ['Variant image URL', 'Variant Image'],
  seoTitle: ['SEO title'],
  seoDescription: ['SEO description'],
} as const

type ColumnKey = keyof typeof headings

const required = ['handle', 'title', 'price'] as const satisfies readonly ColumnKey[]

/** Metafields are exported as `Name (product.metafields.namespace.key)`; these two of ours are read. */
const metafields = { publishedAt: 'kontor.published_at', salesCount: 'kontor.sales_count' } as const

export interface Column {
  readonly index: number
  /** As the file spells it, for messages. */
  readonly heading: string
}

export interface MarketColumns {
  /** `price_list.code`. */
  readonly priceList: string
  readonly price: Column
  readonly compareAtPrice: Column | undefined
  /** `Included / <Market>`: false takes the product out of the market. */
  readonly included: Column | undefined
}

export interface ProductColumns {
  readonly count: number
  readonly headings: readonly string[]
  readonly byKey: Readonly<Partial<Record<ColumnKey | keyof typeof metafields, Column>>>
  readonly markets: readonly MarketColumns[]
}

/**
 * Finds the columns of a product export by its header row, in any order and in any letter case.
 *
 * @param markets price list of each market, by the market's name in Shopify in lower case
 * @throws ImportRefused that names every required column that is missing
 */
export function productColumns(
  header: readonly string[],
  markets: Readonly<Record<string, string>>,
): ProductColumns {
  const found = new Map<string, Column>()
  for (const [index, text] of header.entries()) {
    const heading = text.trim()
    const name = heading.toLowerCase()
    if (name === '') continue
    const twin = found.get(name)
    if (twin !== undefined) {
      throw new ImportRefused(`The columns ${twin.index + 1} and ${index + 1} are both called “${heading}”.`)
    }
    found.set(name, { index, heading })
  }

  const byKey: Partial<Record<ColumnKey | keyof typeof metafields, Column>> = {}
  for (const [key, names] of Object.entries(headings) as [ColumnKey, readonly string[]][]) {
    const column = names.map((name) => found.get(name.toLowerCase())).find((match) => match !== undefined)
    if (column !== undefined) byKey[key] = column
  }
  for (const [key, name] of Object.entries(metafields) as [keyof typeof metafields, string][]) {
    const column = [...found].find(([heading]) => heading.endsWith(`(product.metafields.${name})`))?.[1]
    if (column !== undefined) byKey[key] = column
  }

  const missing = required.filter((key) => byKey[key] === undefined)
  if (missing.length > 0) {
    const wanted = missing.map((key) => headings[key].map((name) => `“${name}”`).join(' or ')).join('; ')
    throw new ImportRefused(
      `This is not a product export of Shopify: the first line lacks the column ${wanted}. Its columns are: ${header.slice(0, 60).join(', ')}.`,
    )
  }
  return { count: header.length, headings: header, byKey, markets: marketColumns(found, markets) }
}

function marketColumns(
  found: ReadonlyMap<string, Column>,
  markets: Readonly<Record<string, string>>,
): MarketColumns[] {
  return Object.entries(markets).flatMap(([market, priceList]) => {
    const price = found.get(`price / ${market}`)
    if (price === undefined) return []
    const compareAtPrice =
      found.get(`compare-at price / ${market}`) ?? found.get(`compare at price / ${market}`)
    return [{ priceList, price, compareAtPrice, included: found.get(`included / ${market}`) }]
  })
}
