import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addVariant, openShop, type Shop } from '../shop-fixture.ts'

let shop: Shop
let variant: string
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  variant = await addVariant(shop, { amount: 10_000 })
  await stoodFor(60)
})

const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  shop.database.transaction((transaction) => transaction.query<Row>({ name: 'test', text, values }))

/** The present price has applied for so many days. */
const stoodFor = (days: number) =>
  run(
    `update price set changed_at = now() - make_interval(days => $2) where variant_id = $1 and price_list_id = 1`,
    [variant, days],
  )

/** What was before began and ended so many days earlier. */
const passed = (days: number) =>
  run(
    `update price_history set valid = tstzrange(lower(valid) - make_interval(days => $2), upper(valid) - make_interval(days => $2))
     where variant_id = $1`,
    [variant, days],
  )

const set = (amount: number) =>
  run(`update price set amount = $2 where variant_id = $1 and price_list_id = 1`, [variant, amount])

async function reference(): Promise<number | null> {
  const [row] = await run<{ reference: number | null }>(
    `select lowest_recent_amount::integer as reference from price where variant_id = $1 and price_list_id = 1`,
    [variant],
  )
  return row?.reference ?? null
}

const history = () =>
  run(`select amount::integer from price_history where variant_id = $1 and price_list_id = 1 order by id`, [
    variant,
  ])

describe('lowest price of the 30 days before a reduction', () => {
  test('a first price has none, and writes no history', async () => {
    expect(await reference()).toBeNull()
    expect(await history()).toEqual([])
  })

  test('a price that falls refers to the one before', async () => {
    await set(8000)
    expect(await reference()).toBe(10_000)
    expect(await history()).toEqual([{ amount: 10_000 }])
  })

  test('an earlier price of the 30 days that was lower counts, one before them does not', async () => {
    await set(7000)
    await stoodFor(20)
    await passed(20)
    await set(10_000)
    expect(await reference()).toBeNull()
    await stoodFor(10)
    await passed(10)
    await set(9000)
    expect(await reference()).toBe(7000)

    await set(10_000)
    await passed(31)
    await stoodFor(31)
    await set(9000)
    expect(await reference()).toBe(10_000)
  })

  test('a reduction in steps keeps its first reference', async () => {
    await set(8000)
    await stoodFor(5)
    await passed(5)
    await set(6000)
    await stoodFor(5)
    await passed(5)
    await set(4000)
    expect(await reference()).toBe(10_000)
  })

  test('a step after more than 30 days begins anew', async () => {
    await set(8000)
    await stoodFor(31)
    await passed(31)
    await set(6000)
    expect(await reference()).toBe(8000)
  })

  test('a price that rises is not reduced', async () => {
    await set(8000)
    await stoodFor(1)
    await set(8500)
    expect(await reference()).toBeNull()
  })

  test('writing the same price again changes nothing', async () => {
    await set(8000)
    const before = await run(`select * from price where variant_id = $1`, [variant])
    await set(8000)
    expect(await run(`select * from price where variant_id = $1`, [variant])).toEqual(before)
    expect(await history()).toHaveLength(1)
  })

  test('two prices in one transaction leave one step of history', async () => {
    await shop.database.transaction(async (transaction) => {
      for (const amount of [9000, 8000]) {
        await transaction.query({
          name: 'test',
          text: 'update price set amount = $2 where variant_id = $1 and price_list_id = 1',
          values: [variant, amount],
        })
      }
    })
    expect(await history()).toEqual([{ amount: 10_000 }])
    expect(await reference()).toBe(10_000)
  })

  test('many prices in one statement each get their own', async () => {
    const other = await addVariant(shop, { amount: 5000 })
    await run(`update price set changed_at = now() - interval '9 days' where variant_id = $1`, [other])
    await run(
      `insert into price (variant_id, price_list_id, amount) values ($1, 1, 9000), ($2, 1, 4000)
       on conflict (variant_id, price_list_id) do update set amount = excluded.amount`,
      [variant, other],
    )
    expect(
      await run(
        `select lowest_recent_amount::integer as reference from price where variant_id in ($1, $2) and price_list_id = 1
         order by amount`,
        [variant, other],
      ),
    ).toEqual([{ reference: 5000 }, { reference: 10_000 }])
  })

  test('a deleted variant takes its history with it', async () => {
    await set(8000)
    await schedule(7000, '-1 day', '1 day')
    await run('delete from product where id = (select product_id from variant where id = $1)', [variant])
    expect(await history()).toEqual([])
  })
})

const schedule = (amount: number, from: string, until: string) =>
  run(
    `insert into scheduled_price (variant_id, price_list_id, amount, valid)
     values ($1, 1, $2, tstzrange(now() + $3::interval, now() + $4::interval))`,
    [variant, amount, from, until],
  )

const scheduled = () =>
  run(
    `select amount::integer, lowest_recent_amount::integer as reference from scheduled_price
     where variant_id = $1 order by lower(valid)`,
    [variant],
  )

describe('scheduled prices', () => {
  test('refer to the lowest of the 30 days before they begin', async () => {
    await schedule(8000, '7 days', '14 days')
    expect(await scheduled()).toEqual([{ amount: 8000, reference: 10_000 }])
    expect(
      await run(
        `select amount::integer, compare_at_amount::integer as "before", lowest_recent_amount as reference
                      from current_price where variant_id = $1 and price_list_id = 1`,
        [variant],
      ),
    ).toEqual([{ amount: 10_000, before: null, reference: null }])
  })

  test('show the price before, and the reference, while their time runs', async () => {
    await schedule(8000, '-1 day', '1 day')
    expect(
      await run(
        `select amount::integer, compare_at_amount::integer as "before",
                             lowest_recent_amount::integer as reference
                      from current_price where variant_id = $1 and price_list_id = 1`,
        [variant],
      ),
    ).toEqual([{ amount: 8000, before: 10_000, reference: 10_000 }])
  })

  test('are compared anew when the price changes before they begin', async () => {
    await schedule(8000, '7 days', '14 days')
    await set(9000)
    // 9,000 begins a reduction of 10,000, which the scheduled price takes further within 30 days.
    expect(await scheduled()).toEqual([{ amount: 8000, reference: 10_000 }])
    await set(7000)
    expect(await scheduled()).toEqual([{ amount: 8000, reference: null }])
  })

  test('an earlier offer within 30 days is the reference of a later one', async () => {
    await schedule(7000, '-10 days', '-5 days')
    await schedule(8000, '1 day', '2 days')
    expect(await scheduled()).toMatchObject([{}, { amount: 8000, reference: 7000 }])
    await set(9000)
    expect(await reference()).toBe(7000)
  })

  test('steps without a gap keep the first reference', async () => {
    await run(
      `insert into scheduled_price (variant_id, price_list_id, amount, valid) values
         ($1, 1, 9000, tstzrange(date_trunc('day', now()) + interval '1 day', date_trunc('day', now()) + interval '3 days'))`,
      [variant],
    )
    await run(
      `insert into scheduled_price (variant_id, price_list_id, amount, valid) values
         ($1, 1, 8000, tstzrange(date_trunc('day', now()) + interval '3 days', date_trunc('day', now()) + interval '5 days'))`,
      [variant],
    )
    expect(await scheduled()).toEqual([
      { amount: 9000, reference: 10_000 },
      { amount: 8000, reference: 10_000 },
    ])
  })

  test('what has applied of a deleted one stays in the history', async () => {
    await schedule(6000, '-2 days', '2 days')
    await run('delete from scheduled_price where variant_id = $1', [variant])
    expect(await history()).toEqual([{ amount: 6000 }])
    await set(9000)
    expect(await reference()).toBe(6000)
  })

  test.each([
    ['overlap', '0 days', '2 days'],
    ['end before they begin', '9 days', '8 days'],
    ['last no time', '8 days', '8 days'],
  ])('cannot %s', async (_, from, until) => {
    await schedule(8000, '1 day', '3 days')
    await expect(schedule(7000, from, until)).rejects.toThrow()
  })
})
