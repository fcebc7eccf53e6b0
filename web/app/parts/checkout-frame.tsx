import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CartFragment } from '../../generated/graphql.ts'
import { formatMoney } from '../shop/money.ts'
import { CostTable } from './cost-table.tsx'
import { useTexts } from './language.ts'
import { Picture } from './picture.tsx'

const stepPaths = ['', '/shipping', '/review'] as const

/** The checkout's steps; the ones that are done lead back. */
function Steps({ current }: { current: number }) {
  const { tag, texts } = useTexts()
  return (
    <ol className="steps">
      {texts.checkout.steps.map((name, index) => (
        <li key={name} aria-current={index === current ? 'step' : undefined}>
          {index < current ? <Link to={`/${tag}/checkout${stepPaths[index] ?? ''}`}>{name}</Link> : name}
        </li>
      ))}
    </ol>
  )
}

interface CheckoutFrameProps {
  readonly cart: CartFragment
  /** From 0. */
  readonly step: number
  readonly children: ReactNode
}

/** A step of the checkout beside what is being bought. */
export function CheckoutFrame({ cart, step, children }: CheckoutFrameProps) {
  const { tag, texts } = useTexts()
  return (
    <div className="page">
      <header className="page-head">
        <h1>{texts.checkout.title}</h1>
        <Steps current={step} />
      </header>
      <div className="with-docket">
        <div className="checkout-step">{children}</div>
        <aside className="docket" aria-labelledby="summary">
          <h2 id="summary">{texts.cart.summary}</h2>
          <ul className="docket-lines">
            {cart.lines.map(({ id, variant, quantity, total }) => (
              <li key={id}>
                <Picture image={variant.image ?? variant.product.featuredImage} alt="" />
                <span className="docket-text">
                  <span>
                    {quantity} × {variant.product.title}
                  </span>
                  <small>{variant.title}</small>
                </span>
                <span className="docket-sum">{formatMoney(total, tag)}</span>
              </li>
            ))}
          </ul>
          <CostTable cost={cart.cost} isShippingKnown={cart.shippingMethod !== null} />
          <p className="docket-foot">
            <Link to={`/${tag}/cart`}>{texts.checkout.edit}</Link>
          </p>
        </aside>
      </div>
    </div>
  )
}
