import type { Queryable } from '../database/database.ts'
import { countriesOf } from '../pricing/market.ts'
import { offersOf } from '../pricing/offer.ts'
import { invalidInput } from '../schema/invalid-input.ts'
import type { CartAnswer } from './cart-answer.ts'
import { saveDelivery, type CartContents, type CartRow } from './cart-table.ts'
import type { DeliveryInput } from './delivery-input.ts'
import { priceCart } from './price-cart.ts'

/** Sets what is given of a cart that the caller has locked. The address's country decides on VAT and shipping. */
export async function setDelivery(
  transaction: Queryable,
  row: CartRow,
  contents: CartContents,
  input: DeliveryInput,
): Promise<CartAnswer> {
  const deliveryAddress = input.address ?? row.deliveryAddress
  const country = deliveryAddress?.country ?? row.country
  const countries = countriesOf(row.currency)
  if (!countries.includes(country)) {
    return invalidInput(
      ['input', 'address', 'country'],
      `A cart in ${row.currency} is delivered to ${countries.join(' or ')}, not to ${country}. Create a cart in the country's currency.`,
    )
  }
  const shippingMethodCode = input.shippingMethod ?? row.shippingMethodCode
  const codes = contents.shippingMethods.filter((m) => m.countries.includes(country)).map(({ code }) => code)
  if (typeof input.shippingMethod === 'string' && !codes.includes(input.shippingMethod)) {
    return invalidInput(
      ['input', 'shippingMethod'],
      `"${input.shippingMethod}" does not deliver to ${country}; choose one of ${codes.join(', ')}.`,
    )
  }

  const changed = { ...row, email: input.email ?? row.email, deliveryAddress, country, shippingMethodCode }
  const stamp = await saveDelivery(transaction, changed)
  const variantIds = contents.lines.map(({ variantId }) => variantId)
  const offers = await offersOf(transaction, variantIds, changed)
  return { __typename: 'CartChanged', cart: priceCart({ ...changed, ...stamp }, contents, offers) }
}
