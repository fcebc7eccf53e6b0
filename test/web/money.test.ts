import { describe, expect, it } from 'vitest'
import { decimalMoney, formatMoney, parsePrice, reductionPercent } from '../../web/app/shop/money.ts'

const euro = (amount: number) => ({ amount, currencyCode: 'EUR' }) as const
const franc = (amount: number) => ({ amount, currencyCode: 'CHF' }) as const
/** Intl writes several kinds of space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('formatMoney', () => {
  it('writes minor units as each language does', () => {
    expect(plain(formatMoney(euro(129900), 'de'))).toBe('1.299,00 €')
    expect(plain(formatMoney(euro(129900), 'en'))).toBe('€1,299.00')
    expect(plain(formatMoney(franc(1995), 'de'))).toBe('CHF 19.95')
    expect(plain(formatMoney(euro(5), 'de'))).toBe('0,05 €')
  })
})

describe('decimalMoney', () => {
  it('has no rounding faults at the top of the range', () => {
    expect(decimalMoney(euro(100_000_000))).toBe('1000000.00')
    expect(decimalMoney(euro(2_147_483_647))).toBe('21474836.47')
    expect(decimalMoney(euro(7))).toBe('0.07')
  })
})

describe('parsePrice', () => {
  it.each([
    ['20', 2000],
    [' 19,90 ', 1990],
    ['19.9', 1990],
    ['1.15', 115],
    ['', undefined],
    ['-5', undefined],
    ['1.999', undefined],
    ['abc', undefined],
    ['12345678', undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(parsePrice(text, 'EUR')).toBe(expected)
  })
})

describe('reductionPercent', () => {
  it('never promises more than the reduction', () => {
    expect(reductionPercent(euro(6701), euro(10000))).toBe(32)
    expect(reductionPercent(euro(5000), euro(10000))).toBe(50)
  })
})
