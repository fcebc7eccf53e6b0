import type { Language } from '../locale.ts'

/** Facets that every catalogue has, besides its attributes. */
export type StandardFacet = 'availability' | 'brand' | 'category' | 'price'

/** What shoppers read above a facet. */
export const facetNames: Record<StandardFacet, Record<Language, string>> = {
  availability: { DE: 'Verfügbarkeit', EN: 'Availability' },
  brand: { DE: 'Marke', EN: 'Brand' },
  category: { DE: 'Kategorie', EN: 'Category' },
  price: { DE: 'Preis', EN: 'Price' },
}

/** What shoppers read for the values of a facet that is true or false. */
export function booleanLabel(code: string, value: boolean, language: Language): string {
  if (code === 'availability') {
    return { DE: value ? 'Lieferbar' : 'Ausverkauft', EN: value ? 'In stock' : 'Sold out' }[language]
  }
  return { DE: value ? 'Ja' : 'Nein', EN: value ? 'Yes' : 'No' }[language]
}
