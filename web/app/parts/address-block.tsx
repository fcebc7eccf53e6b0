import type { AddressFragment } from '../../generated/graphql.ts'
import { useTexts } from './language.ts'

/** An address as on an envelope. */
export function AddressBlock({ address }: { address: AddressFragment }) {
  const { texts } = useTexts()
  const lines = [
    address.name,
    address.street,
    address.extra,
    `${address.postalCode} ${address.city}`,
    texts.shop.countries[address.country],
  ]
  return (
    <address className="address">
      {lines
        .filter((line) => line !== null && line !== '')
        .map((line) => (
          <span key={line}>{line}</span>
        ))}
    </address>
  )
}
