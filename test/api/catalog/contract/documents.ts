import type {
  CatalogDocuments,
  PriceDocument,
  ProductDocument,
} from '../../../../api/catalog/memory/documents.ts'

/** Few values for many rows, so that every page ends among equals. */
export const shelves: readonly ProductDocument[] = Array.from({ length: 24 }, (_, index) => {
  const number = index + 1
  return {
    id: String(200 + number),
    texts: { EN: { slug: `shelf-${String(number)}`, title: `Shelf ${String(number)}` } },
    categoryId: '6',
    tags: [index % 3 === 0 ? 'third' : 'other'],
    salesCount: index % 3,
    publishedAt: `2026-01-0${String(1 + (index % 4))}T00:00:00.000Z`,
    variants: [
      {
        id: String(2000 + number),
        sku: `SHELF-${String(number)}`,
        available: index % 4,
        prices: [{ list: 'eur', amount: 1000 + (index % 5) * 100 }],
      },
    ],
  }
})

const published = { publishedAt: '2026-02-01T10:00:00.000Z' }

function euros(amount: number): PriceDocument[] {
  return [{ list: 'eur', amount }]
}

function plain(id: string, slug: string, rest: Partial<ProductDocument> = {}): ProductDocument {
  return {
    id,
    texts: { EN: { slug, title: slug } },
    variants: [{ id: `${id}1`, sku: `SKU-${id}`, prices: euros(1000) }],
    ...published,
    ...rest,
  }
}

const oakTable: ProductDocument = {
  id: '101',
  texts: {
    EN: {
      slug: 'oak-table',
      title: 'Oak table Skogen',
      excerpt: 'A solid table for six.',
      descriptionHtml: '<p>Made of <b>oak</b>.</p>',
      seoTitle: 'Table of oak',
    },
    DE: { slug: 'eichentisch', title: 'Eichentisch Skogen', descriptionHtml: '<p>Aus <b>Eiche</b>.</p>' },
  },
  formerSlugs: [{ language: 'EN', slug: 'old-oak-table' }],
  brandId: '1',
  tags: ['oak', 'dining'],
  categoryId: '2',
  images: [
    { url: '/assets/table.webp', alt: 'A table', alts: { DE: 'Ein Tisch' }, width: 800, height: 600 },
    { url: '/assets/table-side.webp', alt: 'Its side', width: null, height: null },
  ],
  videos: [{ url: '/assets/table.mp4', mimeType: 'video/mp4', posterUrl: null, alt: 'Someone builds it' }],
  attributes: [
    { code: 'material', value: 'oak' },
    { code: 'colour', value: 'natural' },
    { code: 'colour', value: 'black' },
    { code: 'width', value: 160.5 },
    { code: 'foldable', value: false },
    { code: 'launched', value: '2026-03-01' },
    { code: 'care', value: 'wipe' },
  ],
  optionNames: [{ EN: 'Width', DE: 'Breite' }],
  salesCount: 7,
  ...published,
  variants: [
    {
      id: '1011',
      sku: 'TABLE-160',
      values: { EN: ['160 cm'], DE: ['160 Zentimeter'] },
      imageUrl: '/assets/table-side.webp',
      barcode: '4006381333931',
      weightGrams: 31_000,
      available: 3,
      prices: [
        {
          list: 'eur',
          amount: 49_900,
          compareAtAmount: 59_900,
          lowestRecentAmount: 52_900,
          tiers: [
            { minQuantity: 5, amount: 47_000 },
            { minQuantity: 10, amount: 45_000 },
          ],
        },
        { list: 'chf', amount: 52_000 },
        { list: 'eur-at', amount: 48_900 },
      ],
    },
    {
      id: '1012',
      sku: 'TABLE-200',
      values: { EN: ['200 cm'] },
      available: 0,
      taxClass: 'reduced',
      prices: euros(64_900),
    },
  ],
}

/** One catalogue with every case that a source must get right. Ids are whole numbers, as PostgreSQL demands. */
export const documents: CatalogDocuments = {
  priceLists: [
    { code: 'eur', currency: 'EUR' },
    { code: 'chf', currency: 'CHF' },
    { code: 'eur-at', currency: 'EUR', country: 'AT', inheritsFrom: 'eur' },
  ],
  brands: [
    { id: '1', slug: 'nordwald', name: 'Nordwald' },
    { id: '2', slug: 'alba-soehne', name: 'Alba & Söhne', url: 'https://alba.example/' },
  ],
  attributes: [
    {
      code: 'material',
      type: 'text',
      isFacet: true,
      names: { EN: 'Material', DE: 'Werkstoff' },
      options: [
        { code: 'oak', names: { EN: 'Oak', DE: 'Eiche' } },
        { code: 'steel', names: { EN: 'Steel', DE: 'Stahl' } },
      ],
    },
    {
      code: 'colour',
      type: 'colour',
      isFacet: true,
      names: { EN: 'Colour', DE: 'Farbe' },
      options: [
        { code: 'natural', names: { EN: 'Natural', DE: 'Natur' }, colour: '#d8b98a' },
        { code: 'black', names: { EN: 'Black' }, colour: '#000000' },
      ],
    },
    { code: 'width', type: 'number', unit: 'cm', isFacet: true, names: { EN: 'Width', DE: 'Breite' } },
    { code: 'foldable', type: 'boolean', isFacet: true, names: { EN: 'Foldable', DE: 'Klappbar' } },
    { code: 'launched', type: 'date', isFacet: true, names: { EN: 'Launched', DE: 'Erschienen' } },
    {
      code: 'care',
      type: 'text',
      isFacet: false,
      names: { EN: 'Care' },
      options: [{ code: 'wipe', names: { EN: 'Wipe with a cloth' } }],
    },
  ],
  categories: [
    {
      id: '1',
      texts: {
        EN: {
          slug: 'furniture',
          name: 'Furniture',
          description: 'To live with.',
          seoTitle: 'Furniture online',
        },
        DE: { slug: 'moebel', name: 'Möbel' },
      },
    },
    {
      id: '2',
      parentId: '1',
      texts: { EN: { slug: 'tables', name: 'Tables' }, DE: { slug: 'tische', name: 'Tische' } },
      formerSlugs: [{ language: 'EN', slug: 'desks' }],
    },
    { id: '3', parentId: '1', texts: { EN: { slug: 'chairs', name: 'Chairs' } } },
    { id: '4', texts: { EN: { slug: 'lamps', name: 'Lamps' } } },
    { id: '5', texts: { EN: { slug: 'empty', name: 'Empty' } } },
    { id: '6', texts: { EN: { slug: 'shelves', name: 'Shelves' } } },
  ],
  collections: [
    {
      id: '1',
      texts: {
        EN: {
          slug: 'winter',
          name: 'Winter',
          description: 'Warm.',
          seoTitle: 'Winter things',
          seoDescription: 'All.',
        },
        DE: { slug: 'winter-de', name: 'Winterzeit' },
      },
      formerSlugs: [{ language: 'DE', slug: 'winterschlaf' }],
      image: { url: '/assets/winter.webp', alt: '', width: null, height: null },
      publishedAt: '2026-01-01T00:00:00.000Z',
      productIds: ['103', '205', '101', '202'],
    },
    {
      id: '2',
      texts: { EN: { slug: 'every-third', name: 'Every third' } },
      publishedAt: '2026-01-01T00:00:00.000Z',
      rule: { tags: ['third'] },
    },
    { id: '3', texts: { EN: { slug: 'secret', name: 'Secret' } }, publishedAt: null, productIds: ['101'] },
    {
      id: '4',
      texts: { EN: { slug: 'last-year', name: 'Last year' } },
      publishedAt: '2020-01-01T00:00:00.000Z',
      unpublishedAt: '2021-01-01T00:00:00.000Z',
    },
  ],
  products: [
    oakTable,
    {
      id: '102',
      texts: { EN: { slug: 'brass-lamp', title: 'Brass lamp Ljus', excerpt: 'Light for the table.' } },
      brandId: '2',
      categoryId: '4',
      ...published,
      // Sold without counting.
      variants: [{ id: '1021', sku: 'LAMP', prices: euros(8_900) }],
    },
    {
      id: '103',
      texts: {
        EN: { slug: 'steel-chair', title: 'Steel chair Fåtölj' },
        DE: { slug: 'stahlstuhl', title: 'Stahlstuhl Fåtölj' },
      },
      brandId: '1',
      categoryId: '3',
      tags: ['dining'],
      salesCount: 5,
      attributes: [
        { code: 'material', value: 'steel' },
        { code: 'width', value: 45 },
        { code: 'foldable', value: true },
        { code: 'launched', value: '2025-12-24' },
      ],
      ...published,
      variants: [{ id: '1031', sku: 'CHAIR', available: 0, prices: euros(12_900) }],
    },
    plain('104', 'tomorrow', { publishedAt: '2999-01-01T00:00:00.000Z' }),
    plain('105', 'yesterday', {
      publishedAt: '2020-01-01T00:00:00.000Z',
      unpublishedAt: '2021-01-01T00:00:00.000Z',
    }),
    plain('106', 'draft', { publishedAt: null }),
    plain('107', 'priceless', { variants: [{ id: '1071', sku: 'PRICELESS', prices: [] }] }),
    plain('108', 'swiss', {
      variants: [{ id: '1081', sku: 'SWISS', prices: [{ list: 'chf', amount: 9_900 }] }],
    }),
    {
      id: '109',
      texts: { DE: { slug: 'hocker-birk', title: 'Hocker Birk' } },
      categoryId: '3',
      ...published,
      variants: [{ id: '1091', sku: 'STOOL', available: 12, prices: euros(3_900) }],
    },
    plain('110', 'bargain', {
      variants: [
        {
          id: '1101',
          sku: 'BARGAIN',
          prices: [
            {
              list: 'eur',
              amount: 2_000,
              scheduled: [
                { amount: 900, from: '2020-01-01T00:00:00Z', until: '2021-01-01T00:00:00Z' },
                {
                  amount: 1_500,
                  from: '2026-01-01T00:00:00Z',
                  until: '2999-01-01T00:00:00Z',
                  lowestRecentAmount: 2_000,
                },
              ],
            },
          ],
        },
      ],
    }),
    ...shelves,
  ],
}
