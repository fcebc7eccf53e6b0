import type { CostFragment } from '../../generated/graphql.ts'
import { formatFee, formatMoney } from '../shop/money.ts'
import { useTexts } from './language.ts'

/** The sums of a cart or an order. */
export function CostTable({ cost, isShippingKnown }: { cost: CostFragment; isShippingKnown: boolean }) {
  const { tag, texts } = useTexts()
  return (
    <dl className="costs">
      <div>
        <dt>{texts.cart.subtotal}</dt>
        <dd>{formatMoney(cost.subtotal, tag)}</dd>
      </div>
      <div>
        <dt>{texts.cart.shipping}</dt>
        <dd>{isShippingKnown ? formatFee(cost.shipping, tag, texts.cart.free) : texts.cart.chosenLater}</dd>
      </div>
      <div className="costs-total">
        <dt>{texts.cart.total}</dt>
        <dd data-testid="total">{formatMoney(cost.total, tag)}</dd>
      </div>
      <div className="costs-tax">
        <dt>{texts.cart.tax}</dt>
        <dd>{formatMoney(cost.tax, tag)}</dd>
      </div>
    </dl>
  )
}
