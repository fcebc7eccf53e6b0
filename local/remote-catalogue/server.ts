import { createHash } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  type CatalogSource,
  InvalidPosition,
  type ProductSearchRequest,
  UnknownFacet,
} from '../../api/catalog/catalog-source.ts'
import {
  type ChangesAnswer,
  errorCodes,
  localeParameters,
  mostIdsARequest,
  question,
  type Question,
  remotePaths,
} from '../../api/catalog/http/protocol.ts'
import type { Locale } from '../../api/locale.ts'
import { UnknownCursor } from './change-log.ts'
import {
  cardDocument,
  categoryDocument,
  collectionDocument,
  facetDocument,
  listFilter,
  productDocument,
  variantDocument,
} from './documents.ts'

export interface RemoteCatalogueOptions {
  /** Asked with each request, so that the catalogue may be replaced. */
  readonly source: () => CatalogSource
  /** Whoever does not send it as a bearer token gets 401. */
  readonly token: string
  /** What has changed since a cursor; undefined since: the present cursor and nothing else. */
  readonly changes: (since: string | undefined) => ChangesAnswer
}

/** Ids that one answer of `matching-ids` has. */
const mostMatchingIds = 5_000

/** Thrown for what the asker did wrong. */
class BadQuestion extends Error {
  override readonly name = 'BadQuestion'
}

/** A product system that speaks the protocol of docs/remote-catalogue.md over any catalogue; not yet listening. */
export function createRemoteCatalogue({ source, token, changes }: RemoteCatalogueOptions): FastifyInstance {
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
  })
  server.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      await reply.code(401).send({ error: { code: 'unauthorized', message: 'Send the bearer token.' } })
    }
  })
  server.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const etag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`
    void reply.header('etag', etag)
    if (request.headers['if-none-match'] !== etag) return payload
    void reply.code(304)
    return ''
  })
  server.setErrorHandler((error, _request, reply) => refuse(error, reply))

  const get = (path: string, answer: (parameters: URLSearchParams) => Promise<object> | object) => {
    server.get(path, async (request) => await answer(new URL(request.url, 'http://localhost').searchParams))
  }
  const ask = (path: string, answer: (asked: Question, locale: Locale) => Promise<object>) => {
    const read = async (text: unknown) => {
      const parsed = question.safeParse(text)
      if (!parsed.success) throw new BadQuestion(z.prettifyError(parsed.error))
      return await answer(parsed.data, localeOf(parsed.data.locale))
    }
    server.post(path, async (request) => await read(request.body))
    get(path, async (parameters) => await read(jsonOf(parameters.get('question') ?? '')))
  }

  addRecords(source, get)
  addStructure(source, get)
  addLists(source, get, ask)
  get(remotePaths.changes, (parameters) => changes(parameters.get('since') ?? undefined))
  return server
}

type Source = RemoteCatalogueOptions['source']
type Get = (path: string, answer: (parameters: URLSearchParams) => Promise<object> | object) => void
type Ask = (path: string, answer: (asked: Question, locale: Locale) => Promise<object>) => void

function addRecords(source: Source, get: Get): void {
  get(remotePaths.products, async (parameters) => {
    const found = await source().productsByIds(idsOf(parameters), localeIn(parameters))
    return { items: found.filter((product) => product !== undefined).map(productDocument) }
  })
  get(remotePaths.productBySlug, async (parameters) => {
    const found = await source().productBySlug(parameters.get('slug') ?? '', localeIn(parameters))
    return { item: found === undefined ? null : productDocument(found) }
  })
  get(remotePaths.related, async (parameters) => {
    const first = Math.min(Number(parameters.get('first')), 100)
    const found = await source().relatedProducts(parameters.get('id') ?? '', first, localeIn(parameters))
    return { items: found.map(cardDocument) }
  })
  get(remotePaths.variants, async (parameters) => {
    const found = await source().variantsByIds(idsOf(parameters), localeIn(parameters))
    return { items: found.filter((variant) => variant !== undefined).map(variantDocument) }
  })
}

function addStructure(source: Source, get: Get): void {
  get(remotePaths.categories, async (parameters) => {
    const found = await source().categoriesByIds(idsOf(parameters), languageIn(parameters))
    return { items: found.filter((category) => category !== undefined).map(categoryDocument) }
  })
  get(remotePaths.categoryBySlug, async (parameters) => ({
    id: (await source().categoryIdBySlug(parameters.get('slug') ?? '', languageIn(parameters))) ?? null,
  }))
  get(remotePaths.rootCategories, async () => ({ ids: await source().rootCategoryIds() }))
  get(remotePaths.collections, async (parameters) => {
    const found = await source().collectionsByIds(idsOf(parameters), languageIn(parameters))
    return { items: found.filter((collection) => collection !== undefined).map(collectionDocument) }
  })
  get(remotePaths.collectionBySlug, async (parameters) => ({
    id: (await source().collectionIdBySlug(parameters.get('slug') ?? '', languageIn(parameters))) ?? null,
  }))
  get(remotePaths.collectionIds, async () => ({ ids: await source().collectionIds() }))
  get(remotePaths.brandBySlug, async (parameters) => ({
    item: (await source().brandBySlug(parameters.get('slug') ?? '')) ?? null,
  }))
}

function addLists(source: Source, get: Get, ask: Ask): void {
  const pageOf = (asked: Question, locale: Locale, first: number) => {
    const request = {
      first,
      filter: listFilter(asked.filter),
      ...(asked.after === undefined ? {} : { after: positionOf(asked.after) }),
    }
    const sort = sortOf(asked)
    if (asked.query !== undefined)
      return source().searchProducts({ ...request, query: asked.query, sort }, locale)
    if (sort === 'RELEVANCE') throw new BadQuestion('Only a search is sorted by relevance.')
    return source().listProducts({ ...request, sort }, locale)
  }
  ask(remotePaths.list, async (asked, locale) => {
    const { edges, hasNextPage } = await pageOf(asked, locale, Math.min(asked.first ?? 24, 100))
    const items = edges.map(({ card, position }) => ({
      cursor: Buffer.from(JSON.stringify(position)).toString('base64url'),
      card: cardDocument(card),
    }))
    return { items, has_more: hasNextPage }
  })
  ask(remotePaths.matchingIds, async (asked, locale) => {
    const first = Math.min(asked.first ?? mostMatchingIds, mostMatchingIds)
    const { edges, hasNextPage } = await pageOf(asked, locale, first)
    return { ids: edges.map(({ card }) => card.id), is_complete: !hasNextPage }
  })
  ask(remotePaths.count, async ({ query, filter }, locale) => ({
    count: await (query === undefined
      ? source().countProducts(listFilter(filter), locale)
      : source().countSearch(query, listFilter(filter), locale)),
  }))
  ask(remotePaths.facets, async ({ query, filter }, locale) => {
    const request = { filter: listFilter(filter), ...(query === undefined ? {} : { query }) }
    return { items: (await source().facets(request, locale)).map(facetDocument) }
  })
  get(remotePaths.suggestions, async (parameters) => ({
    items: await source().suggest(parameters.get('prefix') ?? '', languageIn(parameters)),
  }))
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  const send = (code: string, message: string) => reply.code(400).send({ error: { code, message } })
  if (error instanceof InvalidPosition) return send(errorCodes.invalidCursor, error.message)
  if (error instanceof UnknownFacet) return send(errorCodes.unknownFacet, error.message)
  if (error instanceof UnknownCursor) return send(errorCodes.unknownCursor, error.message)
  if (error instanceof BadQuestion) return send('bad_request', error.message)
  return reply.code(500).send({ error: { code: 'internal', message: 'Something went wrong.' } })
}

function sortOf({ sort, query }: Question): ProductSearchRequest['sort'] {
  switch (sort) {
    case undefined:
      return query === undefined ? 'NEWEST' : 'RELEVANCE'
    case 'best_selling':
      return 'BEST_SELLING'
    case 'manual':
      return 'MANUAL'
    case 'newest':
      return 'NEWEST'
    case 'price_ascending':
      return 'PRICE_ASCENDING'
    case 'price_descending':
      return 'PRICE_DESCENDING'
    case 'relevance':
      return 'RELEVANCE'
  }
}

function positionOf(cursor: string): string[] {
  const position = z.array(z.string()).safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()))
  if (position.success) return position.data
  throw new InvalidPosition(`"${cursor}" is not a cursor; use one that a list gave.`)
}

function idsOf(parameters: URLSearchParams): string[] {
  const ids = parameters.getAll('id')
  if (ids.length <= mostIdsARequest) return ids
  throw new BadQuestion(`${ids.length} ids are too many; ask for at most ${mostIdsARequest} at a time.`)
}

function localeIn(parameters: URLSearchParams): Locale {
  const parsed = localeParameters.safeParse(Object.fromEntries(parameters))
  if (parsed.success) return localeOf(parsed.data)
  throw new BadQuestion(z.prettifyError(parsed.error))
}

function localeOf({ language, country, currency }: Question['locale']): Locale {
  return { language: language === 'de' ? 'DE' : 'EN', country, currency }
}

function languageIn(parameters: URLSearchParams): Locale['language'] {
  return parameters.get('language') === 'de' ? 'DE' : 'EN'
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
