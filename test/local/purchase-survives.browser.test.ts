import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  type Purchase,
  type PurchaseStep,
  buyOne,
  createFormShopper,
  purchaseSteps,
} from '../form-shopper.ts'

const shop = inject('shop')
const database = new Client({ connectionString: shop.databaseUrl })
const origin = new URL(shop.origin)
const firstCachePort = Number(origin.port) + 20

beforeAll(() => database.connect())
afterAll(() => database.end())

async function pidOf(part: string): Promise<number> {
  const record = JSON.parse(await readFile(join(shop.dataFolder, 'run', `${part}.json`), 'utf8')) as {
    pid: number
  }
  return record.pid
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 45_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what} did not come about in 45 s`)
    await delay(50)
  }
}

/** `cache-4` and the like: the first node that is a master now. */
async function aCacheMaster(): Promise<string> {
  const nodes = await onCacheNode(firstCachePort, async (node) => String(await node.cluster('NODES')))
  const master = nodes.split('\n').find((line) => /\bmaster\b/.test(line) && !/fail/.test(line))
  const port = Number(/:(\d+)@/.exec(master ?? '')?.[1])
  return `cache-${port - firstCachePort + 1}`
}

async function onCacheNode<T>(port: number, ask: (node: Redis) => Promise<T>): Promise<T> {
  const node = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null })
  node.on('error', () => undefined)
  try {
    await node.connect()
    return await ask(node)
  } finally {
    node.disconnect()
  }
}

async function everythingIsWell(): Promise<boolean> {
  const port = Number(origin.port)
  const ready = await Promise.all(
    [port + 1, port + 2, port + 4].map(
      async (target) => (await fetch(`http://127.0.0.1:${target}/readyz`)).ok,
    ),
  )
  const { rows } = await database.query<{ replicas: number }>(
    `select count(*)::int as replicas from pg_stat_replication where state = 'streaming'`,
  )
  const infos = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((offset) => onCacheNode(firstCachePort + offset, (node) => node.cluster('INFO'))),
  )
  return (
    ready.every(Boolean) &&
    rows[0]?.replicas === 2 &&
    infos.every((info) => info.includes('cluster_state:ok'))
  )
}

/** A product of which many pieces are left. */
async function productPath(): Promise<string> {
  const { rows } = await database.query<{ slug: string }>(
    `select t.slug from product_text t join variant v on v.product_id = t.product_id
     join stock_level s on s.variant_id = v.id
     where t.language = 'en' and v.position = 1 and s.on_hand - s.reserved >= 40 order by t.product_id limit 1`,
  )
  return `/en/p/${rows[0]?.slug ?? ''}`
}

async function stock(): Promise<{ onHand: number; reserved: number }> {
  const { rows } = await database.query<{ onHand: number; reserved: number }>(
    `select sum(on_hand)::int as "onHand", sum(reserved)::int as reserved from stock_level`,
  )
  return rows[0]!
}

/** Six shoppers; while the first of them takes step 1, the second step 2 and so on, the part is killed. */
async function shopWhileKilling(
  part: string,
  label: string,
): Promise<{ purchases: Purchase[]; repeats: number[] }> {
  const path = await productPath()
  const pid = await pidOf(part)
  let waiting = purchaseSteps.length
  const kill = Promise.withResolvers<undefined>()
  const shoppers = purchaseSteps.map((step) => ({ step, shopper: createFormShopper(shop.origin) }))
  const purchases = await Promise.all(
    shoppers.map(async ({ step, shopper }, index) => {
      const email = `${label}-${index}@example.com`
      return await buyOne(shopper, path, email, async (reached: PurchaseStep) => {
        if (reached !== step) return
        waiting -= 1
        // The last to arrive kills, and all take their step in the same moment.
        if (waiting === 0) {
          process.kill(pid, 'SIGKILL')
          kill.resolve(undefined)
        }
        await kill.promise
      })
    }),
  )
  return { purchases, repeats: shoppers.map(({ shopper }) => shopper.repeats()) }
}

describe('a purchase survives kill -9 while it happens', () => {
  const parts = ['api-1', 'api-2', 'postgres-replica-1', 'postgres-replica-2', 'a cache master'] as const

  test.each(parts)('of %s: at worst one request repeated, no order lost or doubled', async (name) => {
    await eventually('a healthy shop', everythingIsWell)
    const part = name === 'a cache master' ? await aCacheMaster() : name
    const pid = await pidOf(part)
    const before = await stock()
    const label = `${part}-${crypto.randomUUID().slice(0, 8)}`

    const { purchases, repeats } = await shopWhileKilling(part, label)

    expect(Math.max(...repeats)).toBeLessThanOrEqual(1)
    const { rows: orders } = await database.query<{ email: string; number: string; charges: number }>(
      `select o.email, o.number, count(p.id)::int as charges
       from customer_order o left join payment p on p.order_id = o.id and p.status = 'succeeded'
       where o.email like $1 and o.status = 'placed' group by o.id order by o.email`,
      [`${label}-%`],
    )
    expect(orders).toEqual(
      purchases.map(({ email, orderNumber }) => ({ email, number: orderNumber, charges: 1 })),
    )
    expect(await stock()).toEqual({ onHand: before.onHand - purchases.length, reserved: before.reserved })
    await eventually(`a new ${part}`, async () => (await pidOf(part)) !== pid && (await everythingIsWell()))
  })
})
