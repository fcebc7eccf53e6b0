import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Locale } from '../../../../api/locale.ts'
import { encodeGlobalId } from '../../../../api/schema/global-id.ts'
import { type CatalogShop, editor } from '../catalog-shop.ts'

export type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string }

const selections = `__typename
  ... on Failure { code message }
  ... on InvalidInput { path }
  ... on CatalogEntryNotFound { entryId }
  ... on CatalogEdited { code }
  ... on ProductCreated { productId product { slug } }
  ... on ProductUpdated { product { slug title brand tags } }
  ... on VariantEdited { variantId variant { sku title price { amount } } }
  ... on CategoryEdited { category { id slug name ancestors { name } } }
  ... on CollectionEdited { collectionId collection { slug name } }
  ... on PriceSet {
    price { amount } lowestRecentPrice { amount } tiers { minQuantity price { amount } }
    schedule { price { amount } lowestRecentPrice { amount } from until }
  }`

/** Input types that do not follow from the name of their mutation. */
const noInput = new Set(['productDelete', 'variantDelete', 'collectionDelete'])
const arrangements = new Set(['collectionProductsSet', 'collectionProductsAdd', 'collectionProductsRemove'])

/** Runs an edit as an editor; with a key of its own, unless one is given. */
export async function edit(
  shop: Pick<CatalogShop, 'ask'>,
  name: string,
  input: unknown,
  more: { readonly key?: string; readonly locale?: Partial<Locale> } = {},
): Promise<Answer> {
  const { data, errors } = await shop.ask<Record<string, Answer>>(
    operationOf(name),
    {
      ...(noInput.has(name) || arrangements.has(name) ? (input as object) : { input }),
      key: more.key ?? randomUUID(),
    },
    { viewer: editor, ...(more.locale === undefined ? {} : { locale: more.locale }) },
  )
  expect(errors).toBeUndefined()
  const answer = data[name]
  if (answer === undefined) throw new Error(`${name} gave no answer.`)
  return answer
}

function operationOf(name: string): string {
  const union = selectionsOf(name)
  if (noInput.has(name)) {
    const argument = `${name.replace('Delete', '')}Id`
    return `mutation ($${argument}: ID!, $key: ID!) {
      ${name}(${argument}: $${argument}, idempotencyKey: $key) { ${union} } }`
  }
  if (arrangements.has(name)) {
    return `mutation ($collectionId: ID!, $productIds: [ID!]!, $key: ID!) {
      ${name}(collectionId: $collectionId, productIds: $productIds, idempotencyKey: $key) { ${union} } }`
  }
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return `mutation ($input: ${type}!, $key: ID!) { ${name}(input: $input, idempotencyKey: $key) { ${union} } }`
}

/** Only what the result's union can be; GraphQL refuses other fragments. */
function selectionsOf(name: string): string {
  const own: Record<string, readonly string[]> = {
    productCreate: ['ProductCreated'],
    productUpdate: ['ProductUpdated'],
    variantCreate: ['VariantEdited'],
    variantUpdate: ['VariantEdited'],
    categoryCreate: ['CategoryEdited', 'CatalogEntryNotFound'],
    categoryUpdate: ['CategoryEdited', 'CatalogEntryNotFound'],
    categoryMove: ['CategoryEdited', 'CatalogEntryNotFound'],
    collectionCreate: ['CollectionEdited', 'CatalogEntryNotFound'],
    collectionUpdate: ['CollectionEdited', 'CatalogEntryNotFound'],
    collectionDelete: ['CollectionEdited', 'CatalogEntryNotFound'],
    collectionProductsSet: ['CollectionEdited', 'CatalogEntryNotFound'],
    collectionProductsAdd: ['CollectionEdited', 'CatalogEntryNotFound'],
    collectionProductsRemove: ['CollectionEdited', 'CatalogEntryNotFound'],
    priceSet: ['PriceSet'],
  }
  const simple = /^(attribute|attributeOption|brand|priceList|customerGroup|synonym)(Set|Assign)$/.test(name)
  const types = own[name] ?? (simple ? ['CatalogEdited', 'CatalogEntryNotFound'] : [])
  const kept = ['Failure', 'InvalidInput', ...types]
  // `code` of CatalogEdited and of Failure are of one type and may stand side by side.
  return [
    '__typename',
    ...(selections.match(/\.\.\. on (\w+) \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g) ?? []),
  ]
    .filter((part) => part === '__typename' || kept.some((type) => part.startsWith(`... on ${type} `)))
    .join('\n')
}

export const productId = (id: number): string => encodeGlobalId('Product', String(id))
export const variantId = (id: number): string => encodeGlobalId('ProductVariant', String(id))
export const categoryId = (id: number): string => encodeGlobalId('Category', String(id))

/** Nothing was announced, nothing logged: a refused edit leaves no trace. */
export async function expectNoTrace(shop: Pick<CatalogShop, 'run'>): Promise<void> {
  expect(await shop.run('select topic, payload from outbox')).toEqual([])
  expect(await shop.run('select action from audit_log')).toEqual([])
}

/** Ids that edits give begin above those that tests give. */
export async function keepSeedIds(shop: Pick<CatalogShop, 'run'>): Promise<void> {
  for (const table of ['product', 'variant', 'category', 'collection', 'attribute', 'price_list']) {
    await shop.run(`select setval(pg_get_serial_sequence($1, 'id'), 100000)`, [table])
  }
}
