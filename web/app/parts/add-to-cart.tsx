import { useId, useState, useSyncExternalStore } from 'react'
import { Link, useFetcher } from 'react-router'
import type { action } from '../routes/cart.tsx'
import { quantityLimit, type Variant } from '../shop/variants.ts'
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

/** Not `randomUUID`, which browsers offer on https and localhost only. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/**
 * A key for each wish, so that one that is sent twice counts once. The browser makes it: everybody gets the same
 * page, and a key that stood there would make everybody's wishes one.
 */
function useWishKey(answer: unknown): string {
  const [wish, setWish] = useState(() => ({ answer, key: newKey() }))
  if (wish.answer === answer) return wish.key
  const next = { answer, key: newKey() }
  setWish(next)
  return next.key
}

/** The form that puts a variant into the cart. With scripts the page stays; without, the cart opens. */
export function AddToCart({ variant }: { variant: Variant }) {
  const { tag, texts } = useTexts()
  const fetcher = useFetcher<typeof action>()
  const hasScripts = useScripts()
  const key = useWishKey(fetcher.data)
  const id = useId()
  const limit = quantityLimit(variant)
  const problem = fetcher.data?.problem
  const isAdding = fetcher.state !== 'idle'
  if (limit === 0) return <p className="product-sold-out">{texts.product.soldOutHelp}</p>
  return (
    <fetcher.Form className="add-to-cart" method="post" action={`/${tag}/cart`}>
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="variant" value={variant.id} />
      {hasScripts && (
        <>
          <input type="hidden" name="key" value={key} />
          <input type="hidden" name="stay" value="1" />
        </>
      )}
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
