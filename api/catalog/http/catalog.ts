import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Language, Locale } from '../../locale.ts'
import {
  type CatalogSource,
  countLimit,
  type FacetRequest,
  InvalidPosition,
  type ProductListFilter,
  type ProductPage,
  type ProductSearchRequest,
  UnknownFacet,
} from '../catalog-source.ts'
import { type RemoteClient, RemoteRefusal } from './client.ts'
import {
  cardRecord,
  categoryRecord,
  collectionRecord,
  facetRecord,
  languageParameter,
  localeParameters,
  type PriceSource,
  productRecord,
  questionOf,
  variantRecord,
} from './mapping.ts'
import * as protocol from './protocol.ts'

const { remotePaths, mostIdsARequest, errorCodes } = protocol

/** A question whose address would be longer is sent as a body: proxies take 8 kB at most (RFC 9110, 4.1). */
const longestQuestion = 4_000

const mostSuggestions = 8

export interface HttpCatalogOptions {
  readonly client: RemoteClient
  readonly prices: PriceSource
  readonly log: Logger
}

/** A remote catalogue, and what only a composition with other sources needs. */
export interface HttpCatalog extends CatalogSource {
  /** Ids of what matches in the order of a sort; as many as the remote system is willing to give. */
  matchingIds(
    request: FacetRequest & Pick<ProductSearchRequest, 'sort' | 'first'>,
    locale: Locale,
  ): Promise<{ readonly ids: readonly string[]; readonly isComplete: boolean }>
}

type Parameters = readonly (readonly [name: string, value: string])[]

/** How everything below asks. */
interface Asking extends HttpCatalogOptions {
  /** The documents among several ids, in the order of the ids. */
  readonly byIds: <D extends { readonly id: string }>(
    path: string,
    document: z.ZodType<D>,
    ids: readonly string[],
    parameters: Parameters,
  ) => Promise<(D | undefined)[]>
  /** A list, a count or facets. */
  readonly question: <T>(path: string, asked: protocol.Question, answer: z.ZodType<T>) => Promise<T>
  /** Anything else. */
  readonly get: <T>(path: string, parameters: Parameters, answer: z.ZodType<T>) => Promise<T>
}

/**
 * The catalogue of a remote product system that speaks the protocol of docs/remote-catalogue.md. Its failures come as
 * CatalogUnavailable, so that the cache in front of it serves what it has.
 */
export function createHttpCatalog(options: HttpCatalogOptions): HttpCatalog {
  const asking: Asking = { ...options, ...askingBy(options) }
  return { ...recordsOf(asking), ...structureOf(asking), ...listsOf(asking) }
}

function askingBy({ client, log }: HttpCatalogOptions): Pick<Asking, 'byIds' | 'question' | 'get'> {
  /** One document that is none does not take the others along. */
  function parseAll<D>(document: z.ZodType<D>, items: readonly unknown[], path: string): D[] {
    return items.flatMap((item) => {
      const parsed = document.safeParse(item)
      if (parsed.success) return [parsed.data]
      log.error(
        { path, faults: parsed.error.issues.slice(0, 5) },
        'the remote catalogue sent what it should not',
      )
      return []
    })
  }
  return {
    get: (path, parameters, answer) => client.ask({ path, parameters, decode: (body) => answer.parse(body) }),
    async byIds(path, document, ids, parameters) {
      // What cannot be an id of the protocol is known by nobody.
      const wanted = [...new Set(ids)].filter((id) => id !== '' && id.length <= 200)
      const pages = Array.from({ length: Math.ceil(wanted.length / mostIdsARequest) }, (_, page) =>
        wanted.slice(page * mostIdsARequest, (page + 1) * mostIdsARequest),
      )
      const answers = await Promise.all(
        pages.map((page) =>
          client.ask({
            path,
            parameters: [...page.map((id) => ['id', id] as const), ...parameters],
            decode: (body) => parseAll(document, protocol.itemsAnswer.parse(body).items, path),
          }),
        ),
      )
      const found = new Map(answers.flat().map((item) => [item.id, item]))
      return ids.map((id) => found.get(id))
    },
    async question(path, asked, answer) {
      const text = JSON.stringify(asked)
      const decode = (body: unknown) => answer.parse(body)
      const isLong = Buffer.byteLength(text) > longestQuestion
      try {
        return await (isLong
          ? client.ask({ path, parameters: [], body: text, decode })
          : client.ask({ path, parameters: [['question', text]], decode }))
      } catch (error) {
        throw refusalOf(error)
      }
    },
  }
}

/** Refusals in the words of `CatalogSource`. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof RemoteRefusal)) return error
  if (error.code === errorCodes.invalidCursor) return new InvalidPosition(error.message, { cause: error })
  if (error.code === errorCodes.unknownFacet) return new UnknownFacet(error.message, { cause: error })
  return error
}

type Records = Pick<CatalogSource, 'productsByIds' | 'productBySlug' | 'variantsByIds'>

function recordsOf({ byIds, get, prices, log }: Asking): Records {
  return {
    async productsByIds(ids, locale) {
      const found = await byIds(remotePaths.products, protocol.productDocument, ids, localeOf(locale))
      return found.map((document) => document && productRecord(document, locale.currency, prices))
    },
    async productBySlug(slug, locale) {
      const parameters = [['slug', slug] as const, ...localeOf(locale)]
      const { item } = await get(remotePaths.productBySlug, parameters, protocol.itemAnswer)
      if (item === null) return undefined
      const parsed = protocol.productDocument.safeParse(item)
      if (!parsed.success) {
        log.error(
          { slug, faults: parsed.error.issues.slice(0, 5) },
          'the remote catalogue sent what it should not',
        )
        return undefined
      }
      return productRecord(parsed.data, locale.currency, prices)
    },
    async variantsByIds(ids, locale) {
      const found = await byIds(remotePaths.variants, protocol.variantDocument, ids, localeOf(locale))
      return found.map((document) => document && variantRecord(document, locale.currency, prices))
    },
  }
}

type Structure = Pick<
  CatalogSource,
  | 'categoriesByIds'
  | 'categoryIdBySlug'
  | 'rootCategoryIds'
  | 'collectionsByIds'
  | 'collectionIdBySlug'
  | 'collectionIds'
  | 'brandBySlug'
>

function structureOf({ byIds, get }: Asking): Structure {
  const idBySlug = async (path: string, slug: string, language: Language) =>
    (await get(path, [['slug', slug], languageOf(language)], protocol.idAnswer)).id ?? undefined
  const allIds = async (path: string) => (await get(path, [], protocol.idsAnswer)).ids
  return {
    async categoriesByIds(ids, language) {
      const found = await byIds(remotePaths.categories, protocol.categoryDocument, ids, [
        languageOf(language),
      ])
      return found.map((document) => document && categoryRecord(document))
    },
    categoryIdBySlug: (slug, language) => idBySlug(remotePaths.categoryBySlug, slug, language),
    rootCategoryIds: () => allIds(remotePaths.rootCategories),
    async collectionsByIds(ids, language) {
      const found = await byIds(remotePaths.collections, protocol.collectionDocument, ids, [
        languageOf(language),
      ])
      return found.map((document) => document && collectionRecord(document))
    },
    collectionIdBySlug: (slug, language) => idBySlug(remotePaths.collectionBySlug, slug, language),
    collectionIds: async () => (await allIds(remotePaths.collectionIds)).slice(0, 100),
    async brandBySlug(slug) {
      const { item } = await get(remotePaths.brandBySlug, [['slug', slug]], protocol.brandAnswer)
      return item ?? undefined
    },
  }
}

type Lists = Omit<HttpCatalog, keyof Records | keyof Structure>

function listsOf({ get, question, prices }: Asking): Lists {
  async function page(
    request: FacetRequest & Pick<ProductSearchRequest, 'sort' | 'first' | 'after'>,
    locale: Locale,
  ): Promise<ProductPage> {
    const { after, ...asked } = request
    const cursor = after === undefined ? {} : { cursor: cursorOf(after, request.sort) }
    const answer = await question(
      remotePaths.list,
      questionOf({ ...asked, ...cursor }, locale),
      protocol.listAnswer,
    )
    const edges = answer.items.flatMap((item) => {
      const card = cardRecord(item.card, locale.currency, prices)
      return card === undefined ? [] : [{ card, position: [item.cursor] }]
    })
    return { edges, hasNextPage: answer.has_more }
  }
  async function count(request: FacetRequest, locale: Locale): Promise<number> {
    const answer = await question(remotePaths.count, questionOf(request, locale), protocol.countAnswer)
    return Math.min(answer.count, countLimit)
  }
  return {
    listProducts: page,
    countProducts: (filter, locale) => count({ filter }, locale),
    searchProducts: page,
    countSearch: (query: string, filter: ProductListFilter, locale) => count({ query, filter }, locale),
    async facets(request, locale) {
      const answer = await question(remotePaths.facets, questionOf(request, locale), protocol.facetsAnswer)
      return answer.items.map(facetRecord)
    },
    async suggest(prefix, language) {
      const parameters = [['prefix', prefix.slice(0, 200)] as const, languageOf(language)]
      const { items } = await get(remotePaths.suggestions, parameters, protocol.suggestionsAnswer)
      return items.slice(0, mostSuggestions)
    },
    async relatedProducts(productId, first, locale) {
      const parameters = [['id', productId] as const, ['first', String(first)] as const, ...localeOf(locale)]
      const { items } = await get(remotePaths.related, parameters, protocol.relatedAnswer)
      return items.flatMap((card) => cardRecord(card, locale.currency, prices) ?? [])
    },
    async matchingIds(request, locale) {
      const answer = await question(
        remotePaths.matchingIds,
        questionOf(request, locale),
        protocol.matchingIdsAnswer,
      )
      return { ids: answer.ids, isComplete: answer.is_complete }
    },
  }
}

/** Positions hold the cursor that the remote system gave, and nothing else. */
function cursorOf(after: readonly string[], sort: string): string {
  const [cursor, ...rest] = after
  if (cursor !== undefined && cursor !== '' && rest.length === 0) return cursor
  throw new InvalidPosition(
    `[${after.join(', ')}] is no position of the sort ${sort}; use one that a page of it gave.`,
  )
}

function localeOf(locale: Locale): Parameters {
  return Object.entries(localeParameters(locale))
}

function languageOf(language: Language): readonly [string, string] {
  return ['language', languageParameter(language)]
}
