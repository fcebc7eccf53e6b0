import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CatalogShop, openCatalogShop } from '../catalog-shop.ts'
import { seedProducts } from '../seed.ts'
import { edit, expectNoTrace, keepSeedIds, productId } from './editing.ts'

let shop: CatalogShop
beforeAll(async () => {
  shop = await openCatalogShop()
  await keepSeedIds(shop)
})
afterAll(() => shop.close())
beforeEach(async () => {
  await shop.run(
    'truncate product, brand, attribute, search_synonym, outbox, audit_log, idempotency_key cascade',
  )
  await seedProducts(shop, [
    { id: 10, texts: { en: { slug: 'sofa', title: 'Sofa' } }, variants: [{ id: 100, eur: 10_000 }] },
  ])
})

const en = (text: string) => [{ language: 'EN', text }]

describe('attributes', () => {
  const attribute = (input: object) =>
    edit(shop, 'attributeSet', {
      code: 'wood',
      type: 'TEXT',
      isFacet: true,
      position: 0,
      names: en('Wood'),
      ...input,
    })
  const option = (input: object) =>
    edit(shop, 'attributeOptionSet', {
      attribute: 'wood',
      code: 'oak',
      names: en('Oak'),
      position: 0,
      ...input,
    })

  test('are made, renamed and shown', async () => {
    await attribute({})
    await option({})
    await edit(shop, 'productUpdate', {
      productId: productId(10),
      language: 'EN',
      attributes: [{ code: 'wood', options: ['oak'] }],
    })
    await attribute({ names: [...en('Timber'), { language: 'DE', text: 'Holz' }] })
    await option({ names: en('European oak') })
    const { data } = await shop.ask('{ product(slug: "sofa") { attributes { name values { label } } } }')
    expect(data).toEqual({
      product: { attributes: [{ name: 'Timber', values: [{ label: 'European oak' }] }] },
    })
    await attribute({})
    expect(await shop.run('select language, name from attribute_text')).toEqual([
      { language: 'en', name: 'Wood' },
    ])
  })

  test('keep their type while they are in use, and change it before', async () => {
    await attribute({})
    expect(await attribute({ type: 'NUMBER', unit: 'cm' })).toMatchObject({ __typename: 'CatalogEdited' })
    await attribute({})
    await option({})
    expect(await attribute({ type: 'NUMBER' })).toMatchObject({
      code: 'ATTRIBUTE_IN_USE',
      path: ['input', 'type'],
    })
  })

  test('of two first settings at once, both succeed', async () => {
    const answers = await Promise.all([attribute({}), attribute({ names: en('Timber') })])
    expect(answers.map(({ __typename }) => __typename)).toEqual(['CatalogEdited', 'CatalogEdited'])
  })

  test.each([
    ['a bad code', { code: 'Wood!' }, ['input', 'code']],
    ['a unit of a text', { unit: 'cm' }, ['input', 'unit']],
    ['no name', { names: [] }, ['input', 'names']],
    ['a language twice', { names: [...en('a'), ...en('b')] }, ['input', 'names']],
    ['a name of 10 kB', { names: en('x'.repeat(10_000)) }, ['input', 'names', '0', 'text']],
  ])('refuse %s', async (_, input, path) => {
    expect(await attribute(input)).toMatchObject({ __typename: 'InvalidInput', path })
    await expectNoTrace(shop)
  })

  test('refuse options that make no sense', async () => {
    expect(await option({})).toMatchObject({ code: 'ATTRIBUTE_NOT_FOUND', entryId: 'wood' })
    await attribute({})
    expect(await option({ colour: '#ffffff' })).toMatchObject({ path: ['input', 'colour'] })
    await attribute({ type: 'BOOLEAN' })
    expect(await option({})).toMatchObject({ path: ['input', 'attribute'] })
    await attribute({ type: 'COLOUR' })
    expect(await option({ colour: 'red' })).toMatchObject({ path: ['input', 'colour'] })
    expect(await option({ colour: '#FFeedd' })).toMatchObject({ __typename: 'CatalogEdited' })
    expect(await shop.run('select colour from attribute_option')).toEqual([{ colour: '#ffeedd' }])
  })

  test('of an unknown type are no request at all', async () => {
    await expect(attribute({ type: 'JSON' })).rejects.toThrow()
    await expectNoTrace(shop)
  })
})

describe('brandSet', () => {
  const brand = (input: object) => edit(shop, 'brandSet', { code: 'nordholz', name: 'Nordholz', ...input })

  test('a new name is on the products at once, in lists and in the search', async () => {
    await brand({})
    await edit(shop, 'productUpdate', { productId: productId(10), language: 'EN', brand: 'nordholz' })
    await brand({ name: 'Südholz', url: 'https://suedholz.example' })
    const { data } = await shop.ask(`{
      product(slug: "sofa") { brand brandDetails { slug url } }
      products(filter: { brands: ["nordholz"] }) { nodes { brand } }
      search(query: "südholz") { totalCount }
      brand(slug: "nordholz") { name } }`)
    expect(data).toEqual({
      product: { brand: 'Südholz', brandDetails: { slug: 'nordholz', url: 'https://suedholz.example' } },
      products: { nodes: [{ brand: 'Südholz' }] },
      search: { totalCount: 1 },
      brand: { name: 'Südholz' },
    })
  })

  test.each([
    ['a slug that is taken', { code: 'other', slug: 'taken' }, 'SLUG_TAKEN'],
    ['an address that is none', { url: 'javascript:alert(1)' }, 'INVALID_INPUT'],
    ['a name of blanks', { name: '  ' }, 'INVALID_INPUT'],
  ])('refuses %s', async (_, input, code) => {
    await shop.run(`insert into brand (external_id, slug, name) values ('taken', 'taken', 'Taken')`)
    expect(await brand(input)).toMatchObject({ __typename: 'InvalidInput', code })
    await expectNoTrace(shop)
  })
})

describe('synonymSet', () => {
  const synonyms = (words: readonly string[], language = 'EN') =>
    edit(shop, 'synonymSet', { language, words })
  const sets = async () =>
    (await shop.run('select words from search_synonym order by id')).map(({ words }) => words)

  test('a word has its synonyms in one set', async () => {
    await synonyms(['Sofa ', 'couch'])
    await synonyms(['lamp', 'light'])
    await synonyms(['couch', 'settee', 'couch'])
    expect(await sets()).toEqual([
      ['lamp', 'light'],
      ['couch', 'settee'],
    ])
    await synonyms(['settee'])
    expect(await sets()).toEqual([['lamp', 'light']])
    await synonyms(['lamp', 'Leuchte'], 'DE')
    expect(await sets()).toHaveLength(2)
  })

  test('two sets with a word in common at once leave one of them', async () => {
    await Promise.all([synonyms(['sofa', 'couch']), synonyms(['couch', 'settee'])])
    expect(await sets()).toHaveLength(1)
  })

  test('refuses none, too many and too long ones', async () => {
    expect(await synonyms([])).toMatchObject({ path: ['input', 'words'] })
    expect(await synonyms(Array.from({ length: 51 }, (_, index) => `word ${String(index)}`))).toMatchObject({
      path: ['input', 'words'],
    })
    expect(await synonyms(['x'.repeat(10_000), 'y'])).toMatchObject({ path: ['input', 'words', '0'] })
    await expectNoTrace(shop)
  })
})
