import fastify from 'fastify'
import { run } from 'graphile-worker'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApplicationContext } from '../../../api/context.ts'
import { paths } from '../../../api/contract.ts'
import { sql } from '../../../api/database/statement.ts'
import { createJobs, jobTimes } from '../../../api/events/jobs.ts'
import { publish } from '../../../api/events/outbox.ts'
import { outboxAge, relayJobs } from '../../../api/events/relay.ts'
import type { Mail } from '../../../api/mail/mail-sender.ts'
import { testSignature, testSignatureHeader } from '../../../api/payment/test-payment-provider.ts'
import { registerPaymentWebhook } from '../../../api/payment/webhook.ts'
import { addVariant, openShop, type Shop, signingSecret } from '../shop-fixture.ts'
import { pay, readyCart, startedOrder } from '../checkout/shopper.ts'

let shop: Shop
let pool: pg.Pool
beforeAll(async () => {
  shop = await openShop()
  pool = new pg.Pool({ connectionString: shop.directUrl, max: 3 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
})
afterAll(async () => {
  await pool.end()
  await shop.close()
})

test('an event of a transaction that fails does not exist', async () => {
  const failing = shop.database.transaction(async (transaction) => {
    await publish(transaction, 'catalog.changed', { tags: ['product:0'] })
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  expect(await outboxAge(shop.sql)).toBe(0)
})

test('a placed order becomes one mail, by way of the job runner', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 2 })
  const orderId = await startedOrder(shop, (await readyCart(shop, variant)).id)
  await pay(shop, orderId)

  const mails: Mail[] = []
  const sent = Promise.withResolvers<undefined>()
  const jobs = createJobs(shop, {
    send: (mail) => {
      mails.push(mail)
      sent.resolve(undefined)
      return Promise.resolve()
    },
  })
  const runner = await run({
    pgPool: pool,
    taskList: jobs,
    parsedCronItems: jobTimes(),
    noHandleSignals: true,
  })
  await Promise.all([relayJobs(shop), relayJobs(shop)])
  await sent.promise
  await runner.stop()
  expect(mails).toMatchObject([{ id: `order-confirmation-${orderId}`, to: 'ada@example.com' }])
})

test('jobs release, reconcile, refund and purge', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 1 })
  const abandoned = await startedOrder(shop, (await readyCart(shop, variant)).id)
  const jobs = createJobs(shop, { send: () => Promise.reject(new Error('no mail in this test')) })
  const work = async (name: string, payload: unknown = {}) => {
    const job = jobs[name]
    if (job === undefined) throw new Error(`There is no job ${name}.`)
    await job(payload, {} as Parameters<typeof job>[1])
  }
  shop.advance(16 * 60)
  await work('release_expired_reservations')
  const [order] = await shop.sql.query(sql('test_order')`
    select status from customer_order where id = ${abandoned}::uuid`)
  expect(order).toEqual({ status: 'cancelled' })

  const keys = () => shop.sql.query(sql('test_keys')`select from idempotency_key`)
  await work('purge')
  expect((await keys()).length).toBeGreaterThan(0)
  shop.advance(31 * 86_400)
  await work('purge')
  expect(await keys()).toEqual([])
  expect(await shop.sql.query(sql('test_old')`select from outbox where delivered_at is not null`)).toEqual([])

  await work('reconcile_payments')
  await work('process_payment_events')
  await expect(work('refund_payment', { paymentId: 'x' })).rejects.toThrow('UUID')
  await expect(work('send_order_confirmation', { orderId: abandoned })).rejects.toThrow(
    'no mail in this test',
  )
})

test('every timed job exists', () => {
  const jobs = createJobs(shop, { send: () => Promise.resolve() })
  const timed = jobTimes().map(({ task }) => task)
  expect(timed).not.toEqual([])
  expect(timed.filter((task) => jobs[task] === undefined)).toEqual([])
})

test('a signed webhook places the order after it was answered; an unsigned one does nothing', async () => {
  const variant = await addVariant(shop, { amount: 1000, onHand: 1 })
  const orderId = await startedOrder(shop, (await readyCart(shop, variant)).id)
  await pay(shop, orderId, { method: 'test_unavailable' })
  const [payment] = await shop.sql.query<{ id: string }>(sql('test_payment')`
    select id from payment where order_id = ${orderId}::uuid`)

  const settled = Promise.withResolvers<undefined>()
  const log = { warn: () => undefined }
  const clock = () => shop.clock()
  const database = { ...shop.database }
  database.transaction = async (work, options) => {
    const result = await shop.database.transaction(work, options)
    const [row] = await shop.sql.query<{ done: boolean }>(sql('test_processed')`
      select processed_at is not null as done from payment_event where event_id = 'evt_1'`)
    if (row?.done === true) settled.resolve(undefined)
    return result
  }
  const server = fastify()
  await registerPaymentWebhook(server, { ...shop, database, clock, log } as unknown as ApplicationContext)
  const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}${paths.paymentWebhook}`
  const event = {
    eventId: 'evt_1',
    idempotencyKey: payment?.id,
    outcome: { kind: 'approved', reference: 'r' },
  }
  const body = JSON.stringify(event)
  const send = (signature: string) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', [testSignatureHeader]: signature },
    })

  expect((await send('00')).status).toBe(400)
  expect(await shop.sql.query(sql('test_stored')`select from payment_event`)).toEqual([])
  const signature = testSignature(signingSecret, Buffer.from(body))
  expect((await send(signature)).status).toBe(200)
  await settled.promise
  expect((await send(signature)).status).toBe(200)
  const [order] = await shop.sql.query(sql('test_order')`
    select status from customer_order where id = ${orderId}::uuid`)
  expect(order).toEqual({ status: 'placed' })
  await server.close()
})
