import { excerptOf } from '../product-html.ts'
import type { ExportDatabase, Snapshot } from './snapshot.ts'
import { withSnapshot } from './snapshot.ts'

/** For whom a feed is: Google takes one per country and language. */
export interface GoogleFeed {
  readonly language: 'de' | 'en'
  /** ISO 3166. */
  readonly country: string
  /** ISO 4217. */
  readonly currency: string
  /** Where the storefront is, e.g. `https://shop.example`. */
  readonly shopUrl: string
}

/**
 * An offer by the names of Google's product data specification
 * (support.google.com/merchants/answer/7052112), in its order.
 */
export type GoogleItem = Readonly<Partial<Record<GoogleField, string>>>
type GoogleField = (typeof googleFields)[number]

export const googleFields = [
  'id',
  'title',
  'description',
  'link',
  'image_link',
  'additional_image_link',
  'availability',
  'price',
  'sale_price',
  'sale_price_effective_date',
  'product_type',
  'brand',
  'gtin',
  'mpn',
  'identifier_exists',
  'condition',
  'color',
  'size',
  'item_group_id',
  'shipping_weight',
] as const

interface Offer {
  readonly sku: string
  readonly product_id: string
  readonly slug: string
  readonly title: string
  readonly description_html: string
  readonly brand: string | null
  readonly category: string | null
  readonly barcode: string | null
  readonly weight_grams: number | null
  readonly image: string | null
  readonly images: readonly string[]
  readonly options: readonly string[]
  readonly english_options: readonly string[]
  readonly values: readonly string[]
  readonly siblings: number
  readonly available: boolean
  readonly amount: string
  readonly compare_at_amount: string | null
  readonly sale_from: string | null
  readonly sale_until: string | null
}

/** Every variant that may be bought in the country now. Parameters: language, the other language, currency, country. */
const offers = `
  select v.sku, p.external_id as product_id, own.slug, own.title, own.description_html, coalesce(b.name, p.brand) as brand,
    (select string_agg(coalesce(t.name, u.name), ' > ' order by cardinality(a.path))
     from category c join category a on a.id = any (c.path)
     left join category_text t on t.category_id = a.id and t.language = $1
     left join category_text u on u.category_id = a.id and u.language = $2
     where c.id = p.category_id) as category,
    v.barcode, v.weight_grams, vi.url as image,
    array(select i.url from product_image i where i.product_id = p.id order by i.position limit 11) as images,
    array(select coalesce(o.name->>$1, o.name->>$2) from product_option o where o.product_id = p.id order by o.position)
      as options,
    array(select coalesce(o.name->>'en', '') from product_option o where o.product_id = p.id order by o.position)
      as english_options,
    coalesce(v.option_values->$1, v.option_values->$2, '[]') as values,
    (select count(*)::integer from variant s where s.product_id = p.id) as siblings,
    coalesce((select sum(s.on_hand - s.reserved) > 0 from stock_level s where s.variant_id = v.id), true) as available,
    offer.amount, offer.compare_at_amount, offer.sale_from, offer.sale_until
  from product p
  join variant v on v.product_id = p.id
  cross join lateral (
    select * from product_text t where t.product_id = p.id order by t.language = $1 desc limit 1) own
  cross join lateral (
    select coalesce(s.amount, pr.amount) as amount,
           case when s.amount < pr.amount then greatest(pr.amount, pr.compare_at_amount) else pr.compare_at_amount end
             as compare_at_amount,
           to_char(lower(s.valid) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI+0000') as sale_from,
           to_char(upper(s.valid) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI+0000') as sale_until
    from price_list l
    join price pr on pr.variant_id = v.id and pr.price_list_id in (l.id, l.inherits_from_id)
    left join scheduled_price s
      on s.variant_id = v.id and s.price_list_id = pr.price_list_id and s.valid @> now()
    where l.id = public_price_list($3, $4)
    order by pr.price_list_id = l.id desc limit 1) offer
  left join brand b on b.id = p.brand_id
  left join product_image vi on vi.id = v.image_id
  where p.published_at <= now() and (p.unpublished_at is null or p.unpublished_at > now())
  order by p.external_id, v.position`

/**
 * Offers for Google Merchant Center. A variant without a picture is left out: Google refuses it.
 * @throws if there is no price list for the currency
 */
export function googleItems(database: ExportDatabase, feed: GoogleFeed): AsyncGenerator<GoogleItem> {
  return withSnapshot(database, async function* (snapshot: Snapshot) {
    const { language, currency, country } = feed
    const [list] = await snapshot.rows<{ id: string | null }>('select public_price_list($1, $2) as id', [
      currency,
      country,
    ])
    if (list?.id == null) {
      const known = await snapshot.rows<{ currency: string }>(
        'select distinct currency from price_list order by 1',
      )
      throw new Error(
        `There is no price list in ${currency}; there are some in ${known.map((row) => row.currency).join(', ')}.`,
      )
    }
    const parameters = [language, language === 'de' ? 'en' : 'de', currency, country]
    for await (const offer of snapshot.stream<Offer>(offers, parameters)) {
      const item = googleItem(offer, feed)
      if (item !== undefined) yield item
    }
  })
}

/** Lengths are the specification's, in characters. */
const longest = { id: 50, title: 150, description: 5000, brand: 70, product_type: 750, color: 100, size: 100 }

function googleItem(offer: Offer, feed: GoogleFeed): GoogleItem | undefined {
  const image = offer.image ?? offer.images[0]
  if (image === undefined) return undefined
  const isReduced = offer.compare_at_amount !== null && Number(offer.compare_at_amount) > Number(offer.amount)
  const money = (amount: string | null): string => `${(Number(amount) / 100).toFixed(2)} ${feed.currency}`
  const gtin = gtinOf(offer.barcode)
  const option = (...names: readonly string[]): string | undefined => {
    const index = offer.english_options.findIndex((name) => names.includes(name.toLowerCase()))
    return offer.values[index]
  }
  const others = offer.images.filter((url) => url !== image).slice(0, 10)
  const path = `/${feed.language}/p/${offer.slug}?variant=${encodeURIComponent(offer.sku)}`
  return present({
    id: cut(offer.sku, longest.id),
    title: cut([offer.title, ...offer.values].join(' '), longest.title),
    description: excerptOf(offer.description_html, longest.description) || offer.title,
    link: new URL(path, feed.shopUrl).href,
    image_link: new URL(image, feed.shopUrl).href,
    additional_image_link: others
      .map((url) => new URL(url, feed.shopUrl).href.replaceAll(',', '%2C'))
      .join(','),
    availability: offer.available ? 'in_stock' : 'out_of_stock',
    price: money(isReduced ? offer.compare_at_amount : offer.amount),
    sale_price: isReduced ? money(offer.amount) : undefined,
    sale_price_effective_date:
      isReduced && offer.sale_from !== null ? `${offer.sale_from}/${offer.sale_until ?? ''}` : undefined,
    product_type: offer.category === null ? undefined : cut(offer.category, longest.product_type),
    brand: offer.brand === null ? undefined : cut(offer.brand, longest.brand),
    gtin,
    mpn: gtin === undefined && offer.brand !== null ? cut(offer.sku, 70) : undefined,
    identifier_exists: gtin === undefined && offer.brand === null ? 'no' : undefined,
    condition: 'new',
    color: option('colour', 'color'),
    size: option('size'),
    item_group_id: offer.siblings > 1 ? cut(offer.product_id, longest.id) : undefined,
    shipping_weight: offer.weight_grams === null ? undefined : `${offer.weight_grams} g`,
  })
}

/** Without the fields that have nothing to say. */
function present(fields: Readonly<Record<GoogleField, string | undefined>>): GoogleItem {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}

function cut(text: string, most: number): string {
  const characters = Array.from(text)
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/**
 * The number if it is a GTIN that Google accepts: 8, 12, 13 or 14 digits, a right check digit (GS1 General
 * Specifications, 7.9), and none of the ranges that shops give themselves (prefixes 02, 04 and 2) or coupons (05, 98, 99).
 */
export function gtinOf(barcode: string | null): string | undefined {
  if (barcode === null || !/^(?:\d{8}|\d{12,14})$/.test(barcode)) return undefined
  const digits = Array.from(barcode.padStart(14, '0'), Number)
  const sum = digits
    .slice(0, 13)
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  if ((10 - (sum % 10)) % 10 !== digits[13]) return undefined
  // A GTIN-8 has prefixes of its own, of which 0 and 2 are for shops.
  const prefix = barcode.length === 8 ? barcode.slice(0, 1) : barcode.padStart(14, '0').slice(1, 4)
  const isRestricted = barcode.length === 8 ? /^[02]/.test(prefix) : /^(?:02|04|05|2|98|99)/.test(prefix)
  return isRestricted ? undefined : barcode
}
