import { z } from 'zod'
import type { CountryCode } from '../locale.ts'

const postalCodes: Readonly<Record<CountryCode, { readonly pattern: RegExp; readonly example: string }>> = {
  DE: { pattern: /^\d{5}$/, example: '10115' },
  AT: { pattern: /^[1-9]\d{3}$/, example: '1010' },
  CH: { pattern: /^[1-9]\d{3}$/, example: '8001' },
}

/** One line of an address label. No control characters: they could forge header lines in mails; lone surrogates are no text. */
function label(most: number) {
  return z
    .string()
    .trim()
    .min(1, `1 to ${most} characters are needed.`)
    .max(most, `1 to ${most} characters are allowed.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters and line breaks are not allowed.')
}

const address = z
  .object({
    name: label(100),
    street: label(100),
    extra: z.preprocess((value) => (value === '' ? null : value), label(100).nullish()),
    postalCode: z.string().trim(),
    city: label(100),
    country: z.enum(['AT', 'CH', 'DE']),
  })
  .refine(({ country, postalCode }) => postalCodes[country].pattern.test(postalCode), {
    path: ['postalCode'],
    error: ({ input }) => postalCodeMessage(input),
  })
  .transform((given) => ({ ...given, extra: given.extra ?? null }))

function postalCodeMessage(input: unknown): string {
  const { country, postalCode } = input as { country: CountryCode; postalCode: string }
  return `"${postalCode.slice(0, 20)}" is not a postal code of ${country}, such as ${postalCodes[country].example}.`
}

/** E-mail (RFC 5321: at most 254 characters), address and shipping method, each if given. */
export const deliveryInput = z.object({
  email: z
    .string()
    .trim()
    .max(254, 'At most 254 characters are allowed.')
    .pipe(z.email('This is not an e-mail address such as ada@example.com.'))
    .nullish(),
  address: address.nullish(),
  shippingMethod: z.string().max(50, 'At most 50 characters are allowed.').nullish(),
})

export type DeliveryInput = z.output<typeof deliveryInput>
