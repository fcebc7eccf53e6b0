import { z } from 'zod'
import type { CountryCode } from '../../generated/graphql.ts'
import { isCountry } from '../shop/locale.ts'
import {
  type AddressEntry,
  type AddressFaults,
  type AddressField,
  addressFields,
  type FieldFault,
} from './address.ts'
import { textField } from './fields.ts'

const maximumLength = 100
// https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3 less the angle brackets
const maximumEmailLength = 254
const postalCodes: Record<CountryCode, RegExp> = { AT: /^[1-9]\d{3}$/, CH: /^[1-9]\d{3}$/, DE: /^\d{5}$/ }
const email = z.email()

/** Reads the fields of a posted address form. */
export function readAddress(form: FormData): AddressEntry {
  return Object.fromEntries(addressFields.map((field) => [field, textField(form, field)])) as AddressEntry
}

function faultOf(field: AddressField, entry: AddressEntry): FieldFault | undefined {
  const value = entry[field]
  if (value === '') return field === 'extra' ? undefined : { kind: 'required' }
  if (field === 'country') return isCountry(value) ? undefined : { kind: 'country' }
  const maximum = field === 'email' ? maximumEmailLength : maximumLength
  if (value.length > maximum) return { kind: 'too-long', maximum }
  // As the API: line breaks could forge header lines in mails.
  if (/\p{Cc}/u.test(value)) return { kind: 'rejected' }
  if (field === 'email') return email.safeParse(value).success ? undefined : { kind: 'email' }
  const { country } = entry
  if (field === 'postalCode' && isCountry(country) && !postalCodes[country].test(value)) {
    return { kind: 'postal-code', country }
  }
  return undefined
}

/** What is wrong with an address; empty if nothing is. */
export function checkAddress(entry: AddressEntry): AddressFaults {
  return Object.fromEntries(
    addressFields.flatMap((field) => {
      const fault = faultOf(field, entry)
      return fault === undefined ? [] : [[field, fault]]
    }),
  )
}

/** The faulty field that a path of the API's InvalidInput names. */
export function rejectedField(path: readonly string[]): AddressFaults {
  const field = addressFields.find((each) => each === path.at(-1))
  return field === undefined ? {} : { [field]: { kind: 'rejected' } }
}
