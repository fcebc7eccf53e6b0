import { decodeCursor, encodeCursor } from '../schema/cursor.ts'
import { argumentError } from './argument-error.ts'
import {
  type FacetRecord,
  InvalidPosition,
  ListTooBroad,
  type ProductCardRecord,
  type ProductPage,
  UnknownFacet,
} from './catalog-source.ts'

/** Largest page of any connection. */
const largestPage = 100

export interface PageArguments {
  readonly first: number
  readonly after?: string | null | undefined
}

interface PageRequest {
  readonly first: number
  readonly after?: readonly string[]
}

/** What the fields of ProductConnection are resolved from; functions are asked only if their field is selected. */
export interface ProductConnection {
  readonly edges: readonly ProductEdge[]
  readonly nodes: readonly ProductCardRecord[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: () => Promise<number>
  readonly facets: () => Promise<FacetAnswer[]>
}

interface ProductEdge {
  /** Made only if it is selected. */
  readonly cursor: () => string
  readonly node: ProductCardRecord
}

/** As the schema's Facet. */
type FacetAnswer = Omit<FacetRecord, 'kind'> & { readonly kind: 'BOOLEAN' | 'OPTIONS' | 'RANGE' }

/** Where the parts of a connection come from. */
export interface ConnectionSource {
  /** What the cursor belongs to: the list with its sort, filter and locale. */
  readonly signature: object
  readonly load: (page: PageRequest) => Promise<ProductPage>
  readonly totalCount: () => Promise<number>
  readonly facets: () => Promise<readonly FacetRecord[]>
}

/** @throws GraphQLError with code BAD_PAGE_SIZE unless 1 to 100 */
export function checkPageSize(first: number): void {
  if (first >= 1 && first <= largestPage) return
  throw argumentError(
    'BAD_PAGE_SIZE',
    `first: ${String(first)} is not a page size; ask for 1 to ${String(largestPage)}, and for more by \`after\`.`,
  )
}

/**
 * One page of products as a connection.
 * @throws GraphQLError with code BAD_PAGE_SIZE, BAD_CURSOR or BAD_FILTER
 */
export async function productConnection(
  { first, after }: PageArguments,
  { signature, load, totalCount, facets }: ConnectionSource,
): Promise<ProductConnection> {
  checkPageSize(first)
  const position = typeof after === 'string' ? { after: decodeCursor(signature, after) } : {}
  const page = await load({ first, ...position }).catch(asArgumentError)
  const edges = page.edges.map(({ card, position: place }) => ({
    cursor: () => encodeCursor(signature, place),
    node: card,
  }))
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: position.after !== undefined,
      startCursor: edges.at(0)?.cursor() ?? null,
      endCursor: edges.at(-1)?.cursor() ?? null,
    },
    totalCount: () => totalCount().catch(asArgumentError),
    facets: async () => (await facets().catch(asArgumentError)).map(facetAnswer),
  }
}

const facetKinds = { boolean: 'BOOLEAN', options: 'OPTIONS', range: 'RANGE' } as const

function facetAnswer(facet: FacetRecord): FacetAnswer {
  return { ...facet, kind: facetKinds[facet.kind] }
}

function asArgumentError(error: unknown): never {
  if (error instanceof InvalidPosition) throw argumentError('BAD_CURSOR', error.message)
  if (error instanceof UnknownFacet || error instanceof ListTooBroad) {
    throw argumentError('BAD_FILTER', error.message)
  }
  throw error
}
