import { z } from 'zod'
import { argumentError } from '../catalog/argument-error.ts'
import { checkPageSize } from '../catalog/product-connection.ts'
import type { RequestContext } from '../context.ts'
import { customerOrders, ordersByIds, type OrderPosition } from '../order/order-table.ts'
import type { OrderRecord } from '../order/order-record.ts'
import { decodeCursor, encodeCursor } from '../schema/cursor.ts'
import type { FeatureModule } from '../schema/feature-module.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import { viewerCustomer, type CustomerRecord } from './viewer-customer.ts'

interface PageArguments {
  readonly first: number
  readonly after?: string | null
}

async function viewer(_: unknown, _arguments: unknown, { application, viewer }: RequestContext) {
  return (await viewerCustomer(application.database, viewer)) ?? null
}

/** A customer sees nobody but themselves. */
async function customerById(localId: string, { application, viewer }: RequestContext) {
  const customer = await viewerCustomer(application.database, viewer)
  return customer?.id === localId ? customer : null
}

async function orders(
  customer: CustomerRecord,
  { first, after }: PageArguments,
  { application: { database }, signal }: RequestContext,
) {
  checkPageSize(first)
  const signature = ['customer-orders', customer.id]
  const position = after === undefined || after === null ? undefined : readPosition(signature, after)
  const rows = await database.readLatest<OrderPosition>(customerOrders(customer.id, first + 1, position), {
    signal,
  })
  const page = rows.slice(0, first)
  const found = await database.readLatest<OrderRecord>(ordersByIds(page.map(({ id }) => id)), { signal })
  const byId = new Map(found.map((order) => [order.id, order]))
  const edges = page.flatMap(({ id, createdAt }) => {
    const node = byId.get(id)
    return node === undefined ? [] : [{ node, cursor: encodeCursor(signature, [createdAt, id]) }]
  })
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: position !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/** A cursor is not signed, so its parts may be anything. */
function readPosition(signature: readonly string[], cursor: string): OrderPosition {
  const position = orderPosition.safeParse(decodeCursor(signature, cursor))
  if (position.success) return { createdAt: position.data[0], id: position.data[1] }
  throw argumentError(
    'BAD_CURSOR',
    `"${cursor.slice(0, 100)}" is not a cursor of orders. Use cursors as the API gave them.`,
  )
}

const orderPosition = z.tuple([z.string().refine((text) => !Number.isNaN(Date.parse(text))), z.uuid()])

export const { resolvers, nodeResolvers } = {
  resolvers: {
    Query: { viewer },
    Customer: {
      id: ({ id }: CustomerRecord) => encodeGlobalId('Customer', id),
      // Of the caller's token: nobody else's Customer can be seen.
      permissions: (_: CustomerRecord, _arguments: unknown, { viewer }: RequestContext) =>
        viewer.kind === 'guest' ? [] : [...viewer.permissions].sort(),
      orders,
    },
  },
  nodeResolvers: { Customer: customerById },
} satisfies FeatureModule
