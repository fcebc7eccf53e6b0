import { formatMoney, type MoneyValue, reductionPercent } from '../shop/money.ts'
import { useTexts } from './language.ts'

interface PriceProps {
  readonly price: MoneyValue
  readonly before?: MoneyValue | null
  /** Lowest price of the 30 days before the reduction. */
  readonly lowestRecent?: MoneyValue | null
  /** The price is the lowest of several. */
  readonly isFrom?: boolean
}

/** A price, with what it was before a reduction. */
export function Price({ price, before, lowestRecent, isFrom = false }: PriceProps) {
  const { tag, texts } = useTexts()
  const now = formatMoney(price, tag)
  const shown = isFrom ? texts.product.from(now) : now
  if (before === undefined || before === null || before.amount <= price.amount) {
    return <span className="price">{shown}</span>
  }
  // A reduction in per cent is one from the lowest price of 30 days, not from any earlier one (CJEU, C-330/23).
  const percent = reductionPercent(price, lowestRecent ?? before)
  return (
    <span className="price price-reduced">
      <span className="visually-hidden">{texts.product.now} </span>
      <ins>{shown}</ins> <span className="visually-hidden">{texts.product.before} </span>
      <del>{formatMoney(before, tag)}</del>{' '}
      {!isFrom && percent > 0 && <span className="price-tag">{texts.product.reduced(percent)}</span>}
      {lowestRecent !== undefined && lowestRecent !== null && (
        <small className="price-lowest">{texts.product.lowestRecent(formatMoney(lowestRecent, tag))}</small>
      )}
    </span>
  )
}
