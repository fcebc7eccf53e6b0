import type { Language } from '../locale.ts'
import type { Mail } from '../mail/mail-sender.ts'
import type { OrderRecord } from './order-record.ts'

interface Texts {
  readonly subject: (number: string) => string
  readonly greeting: (name: string) => string
  readonly thanks: string
  readonly subtotal: string
  readonly shipping: string
  readonly total: string
  readonly tax: string
  readonly deliveredTo: string
  readonly locale: string
}

const texts: Readonly<Record<Language, Texts>> = {
  DE: {
    subject: (number) => `Ihre Bestellung ${number}`,
    greeting: (name) => `Guten Tag ${name},`,
    thanks: 'vielen Dank für Ihre Bestellung. Wir haben sie erhalten und bereiten den Versand vor.',
    subtotal: 'Zwischensumme',
    shipping: 'Versand',
    total: 'Gesamt',
    tax: 'Darin enthaltene MwSt.',
    deliveredTo: 'Lieferadresse',
    locale: 'de',
  },
  EN: {
    subject: (number) => `Your order ${number}`,
    greeting: (name) => `Hello ${name},`,
    thanks: 'thank you for your order. We have received it and are preparing the delivery.',
    subtotal: 'Subtotal',
    shipping: 'Delivery',
    total: 'Total',
    tax: 'VAT included',
    deliveredTo: 'Delivery address',
    locale: 'en',
  },
}

/** The mail that tells a shopper that the order was placed, in the language of the order. */
export function orderConfirmation(order: OrderRecord): Mail {
  const text = texts[order.language]
  const rows = costRows(order, text)
  return {
    id: `order-confirmation-${order.id}`,
    to: order.email,
    subject: text.subject(order.number),
    text: plainText(order, text, rows),
    html: html(order, text, rows),
  }
}

type Row = readonly [label: string, amount: string]

function costRows(order: OrderRecord, text: Texts): Row[] {
  const format = new Intl.NumberFormat(text.locale, { style: 'currency', currency: order.currency })
  const money = (minorUnits: number) => format.format(minorUnits / 100)
  return [
    ...order.lines.map(({ quantity, title, variantTitle, unitAmount }): Row => {
      const variant = variantTitle === '' ? '' : `, ${variantTitle}`
      return [`${quantity} × ${title}${variant}`, money(quantity * unitAmount)]
    }),
    [text.subtotal, money(order.subtotal)],
    [text.shipping, money(order.shipping)],
    [text.total, money(order.total)],
    [text.tax, money(order.tax)],
  ]
}

function addressLines({ deliveryAddress: to }: OrderRecord): string[] {
  return [
    to.name,
    to.street,
    ...(to.extra === null ? [] : [to.extra]),
    `${to.postalCode} ${to.city}`,
    to.country,
  ]
}

function plainText(order: OrderRecord, text: Texts, rows: readonly Row[]): string {
  return [
    text.greeting(order.deliveryAddress.name),
    '',
    text.thanks,
    '',
    ...rows.map(([label, amount]) => `${label}: ${amount}`),
    '',
    `${text.deliveredTo}:`,
    ...addressLines(order),
    '',
  ].join('\n')
}

function html(order: OrderRecord, text: Texts, rows: readonly Row[]): string {
  const cells = rows.map(
    ([label, amount]) => `<tr><td>${escape(label)}</td><td align="right">${escape(amount)}</td></tr>`,
  )
  return [
    `<!doctype html><html lang="${text.locale}"><body>`,
    `<h1>${escape(text.subject(order.number))}</h1>`,
    `<p>${escape(text.greeting(order.deliveryAddress.name))}</p><p>${escape(text.thanks)}</p>`,
    `<table cellpadding="4">${cells.join('')}</table>`,
    `<h2>${escape(text.deliveredTo)}</h2><p>${addressLines(order).map(escape).join('<br>')}</p>`,
    '</body></html>',
  ].join('\n')
}

/** Names and addresses are what a shopper typed. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}
