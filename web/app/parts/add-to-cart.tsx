import { useId, useSyncExternalStore } from 'react'
import { Link, useFetcher } from 'react-router'
import type { action } from '../routes/cart.tsx'
import { quantityLimit, type Variant } from '../shop/variants.ts'
import { FormSecrets } from './form-secrets.tsx'
import { useTexts } from './language.ts'
import { problemText } from './problems.tsx'

const never = () => () => undefined

/** True once scripts run; the server and the first render say false, so that both write the same page. */
function useScripts(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** The form that puts a variant into the cart. With scripts the page stays; without, the cart opens. */
export function AddToCart({ variant, formKey }: { variant: Variant; formKey: string }) {
  const { tag, texts } = useTexts()
  const fetcher = useFetcher<typeof action>()
  const hasScripts = useScripts()
  const id = useId()
  const limit = quantityLimit(variant)
  const problem = fetcher.data?.problem
  const isAdding = fetcher.state !== 'idle'
  if (limit === 0) return <p className="product-sold-out">{texts.product.soldOutHelp}</p>
  return (
    <fetcher.Form className="add-to-cart" method="post" action={`/${tag}/cart`}>
      <FormSecrets formKey={formKey} />
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="variant" value={variant.id} />
      {hasScripts && <input type="hidden" name="stay" value="1" />}
      <label className="quantity" htmlFor={id}>
        <span>{texts.product.quantity}</span>
        <input
          id={id}
          name="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={limit}
          defaultValue={1}
          required
          aria-describedby={`${id}-status`}
        />
      </label>
      <button type="submit" className="button button-large" disabled={isAdding}>
        {isAdding ? texts.product.adding : texts.product.add}
      </button>
      <p className="add-status" id={`${id}-status`} role="status">
        {problem !== undefined && <span className="problem">{problemText(problem, texts)}</span>}
        {problem === undefined && fetcher.data !== undefined && !isAdding && (
          <>
            {texts.product.added} <Link to={`/${tag}/cart`}>{texts.product.toCart}</Link>
          </>
        )}
      </p>
    </fetcher.Form>
  )
}
