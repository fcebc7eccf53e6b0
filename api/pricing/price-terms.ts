import type { CountryCode } from '../locale.ts'
import { grossOf, type TaxClass } from './vat.ts'

/** What a variant costs by one price list, in minor units. */
export interface PriceTerms {
  readonly priceListId: string
  /** Whether the list belongs to a customer group, and not to the public. */
  readonly ofGroup: boolean
  /** Of one piece: the scheduled price while its time runs. */
  readonly amount: number
  /** Whether the amounts contain VAT. */
  readonly taxIncluded: boolean
  /** Fewest first. */
  readonly tiers: readonly PriceTier[]
}

interface PriceTier {
  readonly minQuantity: number
  readonly amount: number
}

/** As the list has it, with or without VAT: a tier never costs more than a single piece does, e.g. in a sale. */
export function amountFor({ amount, tiers }: PriceTerms, quantity: number): number {
  const reached = tiers.findLast(({ minQuantity }) => minQuantity <= quantity)
  return reached === undefined ? amount : Math.min(amount, reached.amount)
}

/**
 * The terms by which a buyer pays least, and the gross amount of a piece. A customer never pays more than the public
 * does, whose price is what pages show to everybody; of equal ones, the group's count.
 *
 * @param terms at least one
 */
export function bestTerms(
  terms: readonly PriceTerms[],
  taxClass: TaxClass,
  quantity: number,
  country: CountryCode,
): { readonly terms: PriceTerms; readonly grossAmount: number } {
  const [best] = terms
    .map((one) => ({ terms: one, grossAmount: grossAmountFor(one, taxClass, quantity, country) }))
    .sort((a, b) => a.grossAmount - b.grossAmount || Number(b.terms.ofGroup) - Number(a.terms.ofGroup))
  if (best === undefined) throw new Error('An offer has no terms; it must have at least one.')
  return best
}

function grossAmountFor(
  terms: PriceTerms,
  taxClass: TaxClass,
  quantity: number,
  country: CountryCode,
): number {
  const amount = amountFor(terms, quantity)
  return terms.taxIncluded ? amount : grossOf(amount, country, taxClass)
}
