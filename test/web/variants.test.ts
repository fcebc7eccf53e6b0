import { describe, expect, it } from 'vitest'
import { quantityLimit, selectVariant, type Variant, variantWith } from '../../web/app/shop/variants.ts'

function variant(wood: string, size: string, availableForSale = true): Variant {
  return {
    id: `${wood} ${size}`,
    sku: `${wood}-${size}`,
    title: `${wood} / ${size}`,
    selectedOptions: [
      { name: 'Wood', value: wood },
      { name: 'Size', value: size },
    ],
    price: { amount: 100, currencyCode: 'EUR' },
    compareAtPrice: null,
    lowestRecentPrice: null,
    priceTiers: [],
    availableForSale,
    quantityAvailable: availableForSale ? 5 : 0,
    image: null,
    barcode: null,
  }
}

const variants = [
  variant('oak', 'S', false),
  variant('oak', 'M'),
  variant('ash', 'S'),
  variant('ash', 'M', false),
]

describe('selectVariant', () => {
  it('takes the one in the address, else the first that can be bought, else the first', () => {
    expect(selectVariant(variants, 'ash-M')?.id).toBe('ash M')
    expect(selectVariant(variants, 'gone')?.id).toBe('oak M')
    expect(selectVariant([variant('oak', 'S', false)], null)?.id).toBe('oak S')
    expect(selectVariant([], null)).toBeUndefined()
  })
})

describe('variantWith', () => {
  it('keeps the other options where it can', () => {
    expect(variantWith(variants, variants[1]!, 'Wood', 'ash')?.id).toBe('ash M')
    expect(variantWith([...variants, variant('elm', 'S')], variants[1]!, 'Wood', 'elm')?.id).toBe('elm S')
    expect(variantWith(variants, variants[1]!, 'Wood', 'teak')).toBeUndefined()
  })
})

describe('quantityLimit', () => {
  it('is what is there, what one line may have, or nothing', () => {
    expect(quantityLimit({ availableForSale: true, quantityAvailable: 3 })).toBe(3)
    expect(quantityLimit({ availableForSale: true, quantityAvailable: null })).toBe(99)
    expect(quantityLimit({ availableForSale: false, quantityAvailable: 0 })).toBe(0)
  })
})
