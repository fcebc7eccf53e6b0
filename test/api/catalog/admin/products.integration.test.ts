import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CatalogShop, editor, openCatalogShop } from '../catalog-shop.ts'
import { seedCategories, seedProducts } from '../seed.ts'
import { categoryId, edit, expectNoTrace, keepSeedIds, productId, variantId } from './editing.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await keepSeedIds(shop)
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.run(
    'truncate product, category, brand, attribute, cart, customer_order, former_slug, outbox, audit_log, idempotency_key cascade',
  )
  await seedCategories(shop, [
    { id: 1, path: [1], texts: { en: { slug: 'furniture', name: 'Furniture' } } },
    { id: 2, path: [1, 2], texts: { en: { slug: 'chairs', name: 'Chairs' } } },
    { id: 3, path: [3], texts: { en: { slug: 'lamps', name: 'Lamps' } } },
  ])
  await seedProducts(shop, [
    {
      id: 10,
      categoryId: 2,
      tags: ['oak'],
      texts: { en: { slug: 'chair', title: 'Chair', keywords: 'oak Chairs Furniture seat' } },
      variants: [{ id: 100, eur: 9900 }],
    },
    {
      id: 11,
      categoryId: 3,
      texts: { en: { slug: 'lamp', title: 'Lamp' } },
      variants: [{ id: 110, eur: 4900 }],
    },
  ])
  await shop.run(`insert into brand (external_id, slug, name) values ('nordholz', 'nordholz', 'Nordholz')`)
  await shop.run(`insert into attribute (id, code, type, is_facet) overriding system value values
    (1, 'wood', 'text', true), (2, 'width', 'number', true), (3, 'organic', 'boolean', true), (4, 'since', 'date', false)`)
  await shop.run(`insert into attribute_option (attribute_id, type, code, names) values
    (1, 'text', 'oak', '{"en": "Oak"}'), (1, 'text', 'beech', '{"en": "Beech"}')`)
})

const table = {
  externalId: 'table-1',
  texts: [{ language: 'EN', title: 'Oak table' }],
  publishedAt: '2026-01-01T00:00:00.000Z',
}

const productOf = (slug: string) =>
  shop
    .ask<{ product: Record<string, unknown> | null }>(
      `query ($slug: String!) { product(slug: $slug) { slug title brand tags category { slug } attributes { code values { code number boolean date } } } }`,
      { slug },
    )
    .then(({ data }) => data.product)

const titles = async (query: string) => {
  const { data } = await shop.ask<{ found: { nodes: { title: string }[] } }>(
    `{ found: ${query} { nodes { title } } }`,
  )
  return data.found.nodes.map(({ title }) => title)
}

describe('productCreate', () => {
  test('makes a product that is seen once it has a price', async () => {
    const answer = await edit(shop, 'productCreate', {
      ...table,
      texts: [
        { language: 'EN', title: ' Oak\n table ', descriptionHtml: '<p onclick="x">Solid</p>' },
        { language: 'DE', title: 'Eichentisch', slug: 'eichentisch' },
      ],
      brand: 'nordholz',
      categoryId: categoryId(2),
      tags: ['oak', 'oak', 'new'],
      attributes: [
        { code: 'wood', options: ['oak', 'beech'] },
        { code: 'width', number: 160.5 },
        { code: 'organic', boolean: false },
        { code: 'since', date: '2026-02-28' },
      ],
    })
    expect(answer).toMatchObject({ __typename: 'ProductCreated', product: null })
    const id = answer['productId'] as string
    expect(
      await edit(shop, 'variantCreate', {
        productId: id,
        sku: 'TABLE-1',
        taxClass: 'STANDARD',
        prices: [{ list: 'eur', amount: 49_900 }],
      }),
    ).toMatchObject({ __typename: 'VariantEdited', variant: { sku: 'TABLE-1', price: { amount: 49_900 } } })
    expect(await productOf('eichentisch')).toMatchObject({
      title: 'Oak table',
      brand: 'Nordholz',
      tags: ['oak', 'new'],
      category: { slug: 'chairs' },
      attributes: [
        { code: 'wood', values: [{ code: 'oak' }, { code: 'beech' }] },
        { code: 'width', values: [{ number: 160.5 }] },
        { code: 'organic', values: [{ boolean: false }] },
        { code: 'since', values: [{ date: '2026-02-28' }] },
      ],
    })
    // In the list, below the parent category, by its brand, by its facets, and in the search.
    expect(await titles('products(filter: { category: "furniture" }, sort: NEWEST)')).toContain('Oak table')
    expect(await titles('products(filter: { brands: ["nordholz"] })')).toEqual(['Oak table'])
    expect(await titles('products(filter: { attributes: [{ code: "wood", options: ["beech"] }] })')).toEqual([
      'Oak table',
    ])
    expect(await titles('search(query: "nordholz")')).toEqual(['Oak table'])
  })

  test.each([
    ['no text', { texts: [] }, ['input', 'texts']],
    ['one language twice', { texts: [...table.texts, ...table.texts] }, ['input', 'texts']],
    [
      'a title of 10 kB',
      { texts: [{ language: 'EN', title: 'x'.repeat(10_000) }] },
      ['input', 'texts', '0', 'title'],
    ],
    [
      'a title of blanks',
      { texts: [{ language: 'EN', title: ' \u0000\n' }] },
      ['input', 'texts', '0', 'title'],
    ],
    ['a bad slug', { texts: [{ language: 'EN', title: 'x', slug: 'Ä b' }] }, ['input', 'texts', '0', 'slug']],
    ['a key of 10 kB', { externalId: 'x'.repeat(10_000) }, ['input', 'externalId']],
    ['a reversed window', { unpublishedAt: '2025-01-01T00:00:00Z' }, ['input', 'unpublishedAt']],
    ['an unknown brand', { brand: 'nobody' }, ['input', 'brand']],
    ['an unknown category', { categoryId: categoryId(99) }, ['input', 'categoryId']],
    ['51 tags', { tags: Array.from({ length: 51 }, (_, index) => String(index)) }, ['input', 'tags']],
    [
      'an unknown attribute',
      { attributes: [{ code: 'nope', number: 1 }] },
      ['input', 'attributes', '0', 'code'],
    ],
    [
      'an unknown option',
      { attributes: [{ code: 'wood', options: ['ash'] }] },
      ['input', 'attributes', '0', 'options'],
    ],
    [
      'a value of another type',
      { attributes: [{ code: 'width', boolean: true }] },
      ['input', 'attributes', '0'],
    ],
    [
      'two values of one',
      { attributes: [{ code: 'width', boolean: true, number: 1 }] },
      ['input', 'attributes', '0'],
    ],
    [
      'an attribute twice',
      {
        attributes: [
          { code: 'width', number: 1 },
          { code: 'width', number: 2 },
        ],
      },
      ['input', 'attributes'],
    ],
    [
      'a day that is none',
      { attributes: [{ code: 'since', date: '2026-02-30' }] },
      ['input', 'attributes', '0', 'date'],
    ],
    [
      '4 options',
      { options: Array.from({ length: 4 }, () => [{ language: 'EN', text: 'Size' }]) },
      ['input', 'options'],
    ],
  ])('refuses %s', async (_, input, path) => {
    expect(await edit(shop, 'productCreate', { ...table, ...input })).toMatchObject({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      path,
    })
    await expectNoTrace(shop)
    expect(await shop.run(`select from product where external_id = 'table-1'`)).toEqual([])
  })

  test('refuses a key or a slug that another product has', async () => {
    expect(await edit(shop, 'productCreate', { ...table, externalId: 'product-10' })).toMatchObject({
      code: 'KEY_TAKEN',
      path: ['input', 'externalId'],
    })
    expect(
      await edit(shop, 'productCreate', {
        ...table,
        texts: [{ language: 'EN', title: 'Chair', slug: 'chair' }],
      }),
    ).toMatchObject({ code: 'SLUG_TAKEN', path: ['input', 'texts'] })
    await expectNoTrace(shop)
  })

  test('of two at once with one key, one wins', async () => {
    const answers = await Promise.all([
      edit(shop, 'productCreate', table),
      edit(shop, 'productCreate', table),
    ])
    expect(answers.map((answer) => answer['code'] ?? answer.__typename).sort()).toEqual([
      'KEY_TAKEN',
      'ProductCreated',
    ])
  })

  test('the same request twice makes one product', async () => {
    const key = 'key-of-one-product'
    const answers = await Promise.all([
      edit(shop, 'productCreate', table, { key }),
      edit(shop, 'productCreate', table, { key }),
    ])
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ __typename: 'ProductCreated' })
  })
})

describe('productUpdate', () => {
  const update = (input: object) =>
    edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', ...input })

  test('a new slug redirects from the former one, and back again', async () => {
    await update({ slug: 'oak-chair' })
    expect(await productOf('oak-chair')).toMatchObject({ slug: 'oak-chair' })
    expect(await productOf('chair')).toMatchObject({ slug: 'oak-chair' })
    await update({ slug: 'chair' })
    expect(await productOf('oak-chair')).toMatchObject({ slug: 'chair' })
    expect(await shop.run('select slug, target_id from former_slug')).toEqual([
      { slug: 'oak-chair', target_id: '10' },
    ])
  })

  test('a former slug that another product takes leads there', async () => {
    await update({ slug: 'oak-chair' })
    await edit(shop, 'productUpdate', { productId: productId(11), language: 'EN', slug: 'chair' })
    expect(await productOf('chair')).toMatchObject({ title: 'Lamp' })
    expect(await productOf('lamp')).toMatchObject({ slug: 'chair' })
  })

  test('a slug of another product is refused, and nothing of the edit stays', async () => {
    expect(await update({ title: 'Throne', slug: 'lamp' })).toMatchObject({
      __typename: 'InvalidInput',
      code: 'SLUG_TAKEN',
      path: ['input', 'slug'],
    })
    expect(await productOf('chair')).toMatchObject({ title: 'Chair' })
    await expectNoTrace(shop)
  })

  test('another category moves it in lists, and its names to the words it is found by', async () => {
    await update({ categoryId: categoryId(3) })
    expect(await titles('products(filter: { category: "furniture" })')).toEqual([])
    expect((await titles('products(filter: { category: "lamps" })')).sort()).toEqual(['Chair', 'Lamp'])
    expect(await shop.run('select keywords from product_text where product_id = 10')).toEqual([
      { keywords: 'oak Lamps seat' },
    ])
    await update({ categoryId: null })
    expect(await shop.run('select category_id from category_product where product_id = 10')).toEqual([])
  })

  test('brand, tags and attributes come and go', async () => {
    await update({ brand: 'nordholz', tags: ['ash'], attributes: [{ code: 'organic', boolean: true }] })
    expect(await productOf('chair')).toMatchObject({
      brand: 'Nordholz',
      tags: ['ash'],
      attributes: [{ code: 'organic', values: [{ boolean: true }] }],
    })
    expect(await titles('products(filter: { attributes: [{ code: "organic", boolean: true }] })')).toEqual([
      'Chair',
    ])
    expect(await titles('search(query: "ash")')).toEqual(['Chair'])
    await update({ brand: null, tags: [], attributes: [] })
    expect(await productOf('chair')).toMatchObject({ brand: null, tags: [], attributes: [] })
    expect(await titles('search(query: "ash")')).toEqual([])
  })

  test('a window in the future hides it until then', async () => {
    const from = new Date(Date.now() + 3_600_000)
    await update({
      publishedAt: from.toISOString(),
      unpublishedAt: new Date(from.getTime() + 1).toISOString(),
    })
    expect(await productOf('chair')).toBeNull()
    expect(await titles('products')).toEqual(['Lamp'])
    expect(await shop.run('select product_id, due_at from product_due')).toEqual([
      { product_id: '10', due_at: from },
    ])
    await update({ publishedAt: '2026-01-01T00:00:00Z', unpublishedAt: null })
    expect(await productOf('chair')).not.toBeNull()
    expect(await shop.run('select from product_due')).toEqual([])
  })

  test('published again after its window, it stays', async () => {
    await shop.run(`update product set unpublished_at = now() - interval '1 day' where id = 10`)
    await update({ published: true })
    expect(await productOf('chair')).not.toBeNull()
  })

  test('an end before the beginning that is there already is refused', async () => {
    expect(await update({ unpublishedAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      path: ['input', 'unpublishedAt'],
    })
    expect(await update({ published: true, publishedAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      path: ['input', 'publishedAt'],
    })
  })

  test('two edits at once both stay', async () => {
    await Promise.all([
      update({ title: 'Throne' }),
      update({ tags: ['gold'] }),
      update({ brand: 'nordholz' }),
    ])
    expect(await productOf('chair')).toMatchObject({ title: 'Throne', tags: ['gold'], brand: 'Nordholz' })
    expect(await titles('search(query: "gold")')).toEqual(['Throne'])
  })

  test('an edit waits for a batch of an import, and is not lost by it', async () => {
    let change: Promise<unknown> = Promise.resolve()
    await shop.database.transaction(async (transaction) => {
      const run = (text: string) => transaction.query({ name: 'test', text, values: [] })
      await run(`update product set tags = array['imported'] where id in (10, 11)`)
      await run('select refresh_products(array[10, 11])')
      change = update({ title: 'Throne' })
      // The edit is at the product's lock, or will find the batch committed: either way it comes after.
      await run('select 1')
    })
    await change
    expect(await productOf('chair')).toMatchObject({ title: 'Throne', tags: ['imported'] })
    expect(await titles('products(filter: { tag: "imported" }, sort: PRICE_ASCENDING)')).toEqual([
      'Lamp',
      'Throne',
    ])
  })
})

describe('productDelete and variantDelete', () => {
  test('a product goes for good, out of open carts too', async () => {
    await shop.run(
      `insert into cart (id, currency, country, language) values ('00000000-0000-4000-8000-000000000001', 'EUR', 'DE', 'DE')`,
    )
    await shop.run(`insert into cart_line (cart_id, variant_id, quantity)
      values ('00000000-0000-4000-8000-000000000001', 100, 1), ('00000000-0000-4000-8000-000000000001', 110, 1)`)
    await edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', slug: 'oak-chair' })
    expect(await edit(shop, 'productDelete', { productId: productId(10) })).toEqual({
      __typename: 'ProductDeleted',
    })
    expect(await productOf('oak-chair')).toBeNull()
    expect(await productOf('chair')).toBeNull()
    expect(await titles('products')).toEqual(['Lamp'])
    expect(await shop.run('select variant_id from cart_line')).toEqual([{ variant_id: '110' }])
    expect(await shop.run('select from former_slug')).toEqual([])
    expect(await edit(shop, 'productDelete', { productId: productId(10) })).toMatchObject({
      __typename: 'ProductNotFound',
    })
  })

  test('what a checkout holds stays', async () => {
    await shop.run(
      'insert into stock_level (variant_id, warehouse_id, on_hand, reserved) values (100, 1, 5, 1)',
    )
    await shop.run(
      `insert into cart (id, currency, country, language) values ('00000000-0000-4000-8000-000000000001', 'EUR', 'DE', 'DE')`,
    )
    await shop.run(`insert into customer_order (id, number, cart_id, cart_version, status, currency, language, email,
        delivery_address, shipping_method, subtotal_amount, shipping_amount, tax_amount, total_amount)
      values ('00000000-0000-4000-8000-000000000002', 'K-1', '00000000-0000-4000-8000-000000000001', 1,
              'awaiting_payment', 'EUR', 'DE', 'a@example.com', '{}', '{}', 1, 0, 0, 1)`)
    await shop.run(`insert into stock_reservation values ('00000000-0000-4000-8000-000000000002', 100, 1, 1)`)
    expect(await edit(shop, 'productDelete', { productId: productId(10) })).toMatchObject({
      code: 'PRODUCT_RESERVED',
    })
    expect(await edit(shop, 'variantDelete', { variantId: variantId(100) })).toMatchObject({
      code: 'PRODUCT_RESERVED',
    })
    expect(await productOf('chair')).not.toBeNull()
  })

  test('the last variant takes its product out of the lists', async () => {
    await edit(shop, 'variantDelete', { variantId: variantId(100) })
    expect(await titles('products')).toEqual(['Lamp'])
    expect(await edit(shop, 'variantDelete', { variantId: variantId(100) })).toMatchObject({
      __typename: 'VariantNotFound',
    })
  })
})

describe('variants', () => {
  const create = (input: object) =>
    edit(shop, 'variantCreate', { productId: productId(10), sku: 'NEW', taxClass: 'STANDARD', ...input })

  test('come last, and can be moved', async () => {
    await create({ sku: 'B', prices: [{ list: 'eur', amount: 100 }] })
    const { variantId: last } = await create({ sku: 'C', prices: [{ list: 'eur', amount: 100 }] })
    const order = async () =>
      (await shop.run('select sku from variant where product_id = 10 order by position')).map(
        ({ sku }) => sku,
      )
    expect(await order()).toEqual(['SKU-100', 'B', 'C'])
    await edit(shop, 'variantUpdate', { variantId: last, position: 1 })
    expect(await order()).toEqual(['C', 'SKU-100', 'B'])
    await edit(shop, 'variantUpdate', { variantId: last, position: 2 })
    expect(await order()).toEqual(['SKU-100', 'C', 'B'])
    await edit(shop, 'variantUpdate', { variantId: last, position: 99 })
    expect(await order()).toEqual(['SKU-100', 'B', 'C'])
  })

  test('need a value for each option of the product', async () => {
    await shop.run(`insert into product_option values (10, 1, '{"en": "Wood"}')`)
    expect(await create({})).toMatchObject({ path: ['input', 'optionValues'] })
    expect(await create({ optionValues: [{ language: 'EN', values: ['Oak'] }] })).toMatchObject({
      __typename: 'VariantEdited',
    })
    expect(
      await edit(shop, 'variantUpdate', {
        variantId: variantId(100),
        optionValues: [
          { language: 'EN', values: ['Ash'] },
          { language: 'DE', values: ['Esche', 'groß'] },
        ],
      }),
    ).toMatchObject({ path: ['input', 'optionValues'] })
  })

  test('change what is given, and lose what is null', async () => {
    await edit(shop, 'variantUpdate', {
      variantId: variantId(100),
      barcode: '4006381333931',
      weightGrams: 900,
    })
    await edit(shop, 'variantUpdate', {
      variantId: variantId(100),
      sku: 'CHAIR',
      weightGrams: null,
      taxClass: 'REDUCED',
    })
    expect(
      await shop.run('select sku, barcode, weight_grams, tax_class from variant where id = 100'),
    ).toEqual([{ sku: 'CHAIR', barcode: '4006381333931', weight_grams: null, tax_class: 'reduced' }])
  })

  test.each([
    ['a SKU that another has', { sku: 'SKU-110' }, ['input', 'sku']],
    ['a SKU of 10 kB', { sku: 'x'.repeat(10_000) }, ['input', 'sku']],
    ['a negative weight', { weightGrams: -1 }, ['input', 'weightGrams']],
    ['a negative price', { prices: [{ list: 'eur', amount: -1 }] }, ['input', 'prices', '0', 'amount']],
    ['an unknown list', { prices: [{ list: 'usd', amount: 1 }] }, ['input', 'prices', '0', 'list']],
    [
      'a list twice',
      {
        prices: [
          { list: 'eur', amount: 1 },
          { list: 'eur', amount: 2 },
        ],
      },
      ['input', 'prices'],
    ],
  ])('refuse %s', async (_, input, path) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', path })
    await expectNoTrace(shop)
  })

  test('of a product that is not there', async () => {
    expect(await create({ productId: productId(99) })).toMatchObject({ code: 'PRODUCT_NOT_FOUND' })
    expect(await edit(shop, 'variantUpdate', { variantId: variantId(999), sku: 'X' })).toMatchObject({
      code: 'VARIANT_NOT_FOUND',
    })
  })
})

test('guests and customers may edit nothing', async () => {
  const create = `mutation { productCreate(input: { externalId: "x", texts: [] }, idempotencyKey: "12345678") { __typename } }`
  expect((await shop.ask(create)).codes).toEqual(['UNAUTHENTICATED'])
  expect((await shop.ask(create, {}, { viewer: { ...editor, permissions: new Set() } })).codes).toEqual([
    'FORBIDDEN',
  ])
})
