import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { checkOut, english, enterAddress, german, openProduct, pay, placedOrder } from './purchase.ts'
import { findBrowser, launchBrowser, newShopper } from './shop-browser.ts'

const executable = findBrowser()

describe.skipIf(executable === undefined)('the storefront in a browser', () => {
  let browser: Browser
  const { origin } = inject('shop')

  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '')
  })
  afterAll(() => browser.close())

  it('sells without scripts, and a form sent twice buys once', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: false })
    await openProduct(page, 'en')
    await page.getByRole('button', { name: english.add }).click()
    await page.waitForURL('**/en/cart')
    await page.reload()
    expect(await page.locator('.cart-line').count()).toBe(1)
    expect(await page.locator('.cart-line input[type="number"]').inputValue()).toBe('1')

    await checkOut(page, english)
    const review = await page.context().newPage()
    const fields = await page.evaluate<Record<string, string>>(
      `Object.fromEntries(new FormData(document.querySelector('.checkout-step form')))`,
    )
    await pay(page, english, 'test_approved')
    const number = await placedOrder(page, english)
    const orderUrl = page.url()

    const again = await context.request.post(`${origin}/en/checkout/review`, {
      form: fields,
      headers: { origin },
      maxRedirects: 0,
    })
    expect(again.status()).toBe(303)
    expect(new URL(again.headers()['location'] ?? '', origin).href).toBe(orderUrl)
    await review.goto('/en/checkout/review')
    expect(await review.locator('[data-testid="order-number"]').innerText()).toBe(number)
    await context.close()
  })

  it('sells with scripts: the cart’s count at once, no full reload, no complaint on the console', async () => {
    const { page, context, complaints } = await newShopper(browser, origin)
    await openProduct(page, 'en')
    let documents = 0
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents += 1
    })
    await page.getByRole('button', { name: english.add }).click()
    await page.locator('[data-testid="cart-count"]', { hasText: '1' }).waitFor()
    await page.getByRole('link', { name: english.toCart }).click()
    await checkOut(page, english)
    await pay(page, english, 'test_approved')
    expect(await placedOrder(page, english)).toMatch(/^K-/)
    expect(await page.locator('[data-testid="cart-count"]').count()).toBe(0)
    expect(documents).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each([true, false])('takes another payment after a declined one (scripts: %s)', async (javaScript) => {
    const { page, context } = await newShopper(browser, origin, { javaScript })
    await openProduct(page, 'en')
    await page.getByRole('button', { name: english.add }).click()
    // With scripts the page stays, without them the cart opens.
    if (javaScript) await page.getByRole('link', { name: english.toCart }).click()
    await checkOut(page, english)
    await pay(page, english, 'test_declined')
    await page.locator('[data-problem="declined"]').waitFor()
    await pay(page, english, 'test_approved')
    expect(await placedOrder(page, english)).toMatch(/^K-/)
    await context.close()
  })

  it('keeps the key of a payment whose outcome is unknown, so that trying again cannot charge twice', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: false })
    await openProduct(page, 'en')
    await page.getByRole('button', { name: english.add }).click()
    await checkOut(page, english)
    const key = page.locator('.checkout-step input[name="key"]')
    const first = await key.inputValue()
    await pay(page, english, 'test_unavailable')
    await page.locator('[data-problem="payment-unavailable"]').waitFor()
    expect(await key.inputValue()).toBe(first)
    await context.close()
  })

  it('speaks German, in words, prices, addresses and links to the other language', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: true, locale: 'de-DE' })
    await page.goto('/')
    expect(new URL(page.url()).pathname).toBe('/de')
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await openProduct(page, 'de')
    expect(await page.locator('.product-price').innerText()).toMatch(/\d,\d\d\s€/)
    const alternate = await page.locator('link[hreflang="en"]').getAttribute('href')
    await page.goto(alternate ?? '')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.goBack()
    await page.getByRole('button', { name: german.add }).click()
    await page.getByRole('link', { name: german.toCart }).click()
    await checkOut(page, german)
    await pay(page, german, 'test_approved')
    await placedOrder(page, german)
    await context.close()
  })

  it('leads a slug of the other language to the right one', async () => {
    const { page, context } = await newShopper(browser, origin)
    await openProduct(page, 'de')
    const slug = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const english = await page.locator('link[hreflang="en"]').getAttribute('href')
    const answer = await context.request.get(`${origin}/en/p/${slug}`, { maxRedirects: 0 })
    expect([slug, answer.status(), new URL(answer.headers()['location'] ?? '', origin).href]).toEqual([
      slug,
      301,
      english,
    ])
    await context.close()
  })

  it('lets a customer sign in, buy, see the order and sign out', async () => {
    const { page, context } = await newShopper(browser, origin)
    await signIn(page)
    await openProduct(page, 'en')
    await page.getByRole('button', { name: english.add }).click()
    await page.getByRole('link', { name: english.toCart }).click()
    await page.getByRole('link', { name: english.toCheckout }).click()
    expect(await page.locator('#email').inputValue()).toBe('anna@example.com')
    await enterAddress(page, english)
    await page.getByRole('button', { name: english.toReview }).click()
    await pay(page, english, 'test_approved')
    const number = await placedOrder(page, english)
    await page.goto('/en/account')
    await page.getByRole('link', { name: number }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForLoadState()
    await page.goto('/en/account')
    expect(await page.getByRole('link', { name: number }).count()).toBe(0)
    await context.close()
  })

  it('names what is wrong beside the field, without scripts', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: false })
    await openProduct(page, 'en')
    await page.getByRole('button', { name: english.add }).click()
    await page.getByRole('link', { name: english.toCheckout }).click()
    await page.fill('#email', 'anna@')
    await page.fill('#postalCode', '1')
    await page.getByRole('button', { name: english.toShipping }).click()
    for (const field of ['email', 'name', 'postalCode']) {
      expect(await page.locator(`#${field}`).getAttribute('aria-invalid')).toBe('true')
      const describedBy = await page.locator(`#${field}`).getAttribute('aria-describedby')
      expect(describedBy).toContain(`${field}-fault`)
      expect(await page.locator(`#${field}-fault`).innerText()).not.toBe('')
    }
    expect(await page.locator('#email').inputValue()).toBe('anna@')
    await context.close()
  })

  it('refuses forms of other sites and of nobody', async () => {
    const { page, context } = await newShopper(browser, origin)
    await page.goto('/en')
    const post = async (path: string, form: Record<string, string>, headers: Record<string, string>) =>
      (await context.request.post(origin + path, { form, headers, maxRedirects: 0 })).status()
    const forms: [path: string, form: Record<string, string>][] = [
      ['/en/market', { country: 'CH' }],
      ['/en/cart', { intent: 'add', variant: 'x', quantity: '1' }],
      ['/en/cart', { variant: 'x', quantity: '1', key: 'k' }],
      ['/en/account/sign-out', {}],
    ]
    for (const [path, form] of forms) {
      expect(await post(path, form, { origin: 'https://evil.example' })).toBeGreaterThanOrEqual(400)
      expect(await post(path, form, {})).toBe(403)
      expect(await post(path, form, { origin, 'sec-fetch-site': 'cross-site' })).toBe(403)
    }
    // Where a page can hold a token, it must.
    for (const [path, form] of forms.slice(2)) expect(await post(path, form, { origin })).toBe(403)
    await context.close()
  })

  it('helps where there is nothing', async () => {
    const { page, context } = await newShopper(browser, origin)
    const answer = await page.goto('/en/p/no-such-thing')
    expect(answer?.status()).toBe(404)
    expect(await page.locator('.message h1').innerText()).not.toBe('')
    expect(await page.locator('.message-id code').innerText()).toBe(answer?.headers()['x-request-id'])
    expect((await page.goto('/fr'))?.status()).toBe(404)
    await context.close()
  })

  it.each([
    '/en',
    '/de/search?q=holz',
    '/en/cart',
    '/en/account',
    '/en/p/no-such-thing',
    'category',
    'product',
    'checkout',
  ])('has no accessibility fault that axe finds: %s', async (path) => {
    const { page, context } = await newShopper(browser, origin)
    if (path.startsWith('/')) await page.goto(path)
    else await openForCheck(page, path)
    await page.evaluate(axe.source)
    const faults = await page.evaluate<string[]>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
    )
    expect(faults).toEqual([])
    await context.close()
  })

  it.each([360, 768, 1600])('fits %i px without scrolling sideways', async (width) => {
    const { page, context } = await newShopper(browser, origin)
    await page.setViewportSize({ width, height: 800 })
    for (const open of ['/en', 'category', 'product', 'checkout']) {
      if (open.startsWith('/')) await page.goto(open)
      else await openForCheck(page, open)
      const excess = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect([open, excess]).toEqual([open, 0])
    }
    await context.close()
  })
})

async function openForCheck(page: Page, what: string): Promise<void> {
  if (what === 'category') {
    await page.goto('/en')
    await page.locator('.category-card a').first().click()
    await page.locator('.list-count').waitFor()
    return
  }
  await openProduct(page, 'en')
  if (what === 'product') return
  await page.getByRole('button', { name: english.add }).click()
  await page.getByRole('link', { name: english.toCart }).click()
  await page.getByRole('link', { name: english.toCheckout }).click()
  await page.locator('#email').waitFor()
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/en/account')
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click()
  await page.fill('input[name="email"]', 'anna@example.com')
  const password = page.locator('input[name="password"]')
  if ((await password.count()) > 0) await password.fill('any')
  await page.locator('button[type="submit"]').first().click()
  await page.waitForURL('**/en/account')
}
