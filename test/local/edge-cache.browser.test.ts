import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { edge } from '../../api/contract.ts'
import { createFormShopper } from '../form-shopper.ts'
import { english, openProduct } from '../browser/purchase.ts'
import { findBrowser, launchBrowser, newShopper } from '../browser/shop-browser.ts'
import { signIn } from '../sign-in.ts'

const { origin, identity, databaseUrl } = inject('shop')

interface Found {
  readonly slug: string
  readonly variants: readonly { readonly id: string; readonly price: { readonly amount: number } }[]
}

async function ask<Data>(query: string, variables: object = {}, accessToken?: string): Promise<Data> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data?: Data | null; errors?: unknown }
  if (answer.data === undefined || answer.data === null) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

async function someProducts(first: number): Promise<readonly Found[]> {
  const { products } = await ask<{ products: { nodes: Found[] } }>(
    'query ($first: Int!) { products(first: $first, sort: NEWEST) { nodes { slug variants { id price { amount } } } } }',
    { first },
  )
  return products.nodes
}

async function setPrice(product: Found, amount: number): Promise<void> {
  const staff = await signIn('staff@example.com', identity)
  for (const { id } of product.variants) {
    await ask(
      `mutation ($variantId: ID!, $amount: Int!, $key: ID!) {
        variantPriceSet(input: { variantId: $variantId, currency: EUR, amount: $amount }, idempotencyKey: $key) {
          __typename
        }
      }`,
      { variantId: id, amount, key: randomUUID() },
      staff.accessToken,
    )
  }
}

interface Seen {
  readonly status: number
  readonly cache: string | null
  readonly text: string
  readonly headers: Headers
}

async function see(path: string, headers: Record<string, string> = {}): Promise<Seen> {
  const response = await fetch(origin + path, { headers, redirect: 'manual' })
  return {
    status: response.status,
    cache: response.headers.get('x-cache'),
    text: await response.text(),
    headers: response.headers,
  }
}

/** Asks until the edge has it. A process that was just asked for the first time may say that nothing is to be kept. */
async function keptAtEdge(path: string): Promise<Seen> {
  return await expect
    .poll(() => see(path), { timeout: 15_000 })
    .toMatchObject({ status: 200, cache: 'Hit from edge' })
    .then(() => see(path))
}

/** As pages write it. */
const euros = (amount: number) =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(amount / 100)

describe('a page of the catalogue', () => {
  test.each(['/en', '/de', '/en/search?q=oak', 'category', 'product'])(
    'is at the edge, the same bytes for everybody: %s',
    async (name) => {
      const path =
        name === 'product'
          ? `/en/p/${(await someProducts(1))[0]!.slug}`
          : name === 'category'
            ? await firstCategory()
            : name
      const { text, headers } = await keptAtEdge(path)
      expect(headers.get('cache-control')).toBe(edge.viewerCacheControl)
      expect(headers.get('set-cookie')).toBeNull()
      expect(headers.get('content-security-policy')).not.toContain('nonce')
      expect((headers.get('cache-tag') ?? '').split(',').length).toBeLessThanOrEqual(50)
      const other = await see(path, {
        cookie: 'kontor_session=someone; kontor_badge=3.in',
        'accept-language': 'fr',
        'user-agent': 'Googlebot/2.1',
      })
      expect([other.cache, other.text]).toEqual(['Hit from edge', text])
      const again = await see(path, { 'if-none-match': headers.get('etag') ?? '' })
      expect([again.status, again.text]).toEqual([304, ''])
    },
  )

  test('differs by market, and by nothing else that a cookie says', async () => {
    const swiss = await see('/en', { cookie: 'kontor_market=CH' })
    expect(swiss.text).toContain('CHF')
    expect((await keptAtEdge('/en')).text).not.toMatch(/CHF \d/)
  })

  test('that does not exist is kept nowhere', async () => {
    for (const path of ['/en/p/no-such-thing', '/en/p/no-such-thing', '/fr']) {
      const { status, cache, headers } = await see(path)
      expect([status, cache, headers.get('cache-control')]).toEqual([
        404,
        'Miss from edge',
        'private, no-store',
      ])
    }
  })
})

async function firstCategory(): Promise<string> {
  const { categories } = await ask<{ categories: { slug: string }[] }>('{ categories { slug } }')
  return `/en/c/${categories[0]!.slug}`
}

describe('a price that staff change', () => {
  test('is on the kept page a moment later, and on no other page is anything forgotten', async () => {
    const [product, bystander] = await someProducts(2)
    const path = `/en/p/${product!.slug}`
    await keptAtEdge(path)
    const amount = product!.variants[0]!.price.amount + 111
    await setPrice(product!, amount)
    await expect.poll(async () => (await see(path)).text, { timeout: 10_000 }).toContain(euros(amount))
    // It stays: the last purge comes when no process can give the old page any more.
    const settled = await keptAtEdge(path)
    expect(settled.text).toContain(euros(amount))
    expect(bystander!.slug).not.toBe(product!.slug)
  })

  test('is on the page although many ask all the time, and the old one never comes back', async () => {
    const [product] = await someProducts(1)
    const path = `/en/p/${product!.slug}`
    await keptAtEdge(path)
    const amount = product!.variants[0]!.price.amount + 222
    const jobsBefore = await purgesDone()
    await setPrice(product!, amount)
    await expect.poll(purgesDone, { timeout: 20_000, interval: 50 }).toSatisfy((left) => left <= jobsBefore)
    const pages = await Promise.all(Array.from({ length: 50 }, () => see(path)))
    for (const { text } of pages) expect(text).toContain(euros(amount))
  })
})

/** Purges that wait to be done. */
async function purgesDone(): Promise<number> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'purge_edge'`,
    )
    const announced = await client.query(
      `select from outbox where delivered_at is null and topic = 'catalog.changed'`,
    )
    return (rows[0]?.count ?? 0) + (announced.rowCount ?? 0)
  } finally {
    await client.end()
  }
}

describe('one shopper’s own pages', () => {
  test.each(['/en/cart', '/en/account', '/en/checkout', '/en/orders/x', '/en/cart.data'])(
    'are kept nowhere: %s',
    async (path) => {
      for (const { cache, headers } of [await see(path), await see(path)]) {
        expect([cache, headers.get('cache-control')]).toEqual(['Miss from edge', 'private, no-store'])
      }
    },
  )

  test('are never mixed: two shoppers without scripts, at the same time, on the same pages', async () => {
    const [one, other] = await someProducts(2)
    const shoppers = [one!, other!].map((product) => ({ product, shopper: createFormShopper(origin) }))
    await Promise.all(
      shoppers.map(async ({ product, shopper }) => {
        const page = await shopper.open(`/en/p/${product.slug}`)
        const cart = await shopper.submit(page, 'form.add-to-cart')
        expect(new URL(cart.url).pathname).toBe('/en/cart')
      }),
    )
    for (const { product, shopper } of shoppers) {
      const carts = await Promise.all([shopper.open('/en/cart'), shopper.open('/en/cart')])
      for (const { document } of carts) {
        const links = document
          .querySelectorAll('.cart-line h2 a')
          .map((link) => link.getAttribute('href') ?? '')
        expect(links).toEqual([expect.stringContaining(`/en/p/${product.slug}`)])
      }
      // The page for everybody knows nothing of the cart.
      const page = await shopper.open(`/en/p/${product.slug}`)
      expect(page.document.querySelector('[data-testid="cart-count"]')).toBeNull()
    }
  })
})

const executable = findBrowser()

describe.skipIf(executable === undefined)('in a browser, on pages from the edge', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '')
  })
  afterAll(() => browser.close())

  test('the header shows each shopper’s own cart, with nothing to complain about', async () => {
    await keptAtEdge('/en')
    const [one, other] = [await newShopper(browser, origin), await newShopper(browser, origin)]
    await openProduct(one.page, 'en')
    await one.page.getByRole('button', { name: english.add }).click()
    await one.page.locator('.add-status a').waitFor()
    // The edge's copy may end while the shopper looks around, so it is asked until it has the next one.
    await expect
      .poll(async () => (await one.page.goto('/en'))?.headers()['x-cache'], { timeout: 15_000 })
      .toBe('Hit from edge')
    await one.page.locator('[data-testid="cart-count"]', { hasText: '1' }).waitFor()
    await other.page.goto('/en')
    await other.page.getByRole('link', { name: 'Sign in' }).waitFor()
    expect(await other.page.locator('[data-testid="cart-count"]').count()).toBe(0)
    expect([...one.complaints, ...other.complaints]).toEqual([])
    await one.context.close()
    await other.context.close()
  })

  test('two wishes are two, and one that is sent twice is one', async () => {
    const { page, context } = await newShopper(browser, origin)
    await openProduct(page, 'en')
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.postData() ?? '')
    })
    for (const count of ['1', '2']) {
      await page.getByRole('button', { name: english.add }).click()
      await page.locator('[data-testid="cart-count"]', { hasText: count }).waitFor()
      await page.locator('.add-status a').waitFor()
    }
    const [first, second] = sent.map((body) => new URLSearchParams(body).get('key'))
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(first)
    const form = Object.fromEntries(new URLSearchParams(sent[1]))
    await context.request.post(`${origin}/en/cart`, { form, headers: { origin } })
    await page.goto('/en/cart')
    expect(await page.locator('.cart-line input[type="number"]').inputValue()).toBe('2')
    await context.close()
  })

  test('signing out from a page for everybody leads to the identity provider and back', async () => {
    const { page, context, complaints } = await newShopper(browser, origin)
    await page.goto('/en')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.locator('main').getByRole('link', { name: 'Sign in' }).click()
    await page.fill('input[name="email"]', 'anna@example.com')
    const password = page.locator('input[name="password"]')
    if ((await password.count()) > 0) await password.fill('any')
    await page.locator('button[type="submit"]').first().click()
    await page.waitForURL('**/en/account')
    await page.goto('/en')
    await page.locator('.header').getByRole('link', { name: 'Account' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/(?:en|de)$|\/session\/end/)
    expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([])
    await context.close()
  })
})
