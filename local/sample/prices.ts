/** Gross, in minor units. */
interface Price {
  readonly amount: number
  readonly compareAt: number | null
}

export interface Prices {
  readonly eur: Price
  readonly chf: Price
}

/** Swiss prices are a little higher, as customs, transport and wages are. */
const swissFactor = 1.12

/**
 * @param euro what it would cost, as a bare number
 * @param reduction percent off; 0: not reduced
 */
export function pricesOf(euro: number, reduction: number): Prices {
  return { eur: priceOf(euro, reduction), chf: priceOf(euro * swissFactor, reduction) }
}

function priceOf(amount: number, reduction: number): Price {
  const full = shopPrice(amount)
  const reduced = shopPrice((amount * (100 - reduction)) / 100)
  return reduction > 0 && reduced < full
    ? { amount: reduced, compareAt: full }
    : { amount: full, compareAt: null }
}

/** 12.37 becomes 11.95, 43.20 becomes 42.90, 512.00 becomes 509.90: prices as shops write them. */
function shopPrice(amount: number): number {
  if (amount < 20) return Math.max(1, Math.round(amount)) * 100 - 5
  if (amount < 100) return Math.round(amount) * 100 - 10
  return Math.round(amount / 10) * 1000 - 10
}
