import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFileMailSender } from '../../../api/mail/file-mail-sender.ts'
import { orderConfirmation } from '../../../api/order/order-confirmation.ts'
import type { OrderRecord } from '../../../api/order/order-record.ts'

const order: OrderRecord = {
  id: '6f1ed002-ab5e-4d15-a2c1-7b8a1d1f2a33',
  number: 'K-7F3K-92QD',
  cartId: '6f1ed002-ab5e-4d15-a2c1-7b8a1d1f2a34',
  cartVersion: 3,
  customerId: null,
  status: 'placed',
  currency: 'EUR',
  language: 'DE',
  email: 'ada@example.com',
  deliveryAddress: {
    name: '<b>Ada</b>',
    street: 'Straße 1',
    extra: null,
    postalCode: '10115',
    city: 'Köln',
    country: 'DE',
  },
  shippingMethod: { code: 'standard', texts: {} },
  subtotal: 3980,
  shipping: 490,
  tax: 713,
  total: 4470,
  lines: [
    {
      position: 1,
      variantId: '1',
      sku: 'S',
      title: 'Tisch & Stuhl',
      variantTitle: 'Eiche',
      productSlug: 'tisch',
      imageUrl: null,
      imageAlt: null,
      quantity: 2,
      unitAmount: 1990,
      taxAmount: 635,
    },
  ],
  reservedUntil: null,
  createdAt: new Date(0),
  placedAt: new Date(0),
}

test('is written in the language of the order, with amounts as people there write them', () => {
  const { subject, text } = orderConfirmation(order)
  expect(subject).toBe('Ihre Bestellung K-7F3K-92QD')
  expect(text).toContain('2 × Tisch & Stuhl, Eiche: 39,80\u00a0€')
  expect(text).toContain('Gesamt: 44,70\u00a0€')
  const english = orderConfirmation({ ...order, language: 'EN' })
  expect(english.text).toContain('Total: €44.70')
})

test('what the shopper typed does not become markup', () => {
  const { html } = orderConfirmation(order)
  expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;')
  expect(html).toContain('Tisch &amp; Stuhl')
  expect(html).not.toContain('<b>')
})

test('is written once, however often it is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-mail-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const sender = createFileMailSender(folder, 'https://shop.example')
  await Promise.all([sender.send(orderConfirmation(order)), sender.send(orderConfirmation(order))])
  await sender.send({ ...orderConfirmation(order), subject: 'changed' })

  const files = await readdir(folder)
  expect(files).toEqual([`order-confirmation-${order.id}.eml`])
  const eml = await readFile(join(folder, files[0] ?? ''), 'utf8')
  expect(eml).toContain('To: ada@example.com')
  expect(eml).toContain('From: Kontor <shop@shop.example>')
  expect(eml).toContain('Subject: Ihre Bestellung K-7F3K-92QD')
  expect(eml).toMatch(/Content-Type: text\/plain[\s\S]*Content-Type: text\/html/)
})
