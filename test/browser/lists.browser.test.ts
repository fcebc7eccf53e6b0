import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { addFacets } from './demo-facets.ts'
import { findBrowser, launchBrowser, newShopper } from './shop-browser.ts'

const executable = findBrowser()

describe.skipIf(executable === undefined)('lists in a browser', () => {
  let browser: Browser
  const { origin, databaseUrl } = inject('shop')

  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '')
    await addFacets(databaseUrl)
    await vi.waitFor(
      async () => {
        const page = await (await fetch(`${origin}/en/c/furniture`)).text()
        expect(page).toContain('value="test_finish.dark"')
      },
      { timeout: 60_000, interval: 200 },
    )
  })
  afterAll(() => browser.close())

  const count = async (page: Page) => Number((await page.locator('.list-count').innerText()).split(' ')[0])
  const chips = (page: Page) => page.locator('.chip-active')

  it('are narrowed down without scripts, by one address for each choice', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: false })
    await page.goto('/en/c/furniture')
    const all = await count(page)
    const finish = page.locator('.facet', { hasText: 'Finish' })
    if ((await finish.getAttribute('open')) === null) await finish.locator('summary').click()
    await finish.getByRole('checkbox', { name: /^Dark/ }).check()
    const span = page.locator('.facet', { hasText: 'Span' })
    if ((await span.getAttribute('open')) === null) await span.locator('summary').click()
    await span.getByLabel('from').fill('120')
    await page.getByLabel('Sort by').selectOption('PRICE_ASCENDING')
    await page.getByRole('button', { name: /^Show \d+ products$/ }).click()
    await page.waitForURL(
      '**/en/c/furniture?sort=PRICE_ASCENDING&filter=test_finish.dark&filter=test_width.120_',
    )
    const narrowed = await count(page)
    expect(narrowed).toBeGreaterThan(0)
    expect(narrowed).toBeLessThan(all)
    expect(await finish.getByRole('checkbox', { name: /^Dark/ }).isChecked()).toBe(true)
    expect(await chips(page).count()).toBe(2)
    expect(await page.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex')
    expect(await page.locator('link[rel="canonical"]').getAttribute('href')).toBe(`${origin}/en/c/furniture`)

    await page.getByRole('link', { name: 'Remove filter: Dark' }).click()
    await page.waitForURL('**/en/c/furniture?sort=PRICE_ASCENDING&filter=test_width.120_')
    await page.getByRole('link', { name: 'Clear all' }).click()
    await page.waitForURL('**/en/c/furniture?sort=PRICE_ASCENDING')
    expect(await count(page)).toBe(all)
    await context.close()
  })

  it('are narrowed down with scripts at once, without a new document, and the focus stays', async () => {
    const { page, context, complaints } = await newShopper(browser, origin)
    await page.goto('/en/c/furniture')
    await page.waitForLoadState('networkidle')
    let documents = 0
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents += 1
    })
    const finish = page.locator('.facet', { hasText: 'Finish' })
    if ((await finish.getAttribute('open')) === null) await finish.locator('summary').click()
    const dark = finish.getByRole('checkbox', { name: /^Dark/ })
    await dark.focus()
    await page.keyboard.press('Space')
    await page.waitForURL('**/en/c/furniture?filter=test_finish.dark')
    await chips(page).first().waitFor()
    expect(await dark.isChecked()).toBe(true)
    expect(await page.evaluate('document.activeElement?.value')).toBe('test_finish.dark')
    const dark1 = await count(page)

    const folds = page.getByRole('checkbox', { name: /^Folds/ })
    await folds.check()
    await page.waitForURL('**?filter=test_finish.dark&filter=test_fold-true')
    await vi.waitFor(async () => {
      expect(await count(page)).toBeLessThan(dark1)
    })
    const until = page.locator('.facet', { hasText: 'Price' }).getByLabel('to')
    await until.fill('500')
    await until.press('Enter')
    await page.waitForURL('**?until=500&filter=test_finish.dark&filter=test_fold-true')
    expect(await until.inputValue()).toBe('500')

    await page.goBack()
    await page.waitForURL('**?filter=test_finish.dark&filter=test_fold-true')
    await vi.waitFor(async () => {
      expect(await chips(page).count()).toBe(2)
    })
    expect(documents).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('of a collection stand in its order, have their address in each language, and are on the first page', async () => {
    const { page, context } = await newShopper(browser, origin)
    await page.goto('/en')
    await page.getByRole('link', { name: 'For the season' }).click()
    await page.waitForURL('**/en/collections/test-season')
    await page.getByRole('heading', { name: 'For the season', level: 1 }).waitFor()
    expect(await count(page)).toBe(10)
    expect(await page.getByLabel('Sort by').inputValue()).toBe('MANUAL')
    const answer = await context.request.get('/en/collections/zur-jahreszeit', { maxRedirects: 0 })
    expect([answer.status(), answer.headers()['location']]).toEqual([301, '/en/collections/test-season'])
    expect((await context.request.get('/en/collections/no-such')).status()).toBe(404)
    await context.close()
  })

  it('of a brand are reached from its products', async () => {
    const { page, context } = await newShopper(browser, origin)
    await page.goto('/en/c/furniture')
    await page.locator('.product-grid a').first().click()
    const brand = page.locator('.product-brand a')
    const name = await brand.innerText()
    await brand.click()
    await page.waitForURL('**/en/brands/*')
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    expect(await count(page)).toBeGreaterThan(0)
    expect(await page.locator('.facet', { hasText: 'Brand' }).count()).toBe(0)
    expect((await context.request.get('/en/brands/no-such')).status()).toBe(404)
    await context.close()
  })

  it('are found by search, sorted by how well they match, and completed as one types', async () => {
    const { page, context, complaints } = await newShopper(browser, origin)
    await page.goto('/en')
    await page.waitForLoadState('networkidle')
    const field = page.getByRole('combobox', { name: 'What are you looking for?' })
    await field.pressSequentially('oak')
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')
    await options.first().waitFor()
    expect(await field.getAttribute('aria-expanded')).toBe('true')
    await field.press('ArrowDown')
    expect(await field.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'))
    const first = await options.first().innerText()
    expect(await field.inputValue()).toBe(first)
    await field.press('ArrowUp')
    expect(await field.inputValue()).toBe('oak')
    await field.press('Escape')
    expect(await options.count()).toBe(0)
    await field.press('Enter')
    await page.waitForURL('**/en/search?q=oak')
    await page.getByRole('heading', { name: 'Results for “oak”' }).waitFor()
    expect(await page.getByLabel('Sort by').inputValue()).toBe('RELEVANCE')
    await page.getByLabel('Sort by').selectOption('PRICE_DESCENDING')
    await page.waitForURL('**/en/search?q=oak&sort=PRICE_DESCENDING')
    await page.getByRole('radio', { name: /^Furniture/ }).check()
    await page.waitForURL('**/en/search?q=oak&sort=PRICE_DESCENDING&filter=category.furniture')
    expect(complaints).toEqual([])

    await page.goto('/en/search?q=qqqqzzzzxxxx')
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
    expect(await page.locator('.product-grid li').count()).toBe(4)
    await context.close()
  })

  it.each([
    '/en/c/furniture?filter=test_finish.dark',
    '/de/search?q=eiche',
    '/en/collections/test-season',
    '/en/search?q=qqqqzzzzxxxx',
  ])('have no accessibility fault that axe finds, and fit every screen: %s', async (path) => {
    const { page, context } = await newShopper(browser, origin)
    await page.goto(path)
    await page.evaluate(axe.source)
    const faults = await page.evaluate<string[]>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
    )
    expect(faults).toEqual([])
    for (const width of [360, 768, 1600]) {
      await page.setViewportSize({ width, height: 800 })
      const excess = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect([width, excess]).toEqual([width, 0])
    }
    await context.close()
  })

  it('opens and closes its filters on a phone, without scripts too', async () => {
    const { page, context } = await newShopper(browser, origin, { javaScript: false })
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto('/en/c/furniture')
    const inStock = page.getByRole('checkbox', { name: /^Only what is in stock/ })
    expect(await inStock.isVisible()).toBe(false)
    await page.getByRole('link', { name: 'Filter', exact: true }).click()
    expect(await inStock.isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Close' }).click()
    expect(await inStock.isVisible()).toBe(false)
    await context.close()
  })
})
