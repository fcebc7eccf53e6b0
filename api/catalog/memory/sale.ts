import type { CurrencyCode, Locale } from '../../locale.ts'
import type {
  CatalogDocuments,
  PriceDocument,
  PriceListDocument,
  ProductDocument,
  VariantDocument,
} from './documents.ts'

/** What a variant costs now, in minor units. */
export interface Offer {
  readonly variant: VariantDocument
  readonly currency: CurrencyCode
  readonly taxIncluded: boolean
  readonly amount: number
  readonly compareAtAmount: number | null
  readonly lowestRecentAmount: number | null
  readonly tiers: readonly { readonly minQuantity: number; readonly amount: number }[]
}

/** A product that shoppers may buy, on its terms in one price list. */
export interface Sale {
  readonly product: ProductDocument
  /** ISO 8601. */
  readonly publishedAt: string
  /** Not empty, in shop order. */
  readonly offers: readonly Offer[]
  readonly minimumAmount: number
  readonly maximumAmount: number
  readonly available: boolean
}

interface Window {
  readonly publishedAt: string | null
  readonly unpublishedAt?: string
}

/** Whether something is public at an instant; the end of the window is not. */
export function isPublic({ publishedAt, unpublishedAt }: Window, now: Date): boolean {
  if (publishedAt === null || Date.parse(publishedAt) > now.getTime()) return false
  return unpublishedAt === undefined || now.getTime() < Date.parse(unpublishedAt)
}

/** The price list that everybody in a country buys from: the country's own, else the currency's. */
export function priceListOf(
  { priceLists }: CatalogDocuments,
  { country, currency }: Locale,
): PriceListDocument | undefined {
  const inCurrency = priceLists.filter((list) => list.currency === currency)
  return (
    inCurrency.find((list) => list.country === country) ??
    inCurrency.find((list) => list.country === undefined)
  )
}

/** @returns undefined if the product is not for sale: not public, or without a price in the list */
export function saleOf(product: ProductDocument, list: PriceListDocument, now: Date): Sale | undefined {
  if (product.publishedAt === null || !isPublic(product, now)) return undefined
  const offers = product.variants.flatMap((variant) => offerOf(variant, list, now) ?? [])
  const amounts = offers.map(({ amount }) => amount)
  if (amounts.length === 0) return undefined
  return {
    product,
    publishedAt: product.publishedAt,
    offers,
    minimumAmount: Math.min(...amounts),
    maximumAmount: Math.max(...amounts),
    available: offers.some(({ variant }) => variant.available === undefined || variant.available > 0),
  }
}

function offerOf(variant: VariantDocument, list: PriceListDocument, now: Date): Offer | undefined {
  const price = [list.code, list.inheritsFrom]
    .map((code) => variant.prices.find((one) => one.list === code))
    .find((one) => one !== undefined)
  if (price === undefined) return undefined
  return {
    variant,
    currency: list.currency,
    taxIncluded: list.taxIncluded ?? true,
    tiers: price.tiers ?? [],
    ...amountsAt(price, now),
  }
}

/** A price for a while takes the place of the lasting one, which becomes the price before reduction if it is higher. */
function amountsAt(
  price: PriceDocument,
  now: Date,
): Pick<Offer, 'amount' | 'compareAtAmount' | 'lowestRecentAmount'> {
  const offer = price.scheduled?.find(
    ({ from, until }) => Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(until),
  )
  if (offer === undefined) {
    return {
      amount: price.amount,
      compareAtAmount: price.compareAtAmount ?? null,
      lowestRecentAmount: price.lowestRecentAmount ?? null,
    }
  }
  return {
    amount: offer.amount,
    compareAtAmount:
      offer.amount < price.amount
        ? Math.max(price.amount, price.compareAtAmount ?? 0)
        : (price.compareAtAmount ?? null),
    lowestRecentAmount: offer.lowestRecentAmount ?? null,
  }
}
