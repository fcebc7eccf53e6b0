import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router'
import { numberField, textField } from '../forms/fields.ts'
import { newFormKey } from '../forms/idempotency-key.ts'
import type { Problem } from '../forms/problem.ts'
import { AddressBlock } from '../parts/address-block.tsx'
import { CheckoutFrame } from '../parts/checkout-frame.tsx'
import { FormSecrets } from '../parts/form-secrets.tsx'
import { useTexts } from '../parts/language.ts'
import { ProblemMessage } from '../parts/problems.tsx'
import { SubmitButton } from '../parts/submit-button.tsx'
import { buy, cartToBuy, mustKeepKey, testPaymentMethods } from '../shop/checkout.ts'
import { formatFee, formatMoney } from '../shop/money.ts'
import { describePage } from '../shop/page-meta.ts'
import { type PersonalShop, personalShopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

/** The largest total that the API's Int holds, in minor units. */
const maximumTotal = 2 ** 31 - 1

export async function loader({ context }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const { placedOrderId } = shop.visit.session
  // Back from the confirmation, or a second tab: the order is there already.
  if (shop.visit.session.cartId === undefined && placedOrderId !== undefined) {
    throw redirect(`/${shop.language}/orders/${placedOrderId}`)
  }
  const cart = await cartToBuy(shop)
  if (cart.missing.includes('EMAIL') || cart.missing.includes('DELIVERY_ADDRESS')) {
    throw redirect(`/${shop.language}/checkout`)
  }
  if (cart.missing.length > 0) throw redirect(`/${shop.language}/checkout/shipping`)
  return {
    cart,
    formKey: newFormKey(),
    meta: describePage(shop, { title: texts[shop.language].checkout.review, noIndex: true }),
  }
}

interface Answer {
  readonly problem: Problem
  /** The key that the next attempt must bear, if the outcome of this one is unknown. */
  readonly formKey?: string
  readonly paymentMethod?: string
}

const refuse = (answer: Answer) => data(answer, { status: answer.problem.kind === 'busy' ? 503 : 422 })

function placed(shop: PersonalShop, orderId: string) {
  shop.visit.updateSession({ cartId: undefined, cartQuantity: undefined, placedOrderId: orderId })
  return redirect(`/${shop.language}/orders/${orderId}`, 303)
}

export async function action({ context }: ActionFunctionArgs) {
  const shop = context.get(personalShopContext)
  const { cartId } = shop.visit.session
  const formKey = textField(shop.form, 'key')
  const paymentMethod = testPaymentMethods.find((method) => method === shop.form.get('paymentMethod'))
  const expectedTotal = numberField(shop.form, 'total', { minimum: 0, maximum: maximumTotal })
  if (paymentMethod === undefined || expectedTotal === undefined)
    return refuse({ problem: { kind: 'choose' } })
  const outcome =
    cartId === undefined
      ? ({ kind: 'gone' } as const)
      : await buy(shop, { cartId, expectedTotal, paymentMethod, formKey })
  switch (outcome.kind) {
    case 'placed':
      return placed(shop, outcome.orderId)
    case 'gone': {
      // The same form sent once more after the order was placed.
      const { placedOrderId } = shop.visit.session
      if (placedOrderId !== undefined) return redirect(`/${shop.language}/orders/${placedOrderId}`, 303)
      shop.visit.updateSession({ notice: 'cart-gone' })
      return redirect(`/${shop.language}/cart`, 303)
    }
    case 'reservation-expired':
      shop.visit.updateSession({ notice: 'reservation-expired' })
      return redirect(`/${shop.language}/cart`, 303)
    case 'problem':
      return refuse({
        problem: outcome.problem,
        paymentMethod,
        ...(mustKeepKey(outcome.problem) ? { formKey } : {}),
      })
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function CheckoutReview() {
  const { cart, formKey } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const answer = useActionData<typeof action>()
  return (
    <CheckoutFrame cart={cart} step={2}>
      <Form method="post">
        <FormSecrets formKey={answer?.formKey ?? formKey} />
        <input type="hidden" name="total" value={cart.cost.total.amount} />
        <ProblemMessage problem={answer?.problem} id="purchase-problem" />
        <div className="review">
          <section>
            <h2>{texts.checkout.address}</h2>
            {cart.deliveryAddress !== null && <AddressBlock address={cart.deliveryAddress} />}
            <p>{cart.email}</p>
            <Link to={`/${tag}/checkout`}>{texts.checkout.edit}</Link>
          </section>
          <section>
            <h2>{texts.checkout.shippingMethod}</h2>
            {cart.shippingMethod !== null && (
              <p>
                {cart.shippingMethod.name}, {formatFee(cart.shippingMethod.price, tag, texts.cart.free)}
                <br />
                {cart.shippingMethod.description}
              </p>
            )}
            <Link to={`/${tag}/checkout/shipping`}>{texts.checkout.edit}</Link>
          </section>
        </div>
        <fieldset aria-describedby={answer === undefined ? 'payment-help' : 'payment-help purchase-problem'}>
          <legend>{texts.checkout.payment}</legend>
          <p className="field-help" id="payment-help">
            {texts.checkout.paymentHelp}
          </p>
          {testPaymentMethods.map((method) => (
            <label key={method} className="choice">
              <input
                type="radio"
                name="paymentMethod"
                value={method}
                defaultChecked={method === (answer?.paymentMethod ?? 'test_approved')}
                required
              />
              <span className="choice-text">
                <strong>{texts.checkout.methods[method].name}</strong>
                <span>{texts.checkout.methods[method].help}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="review-total">
          {texts.cart.total} <strong>{formatMoney(cart.cost.total, tag)}</strong>
        </p>
        <SubmitButton idle={texts.checkout.buy} busy={texts.checkout.buying} />
      </Form>
    </CheckoutFrame>
  )
}
