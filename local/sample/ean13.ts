/**
 * Completes twelve digits by their check digit (GS1 General Specifications, section 7.9): numbers from 200 to 299 are
 * for use inside a company and belong to no manufacturer.
 */
export function ean13(twelveDigits: string): string {
  if (!/^\d{12}$/.test(twelveDigits)) throw new RangeError(`“${twelveDigits}” is not twelve digits.`)
  const sum = Array.from(twelveDigits).reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return `${twelveDigits}${(10 - (sum % 10)) % 10}`
}
