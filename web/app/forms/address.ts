import type { CountryCode } from '../../generated/graphql.ts'

export const addressFields = ['email', 'name', 'street', 'extra', 'postalCode', 'city', 'country'] as const
export type AddressField = (typeof addressFields)[number]

/** What the fields hold, as typed. */
export type AddressEntry = Readonly<Record<AddressField, string>>

/** What is wrong with a field, as data that the page turns into words. */
export type FieldFault =
  | { readonly kind: 'required' }
  | { readonly kind: 'email' }
  | { readonly kind: 'postal-code'; readonly country: CountryCode }
  | { readonly kind: 'too-long'; readonly maximum: number }
  | { readonly kind: 'country' }
  | { readonly kind: 'rejected' }

export type AddressFaults = Readonly<Partial<Record<AddressField, FieldFault>>>
