import { formatMoney, type MoneyValue, reductionPercent } from '../shop/money.ts'
import { useTexts } from './language.ts'

interface PriceProps {
  readonly price: MoneyValue
  readonly before?: MoneyValue | null
  /** The price is the lowest of several. */
  readonly isFrom?: boolean
}

/** A price, with what it was before a reduction. */
export function Price({ price, before, isFrom = false }: PriceProps) {
  const { tag, texts } = useTexts()
  const now = formatMoney(price, tag)
  const shown = isFrom ? texts.product.from(now) : now
  if (before === undefined || before === null || before.amount <= price.amount) {
    return <span className="price">{shown}</span>
  }
  return (
    <span className="price price-reduced">
      <span className="visually-hidden">{texts.product.now} </span>
      <ins>{shown}</ins> <span className="visually-hidden">{texts.product.before} </span>
      <del>{formatMoney(before, tag)}</del>{' '}
      {!isFrom && <span className="price-tag">{texts.product.reduced(reductionPercent(price, before))}</span>}
    </span>
  )
}
