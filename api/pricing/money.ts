import type { CurrencyCode } from '../locale.ts'
import type { Cost } from './cost.ts'

/** `Money` of the schema. */
export function money(amount: number, currencyCode: CurrencyCode) {
  return { amount, currencyCode }
}

/** `Cost` of the schema. */
export function costFields(
  cost: Pick<Cost, 'subtotal' | 'shipping' | 'tax' | 'total'>,
  currency: CurrencyCode,
) {
  return {
    subtotal: money(cost.subtotal, currency),
    shipping: money(cost.shipping, currency),
    tax: money(cost.tax, currency),
    total: money(cost.total, currency),
  }
}
