import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { countSales, forgetOldSales } from '../../../../api/catalog/jobs/sales-count.ts'
import { addVariant, openShop, type Shop } from '../../shop-fixture.ts'
import { pay, readyCart, startedOrder } from '../../checkout/shopper.ts'

let shop: Shop
let variant: string
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  variant = await addVariant(shop, { amount: 1000 })
})

const run = (text: string, values: readonly unknown[] = []) =>
  shop.database.transaction((transaction) => transaction.query({ name: 'test', text, values }))

async function buy(quantity: number): Promise<string> {
  const orderId = await startedOrder(shop, (await readyCart(shop, variant, quantity)).id)
  await pay(shop, orderId)
  return orderId
}

async function sales() {
  const [row] = await run(
    `select p.sales_count as product, min(l.sales_count) as listed
     from product p join variant v on v.product_id = p.id left join product_listing l on l.product_id = p.id
     where v.id = $1 group by p.id`,
    [variant],
  )
  return row
}

const daysPass = (days: number) => run('update product_sale set sold_on = sold_on - $1::integer', [days])

test('pieces of placed orders are counted once, by however many workers', async () => {
  await buy(2)
  await buy(3)
  await startedOrder(shop, (await readyCart(shop, variant, 7)).id)
  await Promise.all([countSales(shop.database), countSales(shop.database)])
  await countSales(shop.database)
  expect(await sales()).toEqual({ product: 5, listed: 5 })
})

test('pieces are forgotten after 90 days, an imported start included', async () => {
  await run(
    `update product set sales_count = 100 where id = (select product_id from variant where id = $1)`,
    [variant],
  )
  await forgetOldSales(shop.database)
  expect(await sales()).toMatchObject({ product: 100 })
  await daysPass(50)
  await buy(2)
  await countSales(shop.database)
  expect(await sales()).toEqual({ product: 102, listed: 102 })
  await daysPass(40)
  await forgetOldSales(shop.database)
  expect(await sales()).toMatchObject({ product: 102 })
  await daysPass(1)
  await Promise.all([forgetOldSales(shop.database), forgetOldSales(shop.database)])
  expect(await sales()).toEqual({ product: 2, listed: 2 })
  await daysPass(90)
  await forgetOldSales(shop.database)
  expect(await sales()).toEqual({ product: 0, listed: 0 })
})

test('a start that a sale meets first is kept', async () => {
  await run(
    `update product set sales_count = 100 where id = (select product_id from variant where id = $1)`,
    [variant],
  )
  await buy(1)
  await countSales(shop.database)
  await daysPass(91)
  await forgetOldSales(shop.database)
  expect(await sales()).toMatchObject({ product: 0 })
})

test('an old order is marked and adds nothing', async () => {
  const orderId = await buy(4)
  await run(`update customer_order set placed_at = placed_at - interval '91 days' where id = $1`, [orderId])
  await countSales(shop.database)
  expect(await sales()).toMatchObject({ product: 0 })
  expect(await run('select sales_counted from customer_order where id = $1', [orderId])).toEqual([
    { sales_counted: true },
  ])
})
