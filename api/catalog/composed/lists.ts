import type { Locale } from '../../locale.ts'
import {
  type CatalogSource,
  type FacetRecord,
  type FacetRequest,
  ListTooBroad,
  type ProductCardRecord,
  type ProductListFilter,
  type ProductPage,
  type ProductRecord,
  type ProductSearchRequest,
  type ProductSort,
} from '../catalog-source.ts'
import type { ComposedSources } from './catalog.ts'
import { booleanLabel, facetNames } from '../facet-names.ts'
import type { OwnOffers, OwnProduct } from './own-offers.ts'
import type { OwnConditions, OwnSort } from './own-ranking.ts'

/**
 * Matches that are sorted or filtered by own prices: their ids travel from the remote system to PostgreSQL (100 kB),
 * where each costs two probes of an index.
 */
const mostCandidates = 5_000

/** Pages of the remote system that one page is filled from, where many of its products are not for sale here. */
const mostRounds = 5

type Lists = Pick<
  CatalogSource,
  'listProducts' | 'countProducts' | 'searchProducts' | 'countSearch' | 'facets'
>

interface ListRequest extends FacetRequest {
  readonly first: number
  readonly after?: readonly string[]
  readonly sort: ProductSearchRequest['sort']
}

/** Lists of the remote system, with own prices. */
export function listsOf(sources: ComposedSources): Lists {
  const page = (request: ListRequest, locale: Locale) =>
    ownSort(request.sort) !== 'GIVEN' || hasOwnConditions(request.filter)
      ? rankedPage(sources, request, locale)
      : describedPage(sources, request, locale)
  return {
    listProducts: page,
    searchProducts: page,
    countProducts: (filter, locale) => count(sources, { filter }, locale),
    countSearch: (query, filter, locale) => count(sources, { query, filter }, locale),
    facets: (request, locale) => composedFacets(sources, request, locale),
  }
}

/** What the shop's own prices and stock decide, and the rest. */
function split(filter: ProductListFilter): { own: OwnConditions; others: ProductListFilter } {
  const { priceFrom, priceUntil, available, ...others } = filter
  return {
    own: {
      ...(priceFrom === undefined ? {} : { priceFrom }),
      ...(priceUntil === undefined ? {} : { priceUntil }),
      ...(available === undefined ? {} : { available }),
    },
    others,
  }
}

function hasOwnConditions(filter: ProductListFilter): boolean {
  return Object.keys(split(filter).own).length > 0
}

function ownSort(sort: ListRequest['sort']): OwnSort {
  return sort === 'PRICE_ASCENDING' || sort === 'PRICE_DESCENDING' ? sort : 'GIVEN'
}

/** External ids of all that match, in the order of the remote system. */
async function candidates(
  { content }: ComposedSources,
  { query, filter }: FacetRequest,
  sort: ListRequest['sort'],
  locale: Locale,
): Promise<{ ids: readonly string[]; isComplete: boolean }> {
  const given = query === undefined ? 'NEWEST' : 'RELEVANCE'
  const request = {
    filter: split(filter).others,
    sort: ownSort(sort) === 'GIVEN' ? sort : given,
    first: mostCandidates,
    ...(query === undefined ? {} : { query }),
  } as const
  const { ids, isComplete } = await content.matchingIds(request, locale)
  return { ids: [...new Set(ids)], isComplete }
}

/** @throws ListTooBroad if more match than can be looked at */
async function allCandidates(
  sources: ComposedSources,
  request: FacetRequest,
  sort: ListRequest['sort'],
  locale: Locale,
): Promise<readonly string[]> {
  const { ids, isComplete } = await candidates(sources, request, sort, locale)
  if (isComplete) return ids
  throw new ListTooBroad(
    `More than ${mostCandidates} products match, which is too many to be sorted or filtered by price or availability. Choose a category, or one filter more.`,
  )
}

/** A page in the order of own prices, or narrowed down by own prices and stock. */
async function rankedPage(
  sources: ComposedSources,
  request: ListRequest,
  locale: Locale,
): Promise<ProductPage> {
  const { content, offers, ranking } = sources
  const { first, after, sort } = request
  const ranked = await ranking.rank(
    await allCandidates(sources, request, sort, locale),
    { sort: ownSort(sort), first, after, conditions: split(request.filter).own },
    locale,
  )
  const shown = ranked.slice(0, first)
  const described = await content.productsByIds(
    shown.map(({ externalId }) => externalId),
    locale,
  )
  const cards = await ownCards(
    offers,
    described.flatMap((product) => (product === undefined ? [] : cardOf(product))),
    locale,
  )
  const edges = shown.flatMap(({ externalId, position }) => {
    const card = cards.get(externalId)
    return card === undefined ? [] : [{ card, position }]
  })
  return { edges, hasNextPage: ranked.length > first && edges.length > 0 }
}

/** A page as the remote system sorts it, without what is not for sale here. */
async function describedPage(
  { content, offers }: ComposedSources,
  request: ListRequest,
  locale: Locale,
): Promise<ProductPage> {
  const edges: ProductPage['edges'][number][] = []
  let after = request.after
  for (let round = 1; round <= mostRounds; round += 1) {
    const asked = { ...request, first: request.first + 1, ...(after === undefined ? {} : { after }) }
    const found =
      request.query === undefined
        ? await content.listProducts({ ...asked, sort: request.sort as ProductSort }, locale)
        : await content.searchProducts({ ...asked, query: request.query }, locale)
    const cards = await ownCards(
      offers,
      found.edges.map(({ card }) => card),
      locale,
    )
    for (const { card, position } of found.edges) {
      const own = cards.get(card.id)
      if (own !== undefined) edges.push({ card: own, position })
    }
    if (edges.length > request.first) return { edges: edges.slice(0, request.first), hasNextPage: true }
    after = found.edges.at(-1)?.position
    if (!found.hasNextPage || after === undefined) return { edges, hasNextPage: false }
  }
  // The next page goes on behind what was found; if that is nothing, there is no place to go on from.
  return { edges, hasNextPage: edges.length > 0 }
}

async function count(sources: ComposedSources, request: FacetRequest, locale: Locale): Promise<number> {
  const { own, others } = split(request.filter)
  if (hasOwnConditions(request.filter)) {
    const ids = await allCandidates(sources, request, 'NEWEST', locale)
    return await sources.ranking.count(ids, own, locale)
  }
  return request.query === undefined
    ? await sources.content.countProducts(others, locale)
    : await sources.content.countSearch(request.query, others, locale)
}

/**
 * Facets of the remote system, with price and availability of our own; these two are left out where too many products
 * match. Where own conditions narrow the list, the remote system's counts do not know it and are estimates.
 */
async function composedFacets(
  sources: ComposedSources,
  request: FacetRequest,
  locale: Locale,
): Promise<FacetRecord[]> {
  const { own, others } = split(request.filter)
  const [described, { ids, isComplete }] = await Promise.all([
    sources.content.facets({ ...request, filter: others }, locale),
    candidates(sources, request, 'NEWEST', locale),
  ])
  const isEstimate = hasOwnConditions(request.filter)
  const kept = described
    .filter(({ code }) => code !== 'price' && code !== 'availability')
    .map((facet) => (isEstimate ? { ...facet, isEstimate } : facet))
  if (!isComplete) return kept
  const ownFacets = await facetsOfOwn(sources, ids, own, locale)
  // Where shoppers know them from: behind category and brand, before the attributes.
  const place = kept.findLastIndex(({ code }) => code === 'category' || code === 'brand') + 1
  return kept.toSpliced(place, 0, ...ownFacets)
}

async function facetsOfOwn(
  { ranking }: ComposedSources,
  ids: readonly string[],
  own: OwnConditions,
  locale: Locale,
): Promise<FacetRecord[]> {
  const { minimumAmount, maximumAmount, available, soldOut } = await ranking.facets(ids, own, locale)
  const { language, currency } = locale
  const nothing = { isEstimate: false, options: [], minimum: null, maximum: null }
  const counts = [
    [true, available],
    [false, soldOut],
  ] as const
  const options = counts.flatMap(([value, number]) =>
    number === 0
      ? []
      : [
          {
            value: String(value),
            label: booleanLabel('availability', value, language),
            colour: null,
            count: number,
          },
        ],
  )
  const price: FacetRecord = {
    ...nothing,
    code: 'price',
    name: facetNames.price[language],
    unit: currency,
    kind: 'range',
    minimum: String(minimumAmount),
    maximum: String(maximumAmount),
  }
  const availability: FacetRecord = {
    ...nothing,
    code: 'availability',
    name: facetNames.availability[language],
    unit: null,
    kind: 'boolean',
    options: options.toSorted((a, b) => b.count - a.count),
  }
  return [...(minimumAmount === null ? [] : [price]), ...(options.length === 0 ? [] : [availability])]
}

/** Cards of the remote system with own ids, prices and stock, by the remote system's ids. */
export async function ownCards(
  offers: OwnOffers,
  cards: readonly ProductCardRecord[],
  locale: Locale,
): Promise<ReadonlyMap<string, ProductCardRecord>> {
  const own = await offers.byExternalIds(
    cards.map(({ id }) => id),
    locale,
  )
  const byExternalId = new Map(own.map((product) => [product.externalId, product]))
  return new Map(
    cards.flatMap((card) => {
      const product = byExternalId.get(card.id)
      return product === undefined ? [] : [[card.id, { ...card, id: product.id, ...cardPrices(product) }]]
    }),
  )
}

type CardPrices = Pick<
  ProductCardRecord,
  'currency' | 'minimumAmount' | 'maximumAmount' | 'compareAtAmount' | 'lowestRecentAmount' | 'available'
>

function cardPrices({ variants }: OwnProduct): CardPrices {
  const amounts = variants.map(({ amount }) => amount)
  const reduced = variants.flatMap(({ amount, compareAtAmount, lowestRecentAmount }) =>
    compareAtAmount === null ? [] : [{ amount, compareAtAmount, lowestRecentAmount }],
  )
  const most = reduced.toSorted((a, b) => b.compareAtAmount - b.amount - (a.compareAtAmount - a.amount))[0]
  return {
    currency: variants[0]?.currency ?? 'EUR',
    minimumAmount: Math.min(...amounts),
    maximumAmount: Math.max(...amounts),
    compareAtAmount: most?.compareAtAmount ?? null,
    lowestRecentAmount: reduced.toSorted((a, b) => a.amount - b.amount)[0]?.lowestRecentAmount ?? null,
    available: variants.some(({ available }) => available === null || available > 0),
  }
}

/** The card of a product, of which the remote system gives none by id; its prices are replaced. */
function cardOf(product: ProductRecord): ProductCardRecord {
  const amounts = product.variants.map(({ amount }) => amount)
  return {
    id: product.id,
    slug: product.slug,
    title: product.title,
    excerpt: product.excerpt,
    brand: product.brand?.name ?? null,
    tags: product.tags,
    category: product.categoryPath.at(-1) ?? null,
    image: product.images[0] ?? null,
    currency: product.variants[0]?.currency ?? 'EUR',
    minimumAmount: Math.min(...amounts),
    maximumAmount: Math.max(...amounts),
    compareAtAmount: null,
    lowestRecentAmount: null,
    available: true,
    publishedAt: product.publishedAt,
  }
}
