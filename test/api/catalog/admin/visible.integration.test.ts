import { run, type Runner } from 'graphile-worker'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keepCurrent } from '../../../../api/catalog/jobs/refresh-due.ts'
import { jobLog } from '../../../../api/events/job-log.ts'
import { createJobs } from '../../../../api/events/jobs.ts'
import { runRelay } from '../../../../api/events/relay.ts'
import { signIn } from '../../../sign-in.ts'
import { type RunningApi, startApi } from '../../start-api.ts'

let api: RunningApi
let authorization: string
let pool: pg.Pool
let runner: Runner
const stop = new AbortController()
let loops: Promise<unknown>
beforeAll(async () => {
  api = await startApi()
  authorization = `Bearer ${(await signIn('staff@example.com')).accessToken}`
  pool = new pg.Pool({ connectionString: api.config.database.directUrl ?? '', max: 3 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const mailSender = { send: () => Promise.reject(new Error('no mail in this test')) }
  runner = await run({
    pgPool: pool,
    taskList: createJobs(api.application, mailSender),
    parsedCronItems: [],
    logger: jobLog(api.log.logger),
    noHandleSignals: true,
  })
  loops = Promise.all([runRelay(api.application, stop.signal), keepCurrent(api.application, stop.signal)])
}, 60_000)
afterAll(async () => {
  stop.abort()
  await loops
  await runner.stop()
  await pool.end()
  await api.close()
})

/** Edits as staff do: over HTTP, with an access token. */
async function edit(
  mutation: string,
  variables: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { data, errors } = await api.ask(
    `mutation ($key: ID!${declarations(variables)}) { answer: ${mutation} }`,
    {
      variables: { ...variables, key: randomUUID() },
      headers: { authorization },
    },
  )
  expect(errors).toEqual([])
  const answer = data?.['answer'] as Record<string, unknown>
  expect(answer['__typename']).not.toMatch(/InvalidInput|NotFound/)
  return answer
}

const declarations = (variables: Record<string, unknown>) =>
  Object.keys(variables)
    .map((name) => `, $${name}: ID!`)
    .join('')

/** What shoppers see, of everything that an edit could leave behind; from the caches, if they may. */
async function look() {
  const { data, errors } = await api.ask(`{
    list: products(sort: PRICE_ASCENDING) { nodes { title brand priceRange { minimum { amount } } } }
    page: product(slug: "oak-table") { slug title variants { price { amount } } attributes { name values { label } } }
    search(query: "table") { nodes { title } }
    synonym: search(query: "worktop") { nodes { title } }
    collection(slug: "under-100") { name products(sort: NEWEST) { nodes { title } } }
    category(slug: "tables") { name ancestors { name } }
    categories { name }
    shelf: products(filter: { category: "living" }) { nodes { title } }
  }`)
  expect(errors).toEqual([])
  return data
}

/** Asks as often as a shopper reloads, until it is seen; the time limit only ends a test that has failed. */
const seen = (expected: object) =>
  vi.waitFor(async () => expect(await look()).toMatchObject(expected), { timeout: 10_000, interval: 50 })

test('every edit is seen in list, page, search and collections, by itself', async () => {
  expect(await look()).toMatchObject({ page: null, list: { nodes: [] }, collection: null })

  const { category } =
    (await edit(`categoryCreate(idempotencyKey: $key, input: { externalId: "tables", texts: [{ language: EN, name: "Tables" }] }) {
    __typename ... on CategoryEdited { category { id } } }`)) as { category: { id: string } }
  await seen({ category: { name: 'Tables', ancestors: [] }, categories: [{ name: 'Tables' }] })
  const { category: living } =
    (await edit(`categoryCreate(idempotencyKey: $key, input: { externalId: "living", texts: [{ language: EN, name: "Living" }] }) {
    __typename ... on CategoryEdited { category { id } } }`)) as { category: { id: string } }
  await seen({ categories: [{ name: 'Tables' }, { name: 'Living' }] })

  await edit(`brandSet(idempotencyKey: $key, input: { code: "nordholz", name: "Nordholz" }) { __typename }`)
  await edit(
    `attributeSet(idempotencyKey: $key, input: { code: "wood", type: TEXT, names: [{ language: EN, text: "Wood" }] }) { __typename }`,
  )
  await edit(
    `attributeOptionSet(idempotencyKey: $key, input: { attribute: "wood", code: "oak", names: [{ language: EN, text: "Oak" }] }) { __typename }`,
  )
  await edit(`collectionCreate(idempotencyKey: $key, input: {
    externalId: "cheap", texts: [{ language: EN, name: "Under 100" }], publishedAt: "2026-01-01T00:00:00Z",
    rule: { all: [{ price: { list: "eur", until: 9999 } }] } }) { __typename }`)
  await seen({ collection: { name: 'Under 100', products: { nodes: [] } } })

  const { productId } = (await edit(
    `productCreate(idempotencyKey: $key, input: {
      externalId: "t1", texts: [{ language: EN, title: "Oak table", slug: "oak-table" }], categoryId: $category,
      brand: "nordholz", attributes: [{ code: "wood", options: ["oak"] }], publishedAt: "2026-01-01T00:00:00Z" }) {
      __typename ... on ProductCreated { productId } }`,
    { category: category.id },
  )) as { productId: string }
  const { variantId } = (await edit(
    `variantCreate(idempotencyKey: $key, input: { productId: $product, sku: "T1", prices: [{ list: "eur", amount: 20000 }] }) {
      __typename ... on VariantEdited { variantId } }`,
    { product: productId },
  )) as { variantId: string }
  const table = { title: 'Oak table' }
  await seen({
    list: { nodes: [{ title: 'Oak table', brand: 'Nordholz', priceRange: { minimum: { amount: 20_000 } } }] },
    page: {
      attributes: [{ name: 'Wood', values: [{ label: 'Oak' }] }],
      variants: [{ price: { amount: 20_000 } }],
    },
    search: { nodes: [table] },
    collection: { products: { nodes: [] } },
    shelf: { nodes: [] },
  })

  await edit(
    `priceSet(idempotencyKey: $key, input: { variantId: $variant, list: "eur", amount: 9000 }) { __typename }`,
    { variant: variantId },
  )
  await seen({
    list: { nodes: [{ priceRange: { minimum: { amount: 9000 } } }] },
    page: { variants: [{ price: { amount: 9000 } }] },
    collection: { products: { nodes: [table] } },
  })

  await edit(
    `categoryMove(idempotencyKey: $key, input: { categoryId: $category, parentId: $parent }) { __typename }`,
    {
      category: category.id,
      parent: living.id,
    },
  )
  await seen({
    shelf: { nodes: [table] },
    category: { ancestors: [{ name: 'Living' }] },
    categories: [{ name: 'Living' }],
  })

  await edit(`brandSet(idempotencyKey: $key, input: { code: "nordholz", name: "Südholz" }) { __typename }`)
  await edit(
    `attributeOptionSet(idempotencyKey: $key, input: { attribute: "wood", code: "oak", names: [{ language: EN, text: "White oak" }] }) { __typename }`,
  )
  await edit(
    `synonymSet(idempotencyKey: $key, input: { language: EN, words: ["table", "worktop"] }) { __typename }`,
  )
  await seen({
    list: { nodes: [{ brand: 'Südholz' }] },
    page: { attributes: [{ values: [{ label: 'White oak' }] }] },
    synonym: { nodes: [table] },
  })

  await edit(
    `productUpdate(idempotencyKey: $key, input: { productId: $product, language: EN, title: "Ash table", slug: "ash-table" }) { __typename }`,
    { product: productId },
  )
  const ash = { title: 'Ash table' }
  await seen({
    list: { nodes: [ash] },
    page: { slug: 'ash-table', title: 'Ash table' },
    search: { nodes: [ash] },
    collection: { products: { nodes: [ash] } },
  })

  // Time does the rest: the publication ends, and nobody edits anything.
  await edit(
    `productUpdate(idempotencyKey: $key, input: { productId: $product, language: EN, unpublishedAt: "${new Date(Date.now() + 1_500).toISOString()}" }) { __typename }`,
    { product: productId },
  )
  await seen({
    list: { nodes: [] },
    page: null,
    search: { nodes: [] },
    collection: { products: { nodes: [] } },
    shelf: { nodes: [] },
  })
}, 60_000)
