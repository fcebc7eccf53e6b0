import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  type MetaArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router'
import { textField } from '../forms/fields.ts'
import { newFormKey } from '../forms/idempotency-key.ts'
import type { Problem } from '../forms/problem.ts'
import { CheckoutFrame } from '../parts/checkout-frame.tsx'
import { FormSecrets } from '../parts/form-secrets.tsx'
import { useTexts } from '../parts/language.ts'
import { ProblemMessage } from '../parts/problems.tsx'
import { SubmitButton } from '../parts/submit-button.tsx'
import { attemptChange } from '../shop/cart.ts'
import { cartToBuy, setDelivery } from '../shop/checkout.ts'
import { formatFee } from '../shop/money.ts'
import { describePage } from '../shop/page-meta.ts'
import { personalShopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const cart = await cartToBuy(shop)
  if (cart.missing.includes('EMAIL') || cart.missing.includes('DELIVERY_ADDRESS')) {
    throw redirect(`/${shop.language}/checkout`)
  }
  return {
    cart,
    formKey: newFormKey(),
    meta: describePage(shop, { title: texts[shop.language].checkout.shippingMethod, noIndex: true }),
  }
}

const refuse = (problem: Problem) => data({ problem }, { status: 422 })

export async function action({ context }: ActionFunctionArgs) {
  const shop = context.get(personalShopContext)
  const shippingMethod = textField(shop.form, 'shippingMethod')
  if (shippingMethod === '') return refuse({ kind: 'choose' })
  const formKey = textField(shop.form, 'key')
  const outcome = await attemptChange(() => setDelivery(shop, { shippingMethod }, formKey))
  switch (outcome.kind) {
    case 'changed':
      return redirect(`/${shop.language}/checkout/review`, 303)
    case 'gone':
      shop.visit.updateSession({ notice: 'cart-gone' })
      return redirect(`/${shop.language}/cart`, 303)
    case 'problem':
      return refuse(outcome.problem)
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function CheckoutShipping() {
  const { cart, formKey } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const answer = useActionData<typeof action>()
  const chosen = cart.shippingMethod?.code ?? cart.shippingMethods[0]?.code
  return (
    <CheckoutFrame cart={cart} step={1}>
      <Form method="post">
        <FormSecrets formKey={formKey} />
        <ProblemMessage problem={answer?.problem} />
        <fieldset>
          <legend>{texts.checkout.shippingMethod}</legend>
          {cart.shippingMethods.map(({ code, name, description, price }) => (
            <label key={code} className="choice">
              <input
                type="radio"
                name="shippingMethod"
                value={code}
                defaultChecked={code === chosen}
                required
              />
              <span className="choice-text">
                <strong>{name}</strong>
                <span>{description}</span>
              </span>
              <span className="choice-price">{formatFee(price, tag, texts.cart.free)}</span>
            </label>
          ))}
        </fieldset>
        <SubmitButton idle={texts.checkout.toReview} />
      </Form>
    </CheckoutFrame>
  )
}
