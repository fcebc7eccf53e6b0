import type { AddressEntry, AddressFaults, AddressField, FieldFault } from '../forms/address.ts'
import { countries } from '../shop/locale.ts'
import type { CountryCode } from '../../generated/graphql.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from './language.ts'

function faultText(fault: FieldFault, { problems }: Texts): string {
  switch (fault.kind) {
    case 'required':
      return problems.required
    case 'email':
      return problems.email
    case 'postal-code':
      return problems.postalCode[fault.country]
    case 'too-long':
      return problems.tooLong(fault.maximum)
    case 'country':
      return problems.country
    case 'rejected':
      return problems.rejected
  }
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
const autoComplete: Record<AddressField, string> = {
  email: 'email',
  name: 'shipping name',
  street: 'shipping address-line1',
  extra: 'shipping address-line2',
  postalCode: 'shipping postal-code',
  city: 'shipping address-level2',
  country: 'shipping country',
}

interface FieldProps {
  readonly field: Exclude<AddressField, 'country'>
  readonly entry: AddressEntry
  readonly faults: AddressFaults
  readonly help?: string
}

function Field({ field, entry, faults, help }: FieldProps) {
  const { texts } = useTexts()
  const fault = faults[field]
  const describedBy = [
    fault === undefined ? [] : [`${field}-fault`],
    help === undefined ? [] : [`${field}-help`],
  ]
    .flat()
    .join(' ')
  return (
    <div className={`field field-${field}`}>
      <label htmlFor={field}>
        {texts.checkout[field]}
        {field === 'extra' && <span className="field-optional"> ({texts.checkout.optional})</span>}
      </label>
      <input
        id={field}
        name={field}
        type={field === 'email' ? 'email' : 'text'}
        inputMode={field === 'postalCode' ? 'numeric' : undefined}
        autoComplete={autoComplete[field]}
        defaultValue={entry[field]}
        required={field !== 'extra'}
        maxLength={field === 'email' ? 254 : 100}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={describedBy === '' ? undefined : describedBy}
      />
      {help !== undefined && (
        <p className="field-help" id={`${field}-help`}>
          {help}
        </p>
      )}
      {fault !== undefined && (
        <p className="problem" id={`${field}-fault`}>
          {faultText(fault, texts)}
        </p>
      )}
    </div>
  )
}

interface AddressFieldsProps {
  readonly entry: AddressEntry
  readonly faults: AddressFaults
  /** Where this cart can be sent to: a price list is for certain countries. */
  readonly offered: readonly CountryCode[]
}

/** E-mail and delivery address, each fault beside its field. */
export function AddressFields({ entry, faults, offered }: AddressFieldsProps) {
  const { texts } = useTexts()
  return (
    <>
      <fieldset>
        <legend>{texts.checkout.contact}</legend>
        <Field field="email" entry={entry} faults={faults} help={texts.checkout.emailHelp} />
      </fieldset>
      <fieldset>
        <legend>{texts.checkout.address}</legend>
        <div className="field-grid">
          <Field field="name" entry={entry} faults={faults} />
          <Field field="street" entry={entry} faults={faults} />
          <Field field="extra" entry={entry} faults={faults} />
          <Field field="postalCode" entry={entry} faults={faults} />
          <Field field="city" entry={entry} faults={faults} />
          <div className="field field-country">
            <label htmlFor="country">{texts.checkout.country}</label>
            <select
              id="country"
              name="country"
              autoComplete={autoComplete.country}
              defaultValue={entry.country}
              aria-invalid={faults.country === undefined ? undefined : true}
              aria-describedby={faults.country === undefined ? undefined : 'country-fault'}
            >
              {countries
                .filter((country) => offered.includes(country))
                .map((country) => (
                  <option key={country} value={country}>
                    {texts.shop.countries[country]}
                  </option>
                ))}
            </select>
            {faults.country !== undefined && (
              <p className="problem" id="country-fault">
                {faultText(faults.country, texts)}
              </p>
            )}
          </div>
        </div>
      </fieldset>
    </>
  )
}
