import { describe, expect, it } from 'vitest'
import { languageOfPath, marketOf, preferredLanguage } from '../../web/app/shop/locale.ts'

describe('preferredLanguage', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-FR, en;q=0.4, de;q=0.7', 'de'],
    ['en-GB', 'en'],
    ['fr', 'en'],
    ['de;q=0, en;q=0.1', 'en'],
    ['*;q=;;', 'en'],
    [null, 'en'],
  ])('%s: %s', (header, expected) => {
    expect(preferredLanguage(header)).toBe(expected)
  })
})

describe('languageOfPath', () => {
  it.each([
    ['/de', 'de'],
    ['/de.data', 'de'],
    ['/en/p/oak-table', 'en'],
    ['/dex', undefined],
    ['/', undefined],
  ])('%s: %s', (path, expected) => {
    expect(languageOfPath(path)).toBe(expected)
  })
})

describe('marketOf', () => {
  it('pays in francs in Switzerland and in euro everywhere else', () => {
    expect(marketOf('CH')).toEqual({ country: 'CH', currency: 'CHF' })
    expect(marketOf('AT')).toEqual({ country: 'AT', currency: 'EUR' })
    expect(marketOf('XX')).toEqual({ country: 'DE', currency: 'EUR' })
    expect(marketOf(undefined)).toEqual({ country: 'DE', currency: 'EUR' })
  })
})
