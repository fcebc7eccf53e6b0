import { z } from 'zod'
import { isPossibleSlug } from '../slug-arguments.ts'
import { withoutNul } from '../postgres/rows.ts'

/** A line of text: white space is squeezed, and it holds 1 to `longest` characters. */
export function line(longest: number) {
  return z
    .string()
    .transform((text) => withoutNul(text).replace(/\s+/gu, ' ').trim())
    .refine((text) => text !== '' && text.length <= longest, {
      error: ({ input }) =>
        `It has ${String((input as string).length)} characters; 1 to ${String(longest)} are allowed.`,
    })
}

/** Text of several lines, at most `longest` characters, as it is. */
export function prose(longest: number) {
  return z
    .string()
    .transform(withoutNul)
    .refine((text) => text.length <= longest, {
      error: ({ input }) =>
        `It has ${String((input as string).length)} characters; at most ${String(longest)} are allowed.`,
    })
}

/** Characters. A title is a heading and a link; Shopify's limit is the same. */
export const name = line(255)

/** Key in the shop's own systems. */
export const externalId = line(255)

export const slug = z.string().refine(isPossibleSlug, {
  error: 'A slug has small letters a to z, digits and single hyphens between them; at most 255 characters.',
})

export const attributeCode = z.string().regex(/^(?=.{1,60}$)[a-z0-9]+(_[a-z0-9]+)*$/, {
  error:
    'A code has small letters a to z, digits and single underscores between them; at most 60 characters.',
})

export const hyphenCode = z.string().regex(/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: 'A code has small letters a to z, digits and single hyphens between them; at most 60 characters.',
})

export const language = z.enum(['DE', 'EN'])

export const position = z.int().min(0).max(1_000_000)

/** Minor units, as the tables' checks have it, but that nothing is given away. */
export const amount = z
  .int()
  .min(1, { error: ({ input }) => `${String(input)} is no price; 1 to 100000000 minor units are allowed.` })
  .max(100_000_000, {
    error: ({ input }) => `${String(input)} is no price; 1 to 100000000 minor units are allowed.`,
  })

export const webAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/\S+$/, { error: 'An address begins with https:// or http:// and has no blanks.' })

/** Names by language, each language once, as the tables' jsonb columns have them: {"de": …, "en": …}. */
export const names = z
  .array(z.object({ language, text: name }))
  .min(1, { error: 'At least one language is needed.' })
  .refine((all) => new Set(all.map((one) => one.language)).size === all.length, {
    error: 'Each language may be given once.',
  })
  .transform((all) => Object.fromEntries(all.map(({ language: code, text }) => [code.toLowerCase(), text])))

/** An end of a window that would not come after its beginning. */
export function isReversed(from: Date | null | undefined, until: Date | null | undefined): boolean {
  return from != null && until != null && until <= from
}
