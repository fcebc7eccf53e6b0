import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refillCollection } from '../../../../api/catalog/jobs/refill-collection.ts'
import { refreshDue } from '../../../../api/catalog/jobs/refresh-due.ts'
import { decodeGlobalId, encodeGlobalId } from '../../../../api/schema/global-id.ts'
import { type CatalogShop, openCatalogShop } from '../catalog-shop.ts'
import { seedCategories, seedProducts } from '../seed.ts'
import { categoryId, edit, expectNoTrace, keepSeedIds, productId } from './editing.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await keepSeedIds(shop)
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.run(
    'truncate product, category, brand, attribute, collection, former_slug, outbox, audit_log, idempotency_key cascade',
  )
  await seedCategories(shop, [
    { id: 1, path: [1], texts: { en: { slug: 'furniture', name: 'Furniture' } } },
    { id: 2, path: [1, 2], texts: { en: { slug: 'chairs', name: 'Chairs' } } },
  ])
  const text = (title: string) => ({ en: { slug: title.toLowerCase(), title } })
  await seedProducts(shop, [
    {
      id: 10,
      categoryId: 2,
      tags: ['oak', 'sale'],
      texts: text('Chair'),
      variants: [{ id: 100, eur: 2000 }],
    },
    {
      id: 11,
      categoryId: 1,
      tags: ['oak'],
      texts: text('Table'),
      variants: [{ id: 110, eur: 9000, onHand: 0 }],
    },
    {
      id: 12,
      tags: ['ash'],
      texts: text('Stool'),
      variants: [
        { id: 120, eur: 500, onHand: 3 },
        { id: 121, eur: 7000 },
      ],
    },
  ])
  await shop.run(
    `insert into brand (id, external_id, slug, name) overriding system value values (1, 'nordholz', 'nordholz', 'Nordholz')`,
  )
  await shop.run('update product set brand_id = 1 where id in (10, 12)')
  await shop.run(`insert into attribute (id, code, type) overriding system value values
    (1, 'wood', 'text'), (2, 'width', 'number'), (3, 'organic', 'boolean'), (4, 'since', 'date')`)
  await shop.run(`insert into attribute_option (id, attribute_id, type, code, names) overriding system value values
    (1, 1, 'text', 'oak', '{"en": "Oak"}'), (2, 1, 'text', 'ash', '{"en": "Ash"}')`)
  await shop.run(`insert into product_attribute (product_id, attribute_id, position, type, option_id) values
    (10, 1, 1, 'text', 1), (11, 1, 1, 'text', 1), (11, 1, 2, 'text', 2), (12, 1, 1, 'text', 2)`)
  await shop.run(
    `insert into product_attribute (product_id, attribute_id, type, number_value) values (10, 2, 'number', 45.5), (11, 2, 'number', 160)`,
  )
  await shop.run(
    `insert into product_attribute (product_id, attribute_id, type, boolean_value) values (10, 3, 'boolean', true), (11, 3, 'boolean', false)`,
  )
  await shop.run(
    `insert into product_attribute (product_id, attribute_id, type, date_value) values (12, 4, 'date', '2026-03-01')`,
  )
})

/** Makes a collection, lets the worker's job fill it, and gives its local id. */
async function collectionOf(rule: object | null, more: object = {}): Promise<string> {
  const answer = await edit(shop, 'collectionCreate', {
    externalId: 'picks',
    texts: [{ language: 'EN', name: 'Picks' }],
    position: 0,
    publishedAt: '2026-01-01T00:00:00Z',
    rule,
    ...more,
  })
  expect(answer).toMatchObject({ __typename: 'CollectionEdited' })
  const id = decodeGlobalId('Collection', answer['collectionId'] as string)
  await refillAnnounced()
  return id
}

/** What the relay and the job runner do with the announcements of rules. */
async function refillAnnounced(): Promise<void> {
  const events = await shop.run(
    `update outbox set delivered_at = now() where topic = 'collection.rule_changed' and delivered_at is null
     returning payload ->> 'collectionId' as id`,
  )
  for (const { id } of events) await refillCollection(shop.database, id as string)
}

const members = async (id: string) =>
  (
    await shop.run(
      'select product_id::integer as id from collection_product where collection_id = $1 order by 1',
      [id],
    )
  ).map((row) => row['id'])

const shown = async (slug = 'picks', sort = 'MANUAL') => {
  const { data } = await shop.ask<{ collection: { products: { nodes: { title: string }[] } } | null }>(
    `{ collection(slug: "${slug}") { products(sort: ${sort}) { nodes { title } } } }`,
  )
  return data.collection?.products.nodes.map(({ title }) => title)
}

describe('rules', () => {
  test.each<[string, object, number[]]>([
    ['a tag', { all: [{ tags: ['oak'] }] }, [10, 11]],
    ['one of tags', { all: [{ tags: ['sale', 'ash', 'oak'] }] }, [10, 11, 12]],
    ['a category', { all: [{ categoryIds: [categoryId(2)] }] }, [10]],
    ['a category and all below', { all: [{ categoryIds: [categoryId(1), categoryId(2)] }] }, [10, 11]],
    ['a brand', { all: [{ brands: ['nordholz'] }] }, [10, 12]],
    ['an option', { all: [{ attribute: { code: 'wood', options: ['ash'] } }] }, [11, 12]],
    [
      'one of options, met twice',
      { all: [{ attribute: { code: 'wood', options: ['ash', 'oak'] } }] },
      [10, 11, 12],
    ],
    [
      'a number, bounds included',
      { all: [{ attribute: { code: 'width', number: { from: 45.5, until: 160 } } }] },
      [10, 11],
    ],
    ['a number from', { all: [{ attribute: { code: 'width', number: { from: 46 } } }] }, [11]],
    ['a boolean', { all: [{ attribute: { code: 'organic', boolean: false } }] }, [11]],
    [
      'a date',
      { all: [{ attribute: { code: 'since', date: { from: '2026-03-01', until: '2026-03-01' } } }] },
      [12],
    ],
    ['a price of the cheapest variant', { all: [{ price: { list: 'eur', until: 2000 } }] }, [10, 12]],
    ['a price range', { all: [{ price: { list: 'eur', from: 501, until: 9000 } }] }, [10, 11]],
    ['no price in a list', { all: [{ price: { list: 'chf', from: 0 } }] }, []],
    ['what is available', { all: [{ available: true }] }, [10, 12]],
    ['what is sold out', { all: [{ available: false }] }, [11]],
    ['all conditions', { all: [{ tags: ['oak'] }, { available: true }] }, [10]],
    [
      'any condition',
      { any: [{ tags: ['sale'] }, { attribute: { code: 'since', date: { from: '2020-01-01' } } }] },
      [10, 12],
    ],
    ['all, and any', { all: [{ brands: ['nordholz'] }], any: [{ tags: ['sale'] }, { tags: ['oak'] }] }, [10]],
    [
      'none of them',
      { all: [{ tags: ['oak', 'ash'] }], none: [{ tags: ['sale'] }, { available: false }] },
      [12],
    ],
    ['what is new', { all: [{ publishedWithinDays: 3 }] }, []],
  ])('find products by %s', async (_, rule, expected) => {
    const id = await collectionOf(rule)
    expect(await members(id)).toEqual(expected)
  })

  test('a product that changes comes and goes, and nothing else is tested', async () => {
    const id = await collectionOf({ all: [{ tags: ['oak'] }, { price: { list: 'eur', until: 5000 } }] })
    expect(await shown()).toEqual(['Chair'])
    await edit(shop, 'priceSet', {
      variantId: encodeGlobalId('ProductVariant', '110'),
      list: 'eur',
      amount: 4000,
    })
    expect(await members(id)).toEqual([10, 11])
    expect((await shown())?.sort()).toEqual(['Chair', 'Table'])
    await edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', tags: [] })
    expect(await members(id)).toEqual([11])
    await edit(shop, 'productUpdate', { productId: productId(12), language: 'EN', tags: ['oak'] })
    expect(await members(id)).toEqual([11, 12])
  })

  test('another rule shows the former members until the refill, in any number of batches', async () => {
    const id = await collectionOf({ all: [{ tags: ['oak'] }] })
    await edit(shop, 'collectionUpdate', {
      collectionId: encodeGlobalId('Collection', id),
      rule: { all: [{ tags: ['ash'] }] },
    })
    expect((await shown())?.sort()).toEqual(['Chair', 'Table'])
    await Promise.all([refillAnnounced(), refillCollection(shop.database, id)])
    expect(await shown()).toEqual(['Stool'])
    await refillCollection(shop.database, id)
    expect(await shown()).toEqual(['Stool'])
  })

  test('a rule that is the same again asks for nothing', async () => {
    const rule = { all: [{ tags: ['oak'] }] }
    const id = await collectionOf(rule)
    await edit(shop, 'collectionUpdate', { collectionId: encodeGlobalId('Collection', id), rule })
    expect(
      await shop.run(`select from outbox where topic = 'collection.rule_changed' and delivered_at is null`),
    ).toEqual([])
  })

  test('a product edited during the refill is tested by the new rule', async () => {
    const id = await collectionOf({ all: [{ tags: ['oak'] }] })
    await edit(shop, 'collectionUpdate', {
      collectionId: encodeGlobalId('Collection', id),
      rule: { all: [{ tags: ['ash'] }] },
    })
    await Promise.all([
      refillAnnounced(),
      edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', tags: ['ash'] }),
      edit(shop, 'productUpdate', { productId: productId(12), language: 'EN', tags: [] }),
    ])
    expect(await members(id)).toEqual([10])
  })

  test('what is new leaves when its days have passed, by the worker', async () => {
    const id = await collectionOf({ all: [{ publishedWithinDays: 3 }] })
    await edit(shop, 'productUpdate', {
      productId: productId(10),
      language: 'EN',
      publishedAt: new Date(Date.now() - 86_400_000).toISOString(),
    })
    expect(await members(id)).toEqual([10])
    const [due] = await shop.run(`select extract(day from due_at - now())::integer as days from product_due`)
    expect(due).toEqual({ days: 1 })
    // Four days later.
    await shop.run(`update product set published_at = published_at - interval '4 days' where id = 10`)
    await shop.run(`update product_due set due_at = due_at - interval '4 days'`)
    expect(await refreshDue(shop.database)).toBe(1)
    expect(await members(id)).toEqual([])
    expect(await refreshDue(shop.database)).toBe(0)
  })

  test.each([
    ['no condition to meet', { none: [{ tags: ['oak'] }] }],
    ['nothing', {}],
    ['a condition of two fields', { all: [{ tags: ['oak'], available: true }] }],
    ['a condition of none', { all: [{}] }],
    ['a reversed price range', { all: [{ price: { list: 'eur', from: 2, until: 1 } }] }],
    ['a price without bounds', { all: [{ price: { list: 'eur' } }] }],
    ['a negative price', { all: [{ price: { list: 'eur', from: -1 } }] }],
    [
      'a reversed date',
      { all: [{ attribute: { code: 'since', date: { from: '2026-02-02', until: '2026-02-01' } } }] },
    ],
    ['a day that is none', { all: [{ attribute: { code: 'since', date: { from: '2026-02-30' } } }] }],
    ['0 days', { all: [{ publishedWithinDays: 0 }] }],
    ['51 conditions', { any: Array.from({ length: 51 }, () => ({ available: true })) }],
    ['an empty tag list', { all: [{ tags: [] }] }],
  ])('refuse %s', async (_, rule) => {
    expect(
      await edit(shop, 'collectionCreate', {
        externalId: 'picks',
        texts: [{ language: 'EN', name: 'Picks' }],
        position: 0,
        rule,
      }),
    ).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT' })
    await expectNoTrace(shop)
  })

  test.each([
    ['category', { all: [{ categoryIds: [categoryId(99)] }] }],
    ['brand', { all: [{ brands: ['nobody'] }] }],
    ['attribute', { all: [{ attribute: { code: 'nope', boolean: true } }] }],
    ['option', { all: [{ attribute: { code: 'wood', options: ['elm'] } }] }],
    ['kind of value', { all: [{ attribute: { code: 'wood', number: { from: 1 } } }] }],
    ['price list', { all: [{ price: { list: 'usd', from: 1 } }] }],
  ])('refuse a %s that is not there', async (_, rule) => {
    expect(
      await edit(shop, 'collectionCreate', {
        externalId: 'picks',
        texts: [{ language: 'EN', name: 'Picks' }],
        position: 0,
        rule,
      }),
    ).toMatchObject({ code: 'RULE_UNKNOWN', path: ['input', 'rule'] })
    await expectNoTrace(shop)
  })

  test('what a rule names cannot be deleted', async () => {
    await collectionOf({ all: [{ brands: ['nordholz'] }] })
    await shop.run('update product set brand_id = null')
    await expect(shop.run('delete from brand')).rejects.toThrow('collection_condition')
  })
})

describe('by hand', () => {
  const arrange = (how: 'Set' | 'Add' | 'Remove', id: string, products: readonly number[]) =>
    edit(shop, `collectionProducts${how}`, {
      collectionId: encodeGlobalId('Collection', id),
      productIds: products.map(productId),
    })

  test('products stand in the order that they were given', async () => {
    const id = await collectionOf(null)
    await arrange('Set', id, [12, 10])
    expect(await shown()).toEqual(['Stool', 'Chair'])
    await arrange('Add', id, [10, 11])
    expect(await shown()).toEqual(['Stool', 'Chair', 'Table'])
    await arrange('Set', id, [11, 12])
    expect(await shown()).toEqual(['Table', 'Stool'])
    await arrange('Remove', id, [11])
    expect(await shown()).toEqual(['Stool'])
    await arrange('Set', id, [])
    expect(await shown()).toEqual([])
  })

  test('two additions at once both stay', async () => {
    const id = await collectionOf(null)
    await Promise.all([arrange('Add', id, [10]), arrange('Add', id, [11]), arrange('Add', id, [12])])
    expect(await members(id)).toEqual([10, 11, 12])
    expect(await shop.run('select distinct position from collection_product order by 1')).toHaveLength(3)
  })

  test('a rule takes over, and gives back what it has found', async () => {
    const id = await collectionOf(null)
    await arrange('Set', id, [12, 10])
    await edit(shop, 'collectionUpdate', {
      collectionId: encodeGlobalId('Collection', id),
      rule: { all: [{ tags: ['oak'] }] },
    })
    expect(await arrange('Add', id, [12])).toMatchObject({ code: 'COLLECTION_BY_RULE' })
    await refillAnnounced()
    expect(await members(id)).toEqual([10, 11])
    await edit(shop, 'collectionUpdate', { collectionId: encodeGlobalId('Collection', id), rule: null })
    await arrange('Add', id, [12])
    expect(await members(id)).toEqual([10, 11, 12])
  })

  test('refuses what is not there, and too many', async () => {
    const id = await collectionOf(null)
    expect(await arrange('Set', id, [10, 99])).toMatchObject({
      code: 'PRODUCT_NOT_FOUND',
      path: ['productIds', '1'],
    })
    expect(await arrange('Add', id, [])).toMatchObject({ path: ['productIds'] })
    expect(
      await arrange(
        'Set',
        id,
        Array.from({ length: 1001 }, (_, index) => index + 1),
      ),
    ).toMatchObject({
      path: ['productIds'],
    })
    expect(await arrange('Set', '99', [10])).toMatchObject({ code: 'COLLECTION_NOT_FOUND' })
    expect(await members(id)).toEqual([])
  })
})

describe('publication', () => {
  test('a window opens and closes by time, and the caches are told', async () => {
    const opens = new Date(Date.now() + 3_600_000)
    const closes = new Date(Date.now() + 7_200_000)
    const id = await collectionOf(null, {
      publishedAt: opens.toISOString(),
      unpublishedAt: closes.toISOString(),
    })
    expect(await shown()).toBeUndefined()
    const due = () => shop.run('select due_at from collection where id = $1', [id])
    expect(await due()).toEqual([{ due_at: opens }])
    await shop.run('truncate outbox')
    // The hour passes; the trigger would move due_at along.
    await shop.run(`alter table collection disable trigger collection_due`)
    await shop.run(
      `update collection set published_at = now() - interval '1 s', due_at = now() - interval '1 s' where id = $1`,
      [id],
    )
    await shop.run(`alter table collection enable trigger collection_due`)
    expect((await Promise.all([refreshDue(shop.database), refreshDue(shop.database)])).sort()).toEqual([0, 1])
    expect(await shown()).toEqual([])
    expect(await due()).toEqual([{ due_at: closes }])
    expect(await shop.run('select payload from outbox')).toEqual([
      { payload: { tags: [`collection:${id}`, 'catalog'] } },
    ])
  })

  test('a rename redirects, a deletion takes all away', async () => {
    const id = await collectionOf({ all: [{ tags: ['oak'] }] })
    const collectionId = encodeGlobalId('Collection', id)
    await edit(shop, 'collectionUpdate', {
      collectionId,
      texts: [{ language: 'EN', name: 'Best', slug: 'best' }],
    })
    expect((await shop.ask('{ collection(slug: "picks") { slug name } }')).data).toEqual({
      collection: { slug: 'best', name: 'Best' },
    })
    expect(await edit(shop, 'collectionDelete', { collectionId })).toMatchObject({ collection: null })
    expect((await shop.ask('{ collection(slug: "picks") { slug } }')).data).toEqual({ collection: null })
    expect(await shop.run('select from collection_condition')).toEqual([])
    expect(await shop.run('select from former_slug')).toEqual([])
    // A refill that comes late finds nothing to do.
    await refillCollection(shop.database, id)
  })

  test('refuses a reversed window, also one that comes of two edits', async () => {
    const id = await collectionOf(null)
    expect(
      await edit(shop, 'collectionUpdate', {
        collectionId: encodeGlobalId('Collection', id),
        unpublishedAt: '2020-01-01T00:00:00Z',
      }),
    ).toMatchObject({ path: ['input', 'unpublishedAt'] })
  })
})
