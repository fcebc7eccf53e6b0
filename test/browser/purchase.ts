import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** How one language calls what a shopper presses. */
export interface Words {
  readonly add: string
  readonly toCart: string
  readonly toCheckout: string
  readonly toShipping: string
  readonly toReview: string
  readonly buy: string
  readonly thanks: string
}

export const english: Words = {
  add: 'Add to cart',
  toCart: 'Go to the cart',
  toCheckout: 'To checkout',
  toShipping: 'Continue to shipping',
  toReview: 'Continue to review',
  buy: 'Buy now',
  thanks: 'Thank you!',
}

export const german: Words = {
  add: 'In den Warenkorb',
  toCart: 'Zum Warenkorb',
  toCheckout: 'Zur Kasse',
  toShipping: 'Weiter zum Versand',
  toReview: 'Weiter zur Prüfung',
  buy: 'Zahlungspflichtig bestellen',
  thanks: 'Vielen Dank!',
}

/** From the home page to a product that can be bought: the first best seller. */
export async function openProduct(page: Page, language: 'en' | 'de'): Promise<void> {
  await page.goto(`/${language}`)
  await page.locator('section[aria-labelledby="best-selling"] .card-title a').first().click()
  await page.locator('.product h1').waitFor()
}

/** Fills in the address form and sends it. */
export async function enterAddress(page: Page, words: Words, email = 'anna@example.com'): Promise<void> {
  const fields = {
    email,
    name: 'Anna Muster',
    street: 'Speicherstraße 1',
    postalCode: '20457',
    city: 'Hamburg',
  }
  for (const [field, value] of Object.entries(fields)) await page.fill(`#${field}`, value)
  await page.getByRole('button', { name: words.toShipping }).click()
}

/** From the cart page to the last step. */
export async function checkOut(page: Page, words: Words): Promise<void> {
  await page.getByRole('link', { name: words.toCheckout }).click()
  await page.locator('#email').waitFor()
  await enterAddress(page, words)
  await page.locator('input[name="shippingMethod"]').first().check()
  await page.getByRole('button', { name: words.toReview }).click()
  await page.locator('input[name="paymentMethod"]').first().waitFor()
}

/** Pays with the test provider, told how to answer. */
export async function pay(
  page: Page,
  words: Words,
  method: 'test_approved' | 'test_declined' | 'test_unavailable',
): Promise<void> {
  await page.locator(`input[value="${method}"]`).check()
  await page.getByRole('button', { name: words.buy }).click()
}

/** Number of the order that was just placed. */
export async function placedOrder(page: Page, words: Words): Promise<string> {
  await page.getByRole('heading', { name: words.thanks }).waitFor()
  expect(await page.locator('[data-testid="order-status"]').getAttribute('class')).toContain('status-placed')
  return page.locator('[data-testid="order-number"]').innerText()
}
