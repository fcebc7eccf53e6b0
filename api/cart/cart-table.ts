import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { CountryCode, CurrencyCode, Language } from '../locale.ts'
import type { Viewer } from '../security/viewer.ts'
import type { AddressRecord, ShippingMethodRecord } from './cart-record.ts'

export interface CartRow {
  readonly id: string
  readonly currency: CurrencyCode
  readonly country: CountryCode
  readonly language: Language
  readonly email: string | null
  readonly deliveryAddress: AddressRecord | null
  readonly shippingMethodCode: string | null
  readonly status: 'open' | 'ordered'
  readonly version: number
  readonly updatedAt: Date
  /** Whom it is priced for, and their group: who changed it last, if they were signed in. */
  readonly customerId: string | null
  readonly customerGroupId: string | null
}

/** Who is at the cart; a guest has none of it. A signed-in person is known by one or the other. */
export interface Shopper {
  readonly customerId?: string | null
  /** Of the identity provider. */
  readonly issuer?: string
  readonly subject?: string
}

export const guest: Shopper = {}

export function shopperOf(viewer: Viewer): Shopper {
  return viewer.kind === 'guest' ? guest : { issuer: viewer.issuer, subject: viewer.subject }
}

/** A cart under its lock. */
export interface LockedCart extends CartRow {
  /** Whom it was priced for until now. */
  readonly pricedForCustomerId: string | null
}

export interface CartContents {
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  /** Order of this cart that awaits payment, if checkout was started. */
  readonly awaitingOrderId: string | null
  /** That order is being paid right now, or nobody knows yet whether it was. */
  readonly inPayment: boolean
  /** All of the cart's currency; which of them fit depends on the country. */
  readonly shippingMethods: readonly (ShippingMethodRecord & { readonly countries: readonly CountryCode[] })[]
}

/** A cart without a lock, for showing it. */
export async function findCart(queryable: Queryable, id: string): Promise<CartRow | undefined> {
  const [cart] = await queryable.query<CartRow>(sql('cart')`
    select cart.id, currency, country, language, cart.email, delivery_address as "deliveryAddress",
           shipping_method_code as "shippingMethodCode", status, version, updated_at as "updatedAt",
           customer_id as "customerId", customer_group_id::text as "customerGroupId"
    from cart left join customer on customer.id = cart.customer_id
    where cart.id = ${id}::uuid`)
  return cart
}

/**
 * A cart for changing it. The lock is taken first by everything that changes a cart or its order (cart, order,
 * payment, stock: always in this order), so what follows in the transaction sees the last state and nothing moves
 * below it.
 *
 * @param shopper whom it is to be priced for from now on
 */
export async function lockCart(
  transaction: Queryable,
  id: string,
  { customerId, issuer, subject }: Shopper,
): Promise<LockedCart | undefined> {
  const [cart] = await transaction.query<LockedCart>(sql('cart_lock')`
    select cart.id, currency, country, language, cart.email, delivery_address as "deliveryAddress",
           shipping_method_code as "shippingMethodCode", status, version, updated_at as "updatedAt",
           customer.id as "customerId", customer_group_id::text as "customerGroupId",
           cart.customer_id as "pricedForCustomerId"
    from cart left join customer on customer.id = ${customerId ?? null}::uuid
      or (customer.issuer = ${issuer ?? null} and customer.subject = ${subject ?? null})
    where cart.id = ${id}::uuid for update of cart`)
  return cart
}

/** From now on it is priced for this customer. The cart is locked by the caller. */
export async function bindCart(transaction: Queryable, { id, customerId }: CartRow): Promise<void> {
  await transaction.query(
    sql('cart_bind')`update cart set customer_id = ${customerId}::uuid where id = ${id}::uuid`,
  )
}

/**
 * What is in the cart. A statement of its own and not part of the lock: a statement that waited for a lock reads
 * other tables as they were before it waited.
 */
export async function cartContents(
  queryable: Queryable,
  { id, currency }: Pick<CartRow, 'id' | 'currency'>,
): Promise<CartContents> {
  const [contents] = await queryable.query<CartContents>(sql('cart_contents')`
    select
      coalesce((select json_agg(json_build_object('variantId', l.variant_id::text, 'quantity', l.quantity)
                                order by l.added_at, l.variant_id)
                from cart_line l where l.cart_id = ${id}::uuid), '[]') as lines,
      o.id as "awaitingOrderId",
      exists (select from payment p where p.order_id = o.id and p.status = 'pending') as "inPayment",
      coalesce((select json_agg(json_build_object('code', m.code, 'amount', m.amount, 'countries', m.countries,
                                                  'freeFromAmount', m.free_from_amount, 'texts', m.texts)
                                order by m.amount, m.code)
                from shipping_method m where m.currency = ${currency}), '[]') as "shippingMethods"
    from (values (1)) as one
    left join customer_order o on o.cart_id = ${id}::uuid and o.status = 'awaiting_payment'`)
  if (contents === undefined) throw new Error('A select from one row gave none.')
  return contents
}

/** Adds to quantities; the cart is locked by the caller. */
export async function addLines(
  transaction: Queryable,
  { id: cartId, customerId }: CartRow,
  lines: CartContents['lines'],
): Promise<CartStamp> {
  return stamp(
    await transaction.query<CartStamp>(sql('cart_lines_add')`
      with added as (
        insert into cart_line (cart_id, variant_id, quantity)
        select ${cartId}::uuid, * from unnest(${lines.map(({ variantId }) => variantId)}::bigint[],
                                              ${lines.map(({ quantity }) => quantity)}::integer[])
        on conflict (cart_id, variant_id) do update set quantity = cart_line.quantity + excluded.quantity
      )
      update cart set version = version + 1, updated_at = now(), customer_id = ${customerId}::uuid
      where id = ${cartId}::uuid
      returning version, updated_at as "updatedAt"`),
  )
}

/** Sets quantities; 0 removes the line. The cart is locked by the caller. */
export async function setLines(
  transaction: Queryable,
  { id: cartId, customerId }: CartRow,
  lines: CartContents['lines'],
): Promise<CartStamp> {
  const kept = lines.filter(({ quantity }) => quantity > 0)
  const removed = lines.filter(({ quantity }) => quantity === 0).map(({ variantId }) => variantId)
  return stamp(
    await transaction.query<CartStamp>(sql('cart_lines_set')`
      with removed as (
        delete from cart_line where cart_id = ${cartId}::uuid and variant_id = any (${removed}::bigint[])
      ), kept as (
        insert into cart_line (cart_id, variant_id, quantity)
        select ${cartId}::uuid, * from unnest(${kept.map(({ variantId }) => variantId)}::bigint[],
                                              ${kept.map(({ quantity }) => quantity)}::integer[])
        on conflict (cart_id, variant_id) do update set quantity = excluded.quantity
      )
      update cart set version = version + 1, updated_at = now(), customer_id = ${customerId}::uuid
      where id = ${cartId}::uuid
      returning version, updated_at as "updatedAt"`),
  )
}

/** Saves e-mail, address, country and shipping method as they are given. The cart is locked by the caller. */
export async function saveDelivery(transaction: Queryable, cart: CartRow): Promise<CartStamp> {
  const address = cart.deliveryAddress === null ? null : JSON.stringify(cart.deliveryAddress)
  return stamp(
    await transaction.query<CartStamp>(sql('cart_delivery_set')`
      update cart set email = ${cart.email}, delivery_address = ${address}::jsonb, country = ${cart.country},
                      shipping_method_code = ${cart.shippingMethodCode}, customer_id = ${cart.customerId}::uuid,
                      version = version + 1, updated_at = now()
      where id = ${cart.id}::uuid
      returning version, updated_at as "updatedAt"`),
  )
}

/** Makes an empty, open cart. */
export async function insertCart(
  transaction: Queryable,
  cart: Pick<CartRow, 'id' | 'currency' | 'country' | 'language'>,
  { customerId, issuer, subject }: Shopper,
): Promise<CartRow> {
  const [row] = await transaction.query<CartRow>(sql('cart_insert')`
    insert into cart (id, currency, country, language, customer_id)
    select ${cart.id}::uuid, ${cart.currency}, ${cart.country}, ${cart.language}, customer.id
    from (values (1)) as one
    left join customer on customer.id = ${customerId ?? null}::uuid
      or (customer.issuer = ${issuer ?? null} and customer.subject = ${subject ?? null})
    returning id, currency, country, language, email, delivery_address as "deliveryAddress",
              shipping_method_code as "shippingMethodCode", status, version, updated_at as "updatedAt",
              customer_id as "customerId",
              (select customer_group_id::text from customer where customer.id = cart.customer_id) as "customerGroupId"`)
  if (row === undefined) throw new Error('An insert gave no row.')
  return row
}

/** Takes a cart away with its lines. */
export async function deleteCart(transaction: Queryable, cartId: string): Promise<void> {
  await transaction.query(sql('cart_delete')`delete from cart where id = ${cartId}::uuid`)
}

/** Days after its last change that an open cart is forgotten. */
const cartDays = 30

/** Takes abandoned carts away, with their addresses. One that an order was made of stays as long as the order. */
export async function purgeAbandonedCarts(transaction: Queryable, now: Date): Promise<void> {
  const before = new Date(now.getTime() - cartDays * 86_400_000)
  await transaction.query(sql('cart_purge')`
    delete from cart where status = 'open' and updated_at < ${before}
      and not exists (select from customer_order o where o.cart_id = cart.id)`)
}

/** Takes variants that are about to be deleted out of all carts. */
export async function removeFromCarts(transaction: Queryable, variantIds: readonly string[]): Promise<void> {
  await transaction.query(sql('cart_lines_of_deleted')`
    delete from cart_line where variant_id = any (${variantIds}::bigint[])`)
}

/** The cart has become an order: it is no longer found and no longer changes. */
export async function closeCart(transaction: Queryable, cartId: string): Promise<void> {
  await transaction.query(sql('cart_close')`
    update cart set status = 'ordered', updated_at = now() where id = ${cartId}::uuid and status = 'open'`)
}

export interface CartStamp {
  readonly version: number
  readonly updatedAt: Date
}

function stamp(rows: readonly CartStamp[]): CartStamp {
  const [row] = rows
  if (row === undefined) throw new Error('The cart vanished while it was locked.')
  return row
}
