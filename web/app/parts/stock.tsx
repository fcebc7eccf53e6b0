import type { Variant } from '../shop/variants.ts'
import { useTexts } from './language.ts'

/** From this many pieces on, nobody needs to hurry. */
const plenty = 6

/** Whether a variant can be had, in words and not by colour alone. */
export function Stock({ variant }: { variant: Pick<Variant, 'availableForSale' | 'quantityAvailable'> }) {
  const { texts } = useTexts()
  const count = variant.quantityAvailable
  if (!variant.availableForSale) {
    return <p className="stock stock-none">{texts.product.soldOut}</p>
  }
  if (count !== null && count < plenty)
    return <p className="stock stock-few">{texts.product.fewLeft(count)}</p>
  return <p className="stock">{texts.product.inStock}</p>
}
