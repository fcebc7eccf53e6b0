import { z } from 'zod'
import { shippingMethodFields } from '../cart/resolvers.ts'
import type { RequestContext } from '../context.ts'
import { viewerCustomer } from '../customer/viewer-customer.ts'
import type { Queryable } from '../database/database.ts'
import { costFields, money } from '../pricing/money.ts'
import type { FeatureModule } from '../schema/feature-module.ts'
import { decodeGlobalId, encodeGlobalId } from '../schema/global-id.ts'
import type { OrderLineRecord, OrderRecord } from './order-record.ts'
import { findOrder } from './order-table.ts'

/** An order that the viewer may see: a guest's by its secret id, a customer's own, any with ORDER_READ. */
async function orderById(localId: string, context: RequestContext): Promise<OrderRecord | null> {
  if (!z.uuid().safeParse(localId).success) return null
  const { application, signal, viewer } = context
  // From the writer: the confirmation page follows the purchase at once.
  const latest: Queryable = { query: (statement) => application.database.readLatest(statement, { signal }) }
  const order = await findOrder(latest, localId)
  if (order === undefined) return null
  if (order.customerId === null) return order
  if (viewer.kind === 'guest') return null
  if (viewer.permissions.has('ORDER_READ')) return order
  const customer = await viewerCustomer(application.database, viewer)
  return customer?.id === order.customerId ? order : null
}

function orderLine(order: OrderRecord, line: OrderLineRecord) {
  const { imageUrl, imageAlt, unitAmount, quantity } = line
  return {
    ...line,
    id: encodeGlobalId('OrderLine', `${order.id}.${line.position}`),
    unitPrice: money(unitAmount, order.currency),
    total: money(unitAmount * quantity, order.currency),
    image: imageUrl === null ? null : { url: imageUrl, alt: imageAlt ?? '', width: null, height: null },
  }
}

export const { resolvers, nodeResolvers } = {
  resolvers: {
    Query: {
      order: (_: unknown, { id }: { id: string }, context: RequestContext) =>
        orderById(decodeGlobalId('Order', id), context),
    },
    Order: {
      id: ({ id }: OrderRecord) => encodeGlobalId('Order', id),
      status: ({ status }: OrderRecord) => status.toUpperCase(),
      lines: (order: OrderRecord) => order.lines.map((line) => orderLine(order, line)),
      cost: (order: OrderRecord) => costFields(order, order.currency),
      shippingMethod: (
        { shippingMethod, shipping, currency }: OrderRecord,
        _: unknown,
        { locale }: RequestContext,
      ) => shippingMethodFields(shippingMethod, shipping, currency, locale.language),
    },
  },
  nodeResolvers: { Order: orderById },
} satisfies FeatureModule
