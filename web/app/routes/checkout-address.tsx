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
import type { CartFragment } from '../../generated/graphql.ts'
import type { AddressEntry, AddressFaults } from '../forms/address.ts'
import { checkAddress, readAddress, rejectedField } from '../forms/check-address.ts'
import { textField } from '../forms/fields.ts'
import { newFormKey } from '../forms/idempotency-key.ts'
import type { Problem } from '../forms/problem.ts'
import { AddressFields } from '../parts/address-fields.tsx'
import { CheckoutFrame } from '../parts/checkout-frame.tsx'
import { FaultSummary } from '../parts/fault-summary.tsx'
import { FormSecrets } from '../parts/form-secrets.tsx'
import { useTexts } from '../parts/language.ts'
import { ProblemMessage } from '../parts/problems.tsx'
import { SubmitButton } from '../parts/submit-button.tsx'
import { attemptChange } from '../shop/cart.ts'
import { cartToBuy, deliveryCountries, setDelivery } from '../shop/checkout.ts'
import { isCountry } from '../shop/locale.ts'
import { describePage } from '../shop/page-meta.ts'
import { type PersonalShop, personalShopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

/** What the form starts with: what was entered before, else what the identity provider knows. */
function firstEntry(shop: PersonalShop, cart: CartFragment): AddressEntry {
  const { account } = shop.visit
  const address = cart.deliveryAddress
  const offered = deliveryCountries(cart)
  const country = address?.country ?? shop.locale.country
  return {
    email: cart.email ?? account?.email ?? '',
    name: address?.name ?? account?.name ?? '',
    street: address?.street ?? '',
    extra: address?.extra ?? '',
    postalCode: address?.postalCode ?? '',
    city: address?.city ?? '',
    country: offered.includes(country) ? country : (offered[0] ?? country),
  }
}

export async function loader({ context }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const cart = await cartToBuy(shop)
  return {
    cart,
    entry: firstEntry(shop, cart),
    offered: deliveryCountries(cart),
    formKey: newFormKey(),
    meta: describePage(shop, { title: texts[shop.language].checkout.title, noIndex: true }),
  }
}

interface Answer {
  readonly entry: AddressEntry
  readonly faults: AddressFaults
  readonly problem?: Problem
}

const refuse = (answer: Answer) => data(answer, { status: 422 })

export async function action({ context }: ActionFunctionArgs) {
  const shop = context.get(personalShopContext)
  const entry = readAddress(shop.form)
  const faults = checkAddress(entry)
  const { country, email, extra, ...address } = entry
  if (Object.keys(faults).length > 0 || !isCountry(country)) return refuse({ entry, faults })
  const input = { email, address: { ...address, country, extra: extra === '' ? null : extra } }
  const outcome = await attemptChange(() => setDelivery(shop, input, textField(shop.form, 'key')))
  switch (outcome.kind) {
    case 'changed':
      return redirect(`/${shop.language}/checkout/shipping`, 303)
    case 'gone':
      shop.visit.updateSession({ notice: 'cart-gone' })
      return redirect(`/${shop.language}/cart`, 303)
    case 'problem':
      return refuse({ entry, faults: rejectedField(outcome.path ?? []), problem: outcome.problem })
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function CheckoutAddress() {
  const { cart, entry, offered, formKey } = useLoaderData<typeof loader>()
  const { texts } = useTexts()
  const answer = useActionData<typeof action>()
  const faults = answer?.faults ?? {}
  return (
    <CheckoutFrame cart={cart} step={0}>
      {/* The server checks everything and says it in the shop's words; browsers' own messages would come first. */}
      <Form method="post" noValidate>
        <FormSecrets formKey={formKey} />
        <FaultSummary faults={faults} />
        <ProblemMessage problem={answer?.problem} />
        <AddressFields entry={answer?.entry ?? entry} faults={faults} offered={offered} />
        <SubmitButton idle={texts.checkout.toShipping} />
      </Form>
    </CheckoutFrame>
  )
}
