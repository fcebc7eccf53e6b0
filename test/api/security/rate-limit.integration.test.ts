import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { budgetOwner, createRateLimit, type SpendBudget } from '../../../api/security/rate-limit.ts'
import { type ConnectedCache, connectCache } from '../cache/connect-cache.ts'

const limits = { maximumCost: 100, rateLimitCost: 10, rateLimitSeconds: 600 }
let processes: ConnectedCache[]
let spend: SpendBudget
let spendElsewhere: SpendBudget
beforeEach(async () => {
  const { cacheNodes } = inject('local')
  processes = await Promise.all([connectCache(cacheNodes), connectCache(cacheNodes)])
  ;[spend, spendElsewhere] = processes.map(({ cluster, onShard, log }) =>
    createRateLimit(limits, cluster, onShard, log.logger),
  ) as [SpendBudget, SpendBudget]
})
afterEach(async () => {
  for (const connected of processes) await connected.close()
})

test('all processes share the budget of a client', async () => {
  const client = randomUUID()
  const outcomes = []
  for (let n = 0; n < 12; n += 1) outcomes.push(await (n % 2 === 0 ? spend : spendElsewhere)(client, 1))
  expect(outcomes.filter((budget) => budget.allowed)).toHaveLength(10)
  expect(outcomes.at(-1)).toMatchObject({ allowed: false, limit: 10, remaining: 0, windowSeconds: 600 })
  expect(outcomes.at(-1)?.resetSeconds).toBeGreaterThan(0)
})

test('concurrent requests cannot spend more than there is', async () => {
  const client = randomUUID()
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? spend : spendElsewhere)(client, 2)),
  )
  expect(outcomes.filter((budget) => budget.allowed)).toHaveLength(5)
})

test('clients have budgets of their own, by sign-in before address', () => {
  const guest = { kind: 'guest' } as const
  const customer = {
    kind: 'customer' as const,
    issuer: 'https://id.example',
    subject: '1',
    email: 'a@shop.example',
    name: undefined,
    permissions: new Set<never>(),
  }
  expect(budgetOwner(guest, '192.0.2.1')).not.toBe(budgetOwner(guest, '192.0.2.2'))
  expect(budgetOwner(customer, '192.0.2.1')).toBe(budgetOwner(customer, '192.0.2.2'))
  expect(budgetOwner(guest, '192.0.2.1')).not.toContain('192.0.2.1')
})

test('all addresses of one IPv6 network share a budget', () => {
  const owner = (address: string) => budgetOwner({ kind: 'guest' }, address)
  expect(owner('2001:db8:1:2::1')).toBe(owner('2001:db8:1:2:aaaa:bbbb:cccc:dddd'))
  expect(owner('2001:db8:1:2::1')).not.toBe(owner('2001:db8:1:3::1'))
  expect(owner('2001:db8::1')).toBe(owner('2001:db8:0:0:1::'))
})
