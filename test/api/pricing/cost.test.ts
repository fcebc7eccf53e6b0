import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costOf, type LineToPrice, shippingAmount } from '../../../api/pricing/cost.ts'
import { containedVat } from '../../../api/pricing/vat.ts'

const country = fc.constantFrom('DE', 'AT', 'CH')
const taxClass = fc.constantFrom('standard', 'reduced')
const line: fc.Arbitrary<LineToPrice> = fc.record({
  unitAmount: fc.integer({ min: 0, max: 100_000_000 }),
  quantity: fc.integer({ min: 1, max: 99 }),
  taxClass,
})
const tariff = fc.option(
  fc.record({
    amount: fc.integer({ min: 0, max: 10_000 }),
    freeFromAmount: fc.option(fc.integer({ min: 1, max: 100_000 })),
  }),
  { nil: undefined },
)

test.each([
  [11_900, 'DE', 'standard', 1900],
  [10_700, 'DE', 'reduced', 700],
  [12_000, 'AT', 'standard', 2000],
  [11_000, 'AT', 'reduced', 1000],
  [10_810, 'CH', 'standard', 810],
  [10_260, 'CH', 'reduced', 260],
  // 0.1596… and 0.4789… of a cent, and 0.5 of one: half up.
  [1, 'DE', 'standard', 0],
  [3, 'AT', 'standard', 1],
  [0, 'CH', 'reduced', 0],
] as const)('VAT contained in %i in %s, %s, is %i', (gross, where, kind, vat) => {
  expect(containedVat(gross, where, kind)).toBe(vat)
})

test('VAT is the exact quotient rounded half up, checked by arithmetic without limits', () => {
  const rates = { DE: [190n, 70n], AT: [200n, 100n], CH: [81n, 26n] } as const
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 - 1 }), country, taxClass, (gross, where, kind) => {
      const rate = rates[where][kind === 'standard' ? 0 : 1]
      const whole = 1000n + rate
      expect(BigInt(containedVat(gross, where, kind))).toBe(
        (2n * BigInt(gross) * rate + whole) / (2n * whole),
      )
    }),
  )
})

test('a cost adds up, in integers, for any basket', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 100 }), country, tariff, (lines, where, rate) => {
      const cost = costOf(lines, where, rate)
      const subtotal = lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0)
      expect(cost.subtotal).toBe(subtotal)
      expect(cost.total).toBe(cost.subtotal + cost.shipping)
      expect(cost.lineTaxes).toHaveLength(lines.length)
      expect([cost.subtotal, cost.shipping, cost.tax, cost.total].every(Number.isSafeInteger)).toBe(true)
      expect(cost.tax).toBeGreaterThanOrEqual(0)
      expect(cost.tax).toBeLessThanOrEqual(cost.total)
    }),
  )
})

test('the order of the lines does not change what a basket costs', () => {
  fc.assert(
    fc.property(fc.array(line), country, tariff, (lines, where, rate) => {
      const cost = costOf(lines, where, rate)
      const reversed = costOf(lines.toReversed(), where, rate)
      expect({ ...reversed, lineTaxes: reversed.lineTaxes.toReversed() }).toEqual(cost)
    }),
  )
})

test('another piece never makes the goods cheaper', () => {
  fc.assert(
    fc.property(line, country, (one, where) => {
      const more = costOf([{ ...one, quantity: one.quantity + 1 }], where, undefined)
      expect(more.subtotal).toBeGreaterThanOrEqual(costOf([one], where, undefined).subtotal)
    }),
  )
})

test('delivery is free from its threshold on, and costs nothing for an empty cart', () => {
  const standard = { amount: 490, freeFromAmount: 5000 }
  expect(shippingAmount(standard, 4999)).toBe(490)
  expect(shippingAmount(standard, 5000)).toBe(0)
  expect(shippingAmount({ amount: 1290, freeFromAmount: null }, 1_000_000)).toBe(1290)
  expect(costOf([], 'DE', standard)).toEqual({ subtotal: 0, shipping: 0, tax: 0, total: 0, lineTaxes: [] })
})

test('delivery is taxed as the goods are', () => {
  const goods = (unitAmount: number, kind: 'standard' | 'reduced') => ({
    unitAmount,
    quantity: 1,
    taxClass: kind,
  })
  const express = { amount: 1290, freeFromAmount: null }
  // 1290 at 7 % holds 84; at 19 % 206; half and half 645 at each: 42 and 103.
  expect(costOf([goods(1070, 'reduced')], 'DE', express).tax).toBe(70 + 84)
  expect(costOf([goods(1190, 'standard')], 'DE', express).tax).toBe(190 + 206)
  expect(costOf([goods(1000, 'standard'), goods(1000, 'reduced')], 'DE', express).tax).toBe(
    160 + 65 + 103 + 42,
  )
})
