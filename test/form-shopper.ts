import { parse, type HTMLElement } from 'node-html-parser'

/** A page as a browser without scripts has it. */
export interface Page {
  readonly status: number
  readonly url: string
  readonly document: HTMLElement
}

/**
 * Someone who shops with a browser that runs no scripts: follows redirects, keeps cookies, fills in and submits the
 * forms that are on the page.
 */
export interface FormShopper {
  open(path: string): Promise<Page>
  /**
   * Submits the form that `selector` finds, with its own values and `fields` over them. If no whole answer or an
   * answer of 5xx comes, sends the very same form once more, as a shopper presses the button again.
   * @throws if the second answer is none either
   */
  submit(page: Page, selector: string, fields?: Readonly<Record<string, string>>): Promise<Page>
  /** How often a page or a form had to be sent a second time so far. */
  repeats(): number
}

/** @param origin the shop's address, e.g. `http://localhost:4000` */
export function createFormShopper(origin: string): FormShopper {
  const cookies = new Map<string, string>()
  let repeats = 0

  async function request(url: URL, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('accept-language', 'en')
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) keep(cookie)
    const location = response.headers.get('location')
    if (location !== null) return await request(new URL(location, url), {})
    return { status: response.status, url: url.href, document: parse(await response.text()) }
  }

  function keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) cookies.delete(name)
    else cookies.set(name, value.join('='))
  }

  async function twiceAtMost(send: () => Promise<Page>): Promise<Page> {
    try {
      const page = await send()
      if (page.status < 500) return page
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
    repeats += 1
    return await send()
  }

  return {
    repeats: () => repeats,
    open: (path) => twiceAtMost(() => request(new URL(path, origin), {})),
    async submit(page, selector, fields = {}) {
      const form = page.document.querySelector(selector)
      if (form === null) {
        throw new Error(
          `${page.url} (${page.status}) has no form ${selector}:\n${page.document.structuredText}`,
        )
      }
      const body = new URLSearchParams({ ...controls(form), ...fields })
      const action = new URL(form.getAttribute('action') ?? page.url, page.url)
      const headers = { origin, 'sec-fetch-site': 'same-origin' }
      return await twiceAtMost(() => request(action, { method: 'POST', body, headers }))
    },
  }
}

/** The form's successful controls (HTML Standard, form submission), as far as the shop uses them. */
function controls(form: HTMLElement): Record<string, string> {
  const values: Record<string, string> = {}
  for (const input of form.querySelectorAll('input[name]')) {
    const isChoice = ['radio', 'checkbox'].includes(input.getAttribute('type') ?? '')
    if (isChoice && !input.hasAttribute('checked')) continue
    values[input.getAttribute('name') ?? ''] = input.getAttribute('value') ?? ''
  }
  for (const select of form.querySelectorAll('select[name]')) {
    const option = select.querySelector('option[selected]') ?? select.querySelector('option')
    values[select.getAttribute('name') ?? ''] = option?.getAttribute('value') ?? ''
  }
  return values
}

export interface Purchase {
  readonly email: string
  readonly orderNumber: string
}

/** A step of a purchase; `before` is awaited ahead of each. */
export const purchaseSteps = ['product', 'cart', 'address', 'shipping', 'review', 'pay'] as const
export type PurchaseStep = (typeof purchaseSteps)[number]

/**
 * Buys one piece of a product, from the product's page to the confirmation.
 * @throws with the page's text if it does not end in a confirmation
 */
export async function buyOne(
  shopper: FormShopper,
  productPath: string,
  email: string,
  before: (step: PurchaseStep) => Promise<void> = () => Promise.resolve(),
): Promise<Purchase> {
  await before('product')
  const product = await shopper.open(productPath)
  await before('cart')
  await shopper.submit(product, 'form.add-to-cart')
  await before('address')
  const checkout = await shopper.open('/en/checkout')
  const shipping = await shopper.submit(checkout, 'main form', {
    email,
    name: 'Anna Beispiel',
    street: 'Hauptstraße 1',
    postalCode: '10115',
    city: 'Berlin',
    country: 'DE',
  })
  await before('shipping')
  const review = await shopper.submit(shipping, 'main form')
  await before('review')
  const again = await shopper.open(new URL(review.url).pathname)
  await before('pay')
  const confirmation = await shopper.submit(again, 'main form', { paymentMethod: 'test_approved' })
  const orderNumber = confirmation.document.querySelector('[data-testid="order-number"]')?.text
  if (orderNumber === undefined) {
    throw new Error(
      `${confirmation.url} (${confirmation.status}) confirms no order:\n${confirmation.document.structuredText}`,
    )
  }
  return { email, orderNumber }
}
