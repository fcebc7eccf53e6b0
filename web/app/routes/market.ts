import { type ActionFunctionArgs, redirect } from 'react-router'
import { marketCookie } from '../../../api/contract.ts'
import { textField } from '../forms/fields.ts'
import { newFormKey } from '../forms/idempotency-key.ts'
import { attemptChange, fillNewCart, loadCart } from '../shop/cart.ts'
import { serializeCookie } from '../session/cookies.ts'
import { languageOfPath, marketOf } from '../shop/locale.ts'
import { type PersonalShop, personalShopContext } from '../shop/shop.ts'

const lifeSeconds = 365 * 24 * 3600

/** A cart keeps its currency, so a shopper who changes to another one gets a new cart with the same lines. */
async function takeCartAlong(shop: PersonalShop): Promise<void> {
  await attemptChange(async () => {
    const cart = await loadCart(shop)
    if (cart === null || cart.cost.total.currencyCode === shop.locale.currency) return { kind: 'gone' }
    const lines = cart.lines.map(({ variant, quantity }) => ({ variantId: variant.id, quantity }))
    return fillNewCart(shop, lines, newFormKey())
  })
}

/** Remembers where the shopper shops, and goes back to the page. */
export async function action({ context }: ActionFunctionArgs) {
  const shop = context.get(personalShopContext)
  const market = marketOf(textField(shop.form, 'country'))
  await takeCartAlong({ ...shop, locale: { ...shop.locale, ...market } })
  const returnTo = textField(shop.form, 'returnTo')
  const isOwn = languageOfPath(returnTo) !== undefined && !returnTo.includes('//') && !returnTo.includes('\\')
  const https = shop.settings.publicOrigin.protocol === 'https:'
  const cookie = serializeCookie({ name: marketCookie, value: market.country, lifeSeconds }, https)
  return redirect(isOwn ? returnTo : `/${shop.language}`, { status: 303, headers: { 'Set-Cookie': cookie } })
}
