import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountFor, bestTerms, type PriceTerms } from '../../../api/pricing/price-terms.ts'
import { containedVat, grossOf } from '../../../api/pricing/vat.ts'

const terms = (more: Partial<PriceTerms>): PriceTerms => ({
  priceListId: '1',
  ofGroup: false,
  amount: 1000,
  taxIncluded: true,
  tiers: [],
  ...more,
})

test.each([
  [100, 'DE', 'standard', 119],
  [100, 'DE', 'reduced', 107],
  [100, 'AT', 'reduced', 110],
  // 1.081 and 5.405: half up.
  [1, 'CH', 'standard', 1],
  [5, 'CH', 'standard', 5],
  // 59.5 exactly.
  [50, 'DE', 'standard', 60],
  [0, 'AT', 'standard', 0],
] as const)('%i net in %s, %s, is %i gross', (net, country, taxClass, gross) => {
  expect(grossOf(net, country, taxClass)).toBe(gross)
})

test('the gross of a net amount contains that net amount, give or take half a unit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000_000 }),
      fc.constantFrom('DE', 'AT', 'CH'),
      fc.constantFrom('standard', 'reduced'),
      (net, country, taxClass) => {
        const gross = grossOf(net, country, taxClass)
        expect(Math.abs(gross - containedVat(gross, country, taxClass) - net)).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('the highest tier that is reached counts, but never more than one piece costs', () => {
  const tiered = terms({
    tiers: [
      { minQuantity: 5, amount: 900 },
      { minQuantity: 10, amount: 800 },
    ],
  })
  expect([1, 4, 5, 9, 10, 99].map((quantity) => amountFor(tiered, quantity))).toEqual([
    1000, 1000, 900, 900, 800, 800,
  ])
  expect(amountFor({ ...tiered, amount: 850 }, 5)).toBe(850)
})

test('a group pays its own price, unless the public pays less', () => {
  const group = terms({ priceListId: '2', ofGroup: true, amount: 800, taxIncluded: false })
  expect(bestTerms([terms({}), group], 'standard', 1, 'DE')).toMatchObject({
    terms: { priceListId: '2' },
    grossAmount: 952,
  })
  expect(bestTerms([terms({ amount: 951 }), group], 'standard', 1, 'DE')).toMatchObject({
    terms: { priceListId: '1' },
    grossAmount: 951,
  })
  expect(bestTerms([terms({ amount: 952 }), group], 'standard', 1, 'DE').terms.ofGroup).toBe(true)
})
