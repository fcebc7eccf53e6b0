import DataLoader from 'dataloader'
import type { VariantRecord } from '../catalog/catalog-source.ts'
import type { RequestContext } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { CurrencyCode } from '../locale.ts'
import { countriesOf } from './market.ts'
import { money } from './money.ts'
import { type Offer, offersOf } from './offer.ts'
import { bestTerms } from './price-terms.ts'

type PricedVariant = Pick<VariantRecord, 'id' | 'currency' | 'taxClass'>

interface Pricing {
  readonly groupId: Promise<string | null>
  readonly offers: DataLoader<PricedVariant, Offer | undefined, string>
}

/**
 * `ProductVariant.viewerPrice`: by the list of the viewer's group, or the public one where that is lower; the cart
 * charges the same. One statement a request for the group, and one for all variants of it.
 */
export async function viewerPrice(variant: PricedVariant, _: unknown, context: RequestContext) {
  if (context.viewer.kind === 'guest') return null
  const { groupId, offers } = pricingOf(context)
  if ((await groupId) === null) return null
  const offer = await offers.load(variant)
  if (offer?.terms.some(({ ofGroup }) => ofGroup) !== true) return null
  const { terms } = bestTerms(offer.terms, offer.taxClass, 1, countryOf(variant.currency, context))
  return {
    price: money(terms.amount, variant.currency),
    priceTiers: terms.tiers
      .filter(({ amount }) => amount < terms.amount)
      .map(({ minQuantity, amount }) => ({ minQuantity, price: money(amount, variant.currency) })),
    taxIncluded: terms.taxIncluded,
  }
}

const ofRequests = new WeakMap<RequestContext, Pricing>()

function pricingOf(context: RequestContext): Pricing {
  const known = ofRequests.get(context)
  if (known !== undefined) return known
  const { application, signal } = context
  const reader: Queryable = { query: (statement) => application.database.read(statement, { signal }) }
  const groupId = viewerGroup(reader, context)
  const made: Pricing = {
    groupId,
    offers: new DataLoader(
      async (variants) => {
        const customerGroupId = await groupId
        const found = new Map<string, Offer>()
        for (const currency of new Set(variants.map((variant) => variant.currency))) {
          const ids = variants.filter((variant) => variant.currency === currency).map(({ id }) => id)
          const buyer = { currency, country: countryOf(currency, context), customerGroupId }
          for (const [id, offer] of await offersOf(reader, ids, buyer)) found.set(`${currency} ${id}`, offer)
        }
        return variants.map(({ id, currency }) => found.get(`${currency} ${id}`))
      },
      { cacheKeyFn: ({ id, currency }) => `${currency} ${id}` },
    ),
  }
  ofRequests.set(context, made)
  return made
}

/** Index: customer_issuer_subject_key. */
async function viewerGroup(reader: Queryable, { viewer }: RequestContext): Promise<string | null> {
  if (viewer.kind === 'guest') return null
  const [customer] = await reader.query<{ groupId: string | null }>(sql('viewer_group')`
    select customer_group_id::text as "groupId" from customer
    where issuer = ${viewer.issuer} and subject = ${viewer.subject}`)
  return customer?.groupId ?? null
}

/** The request's country, if it buys in the currency; a staff member may look at a variant of another market. */
function countryOf(currency: CurrencyCode, { locale }: RequestContext) {
  const countries = countriesOf(currency)
  return countries.find((country) => country === locale.country) ?? countries[0] ?? locale.country
}
