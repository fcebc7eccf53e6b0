import {
  type ActionFunctionArgs,
  data,
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
import { CartLine } from '../parts/cart-line.tsx'
import { CostTable } from '../parts/cost-table.tsx'
import { useTexts } from '../parts/language.ts'
import { NoticeMessage } from '../parts/notice.tsx'
import { ProblemMessage } from '../parts/problems.tsx'
import { addToCart, attemptChange, type CartOutcome, loadCart, setQuantity } from '../shop/cart.ts'
import { forPage } from '../shop/failures.ts'
import { describePage } from '../shop/page-meta.ts'
import { type PersonalShop, personalShopContext } from '../shop/shop.ts'
import { maximumQuantity } from '../shop/variants.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const hadCart = shop.visit.session.cartId !== undefined
  const cart = await forPage(shop, loadCart(shop))
  const { notice } = shop.visit.session
  if (notice !== undefined) shop.visit.updateSession({ notice: undefined })
  return {
    cart,
    notice: hadCart && cart === null ? ('cart-gone' as const) : notice,
    formKey: newFormKey(),
    meta: describePage(shop, { title: texts[shop.language].cart.title, noIndex: true }),
  }
}

function change(shop: PersonalShop): Promise<CartOutcome> {
  const { form } = shop
  const variantId = textField(form, 'variant')
  const isRemoval = form.get('remove') !== null
  const isAdded = textField(form, 'intent') === 'add'
  const minimum = isAdded ? 1 : 0
  // Without scripts, a page that everybody gets alike has no key: each time the form is sent is a wish of its own.
  const formKey = textField(form, 'key') || (isAdded ? newFormKey() : '')
  const quantity = isRemoval ? 0 : numberField(form, 'quantity', { minimum, maximum: maximumQuantity })
  if (quantity === undefined || formKey === '') {
    return Promise.resolve({ kind: 'problem', problem: { kind: 'quantity' } })
  }
  const line = { variantId, quantity }
  return attemptChange(() => (isAdded ? addToCart(shop, line, formKey) : setQuantity(shop, line, formKey)))
}

/** Adds a variant, or sets or removes a line. `stay` (scripts run): answers with data; else leads to the cart. */
export async function action({
  context,
}: ActionFunctionArgs): Promise<
  Response | ReturnType<typeof data<{ problem?: Problem; variantId: string }>>
> {
  const shop = context.get(personalShopContext)
  const outcome = await change(shop)
  const variantId = textField(shop.form, 'variant')
  if (outcome.kind === 'problem') return data({ problem: outcome.problem, variantId }, { status: 422 })
  if (textField(shop.form, 'stay') === '1') return data({ variantId })
  const isAdded = textField(shop.form, 'intent') === 'add'
  shop.visit.updateSession({
    notice: outcome.kind === 'gone' ? 'cart-gone' : isAdded ? 'added' : 'updated',
  })
  return redirect(`/${shop.language}/cart`, 303)
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Cart() {
  const { cart, notice, formKey } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const answer = useActionData<typeof action>()
  if (cart === null || cart.lines.length === 0) {
    return (
      <div className="page message">
        <NoticeMessage notice={notice} />
        <ProblemMessage problem={answer?.problem} />
        <h1>{texts.cart.empty}</h1>
        <p className="lead">{texts.cart.emptyHelp}</p>
        <p>
          <Link className="button" to={`/${tag}`}>
            {texts.account.browse}
          </Link>
        </p>
      </div>
    )
  }
  return (
    <div className="page">
      <header className="page-head">
        <h1>{texts.cart.title}</h1>
      </header>
      <NoticeMessage notice={notice} />
      <ProblemMessage problem={answer?.problem} />
      <div className="with-docket">
        <ul className="cart-lines">
          {cart.lines.map((line) => (
            <CartLine key={line.id} line={line} formKey={formKey} />
          ))}
        </ul>
        <aside className="docket" aria-labelledby="summary">
          <h2 id="summary">{texts.cart.summary}</h2>
          <CostTable cost={cart.cost} isShippingKnown={cart.shippingMethod !== null} />
          <Link className="button button-large" to={`/${tag}/checkout`}>
            {texts.cart.checkout}
          </Link>
          <p className="docket-foot">
            <Link to={`/${tag}`}>{texts.cart.continue}</Link>
          </p>
        </aside>
      </div>
    </div>
  )
}
