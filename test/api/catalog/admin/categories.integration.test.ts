import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refreshDue } from '../../../../api/catalog/jobs/refresh-due.ts'
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
  await shop.run('truncate product, category, former_slug, outbox, audit_log, idempotency_key cascade')
  const en = (slug: string) => ({ en: { slug, name: slug } })
  // 1 furniture > 2 tables > 4 desks; 3 outdoor
  await seedCategories(shop, [
    { id: 1, path: [1], texts: en('furniture') },
    { id: 2, path: [1, 2], texts: en('tables') },
    { id: 3, path: [3], texts: en('outdoor') },
    { id: 4, path: [1, 2, 4], texts: en('desks') },
  ])
  await seedProducts(shop, [
    {
      id: 10,
      categoryId: 4,
      texts: { en: { slug: 'desk', title: 'Desk' } },
      variants: [{ id: 100, eur: 100 }],
    },
    {
      id: 11,
      categoryId: 2,
      texts: { en: { slug: 'table', title: 'Table' } },
      variants: [{ id: 110, eur: 200 }],
    },
  ])
})

const move = (id: number, parent: number | null, position = 0) =>
  edit(shop, 'categoryMove', {
    categoryId: categoryId(id),
    parentId: parent === null ? null : categoryId(parent),
    position,
  })

const paths = async () =>
  new Map(
    (await shop.run(`select id::text as id, path::text as path from category order by id`)).map(
      ({ id, path }) => [id, path],
    ),
  )

const titles = async (category: string) => {
  const { data } = await shop.ask<{ products: { nodes: { title: string }[] } }>(
    `{ products(filter: { category: "${category}" }, sort: PRICE_ASCENDING) { nodes { title } } }`,
  )
  return data.products.nodes.map(({ title }) => title)
}

describe('categoryMove', () => {
  test('takes all below it along, and their products', async () => {
    expect(await move(2, 3)).toMatchObject({
      __typename: 'CategoryEdited',
      category: { slug: 'tables', ancestors: [{ name: 'outdoor' }] },
    })
    expect(await paths()).toEqual(
      new Map([
        ['1', '{1}'],
        ['2', '{3,2}'],
        ['3', '{3}'],
        ['4', '{3,2,4}'],
      ]),
    )
    expect(await titles('furniture')).toEqual([])
    expect(await titles('outdoor')).toEqual(['Desk', 'Table'])
    expect(await titles('desks')).toEqual(['Desk'])
    expect(await titles('tables')).toEqual(['Desk', 'Table'])
  })

  test('leads to the top and back, and keeps what stays above', async () => {
    await move(4, null)
    expect(await titles('tables')).toEqual(['Table'])
    expect(await titles('desks')).toEqual(['Desk'])
    await move(4, 1)
    expect((await paths()).get('4')).toBe('{1,4}')
    expect(await titles('furniture')).toEqual(['Desk', 'Table'])
  })

  test('tells the caches of every category and product that shows it', async () => {
    await move(2, 3)
    const [event] = await shop.run(`select payload -> 'tags' as tags from outbox`)
    expect(new Set(event?.['tags'] as string[])).toEqual(
      new Set([
        'category:1',
        'category:2',
        'category:3',
        'category:4',
        'product:10',
        'product:11',
        'catalog',
      ]),
    )
  })

  test.each([
    ['itself', 2],
    ['what is below it', 4],
  ])('refuses to go below %s', async (_, parent) => {
    expect(await move(2, parent)).toMatchObject({ code: 'CATEGORY_CYCLE', path: ['input', 'parentId'] })
    await expectNoTrace(shop)
  })

  test('two moves at once make no cycle together', async () => {
    const answers = await Promise.all([move(1, 3), move(3, 1)])
    expect(answers.map((answer) => answer['code'] ?? answer.__typename).sort()).toEqual([
      'CATEGORY_CYCLE',
      'CategoryEdited',
    ])
  })

  test('a product that is put into it meanwhile is listed under its new place', async () => {
    await Promise.all([
      move(2, 3),
      edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', categoryId: categoryId(2) }),
    ])
    expect(await titles('outdoor')).toEqual(['Desk', 'Table'])
    expect(await titles('furniture')).toEqual([])
  })

  test('refuses a tree of more than 10 levels, and a category or parent that is not there', async () => {
    for (let level = 5; level <= 11; level += 1) {
      const path = [1, 2, 4, ...Array.from({ length: level - 4 }, (_, index) => index + 5)]
      await seedCategories(shop, [
        { id: level, path, texts: { en: { slug: `level-${String(level)}`, name: 'Deep' } } },
      ])
    }
    expect(await move(1, 3)).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'parentId'] })
    expect(await move(99, 3)).toMatchObject({ code: 'CATEGORY_NOT_FOUND' })
    expect(await move(1, 99)).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'parentId'] })
    await expectNoTrace(shop)
  })

  test('of many products leaves them to the worker, which finds each once', async () => {
    await shop.run(`insert into product (id, external_id, category_id, published_at) overriding system value
      select 1000 + i, 'many-' || i, 4, now() from generate_series(1, 300) i`)
    await shop.run(`insert into product_text (product_id, language, slug, title)
      select id, 'en', external_id, 'Many' from product where id > 1000`)
    await shop.run(
      `insert into variant (product_id, sku, position) select id, external_id, 1 from product where id > 1000`,
    )
    await shop.run(
      `insert into price (variant_id, price_list_id, amount) select id, 1, 500 from variant where sku like 'many%'`,
    )
    await shop.run(
      `insert into category_product select c, p.id from product p, unnest(array[1, 2, 4]) c where p.id > 1000`,
    )
    await shop.run('select refresh_products(array(select id from product where id > 1000))')
    await shop.run('truncate outbox')

    await move(2, 3)
    const [waiting] = await shop.run('select count(*)::integer as n from product_due')
    expect(waiting).toEqual({ n: 302 })
    const done = await Promise.all([refreshDue(shop.database), refreshDue(shop.database)])
    expect(done.reduce((sum, count) => sum + count, 0) + (await refreshDue(shop.database))).toBe(302)
    const [{ total } = { total: 0 }] = await shop.run(
      `select count(*)::integer as total from outbox, jsonb_array_elements_text(payload -> 'tags') tag where tag like 'product:%'`,
    )
    expect(total).toBe(302)
    const { data } = await shop.ask<{ products: { totalCount: number } }>(
      `{ products(filter: { category: "outdoor" }) { totalCount } }`,
    )
    expect(data.products.totalCount).toBe(302)
    expect(await shop.run(`select from product_text where keywords not like '%outdoor%'`)).toEqual([])
  })
})

describe('categoryCreate and categoryUpdate', () => {
  const create = (input: object) =>
    edit(shop, 'categoryCreate', {
      externalId: 'sofas',
      texts: [{ language: 'EN', name: 'Sofas & more' }],
      position: 5,
      parentId: categoryId(1),
      ...input,
    })

  test('make a category with a slug of its name', async () => {
    expect(await create({})).toMatchObject({
      category: { slug: 'sofas-more', name: 'Sofas & more', ancestors: [{ name: 'furniture' }] },
    })
    const { data } = await shop.ask('{ category(slug: "furniture") { children { name } } }')
    expect(data).toEqual({ category: { children: [{ name: 'tables' }, { name: 'Sofas & more' }] } })
  })

  test('make a slug of the id where a name has no letter for one', async () => {
    const { category } = await create({ texts: [{ language: 'EN', name: '沙发 🛋' }] })
    expect((category as { slug: string }).slug).toMatch(/^category-\d+$/)
  })

  test('rename: the former slug redirects, products are found by the new name', async () => {
    await edit(shop, 'categoryUpdate', {
      categoryId: categoryId(2),
      texts: [
        { language: 'EN', name: 'Worktops', slug: 'worktops', seoTitle: 'Buy' },
        { language: 'DE', name: 'Arbeitsplatten' },
      ],
    })
    const { data } = await shop.ask(
      '{ old: category(slug: "tables") { slug } other: category(slug: "arbeitsplatten") { slug name } }',
    )
    expect(data).toEqual({ old: { slug: 'worktops' }, other: { slug: 'worktops', name: 'Worktops' } })
    expect((await shop.ask('{ search(query: "worktops") { totalCount } }')).data).toEqual({
      search: { totalCount: 2 },
    })
    // What is left out stays.
    await edit(shop, 'categoryUpdate', {
      categoryId: categoryId(2),
      texts: [{ language: 'EN', name: 'Tops' }],
    })
    expect(
      await shop.run(`select slug, seo_title from category_text where category_id = 2 and language = 'en'`),
    ).toEqual([{ slug: 'worktops', seo_title: 'Buy' }])
  })

  test.each([
    ['a key that is taken', { externalId: 'category-1' }, 'KEY_TAKEN'],
    ['a slug that is taken', { texts: [{ language: 'EN', name: 'x', slug: 'desks' }] }, 'SLUG_TAKEN'],
    ['no text', { texts: [] }, 'INVALID_INPUT'],
    ['a name of 10 kB', { texts: [{ language: 'EN', name: 'x'.repeat(10_000) }] }, 'INVALID_INPUT'],
    [
      'a language twice',
      {
        texts: [
          { language: 'EN', name: 'x' },
          { language: 'EN', name: 'y' },
        ],
      },
      'INVALID_INPUT',
    ],
    ['a negative position', { position: -1 }, 'INVALID_INPUT'],
    ['an unknown parent', { parentId: categoryId(99) }, 'INVALID_INPUT'],
  ])('refuse %s', async (_, input, code) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', code })
    await expectNoTrace(shop)
    expect(await shop.run(`select from category where external_id = 'sofas'`)).toEqual([])
  })

  test('refuse to change nothing', async () => {
    expect(await edit(shop, 'categoryUpdate', { categoryId: categoryId(2) })).toMatchObject({
      path: ['input'],
    })
  })
})

test("the database itself refuses a path that is not the parent's, a cycle included", async () => {
  await expect(shop.run('update category set path = array[3, 4]::bigint[] where id = 4')).rejects.toThrow(
    'path',
  )
  await expect(
    shop.run('update category set parent_id = 4, path = array[4, 1]::bigint[] where id = 1'),
  ).rejects.toThrow('path')
})
