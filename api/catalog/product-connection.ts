import type { RequestContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../schema/cursor.ts'
import { argumentError } from './argument-error.ts'
import { InvalidPosition, type ProductPage, type ProductRecord } from './catalog-source.ts'
import { catalogLoaders } from './loaders.ts'

/** Largest page of any connection. */
const largestPage = 100

export interface PageArguments {
  readonly first: number
  readonly after?: string | null | undefined
}

export interface PageRequest {
  readonly first: number
  readonly after?: readonly string[]
}

/** What the fields of ProductConnection are resolved from. */
export interface ProductConnection {
  readonly entries: readonly { readonly cursor: string; readonly productId: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  /** Asked only if it is selected: counting costs more than the page. */
  readonly totalCount: () => Promise<number>
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
 *
 * @param signature what the cursor belongs to: the list with its sort, filter and locale
 * @throws GraphQLError with code BAD_PAGE_SIZE or BAD_CURSOR
 */
export async function productConnection(
  { first, after }: PageArguments,
  signature: object,
  load: (page: PageRequest) => Promise<ProductPage>,
  totalCount: () => Promise<number>,
): Promise<ProductConnection> {
  checkPageSize(first)
  const position = typeof after === 'string' ? { after: decodeCursor(signature, after) } : {}
  const page = await load({ first, ...position }).catch((error: unknown) => {
    if (error instanceof InvalidPosition) throw argumentError('BAD_CURSOR', error.message)
    throw error
  })
  const entries = page.edges.map((edge) => ({
    productId: edge.productId,
    cursor: encodeCursor(signature, edge.position),
  }))
  return {
    entries,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: position.after !== undefined,
      startCursor: entries.at(0)?.cursor ?? null,
      endCursor: entries.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}

interface ProductEdge {
  readonly cursor: string
  readonly node: ProductRecord
}

export const productConnectionResolvers = {
  edges: productEdges,
  nodes: async (connection: ProductConnection, _: unknown, context: RequestContext) =>
    (await productEdges(connection, _, context)).map(({ node }) => node),
}

/** A list may be seconds older than its products: one that was unpublished meanwhile is left out. */
async function productEdges(
  connection: ProductConnection,
  _: unknown,
  context: RequestContext,
): Promise<ProductEdge[]> {
  const products = await productsByIds(
    connection.entries.map(({ productId }) => productId),
    context,
  )
  return connection.entries.flatMap(({ cursor, productId }) => {
    const node = products.get(productId)
    return node === undefined ? [] : [{ cursor, node }]
  })
}

/** The products that are still to be seen, by id. */
async function productsByIds(
  ids: readonly string[],
  context: RequestContext,
): Promise<Map<string, ProductRecord>> {
  const loader = catalogLoaders(context).products
  const products = await Promise.all(ids.map((id) => loader.load(id)))
  return new Map(products.flatMap((product) => (product === undefined ? [] : [[product.id, product]])))
}
