import { formatMoney } from '../shop/money.ts'
import type { Variant } from '../shop/variants.ts'
import { useTexts } from './language.ts'

/** What one piece costs from a quantity on. */
export function PriceTiers({ variant }: { variant: Variant }) {
  const { tag, texts } = useTexts()
  if (variant.priceTiers.length === 0) return null
  return (
    <table className="facts">
      <caption>{texts.product.tiers}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{texts.product.tierQuantity}</th>
          <th scope="col">{texts.product.tierPrice}</th>
        </tr>
      </thead>
      <tbody>
        {variant.priceTiers.map(({ minQuantity, price }) => (
          <tr key={minQuantity}>
            <th scope="row">
              {texts.product.tierQuantity} {texts.product.tierPieces(minQuantity)}
            </th>
            <td>{formatMoney(price, tag)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
