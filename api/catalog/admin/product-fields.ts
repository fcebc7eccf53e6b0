import { z } from 'zod'
import { language, line, name, slug } from './fields.ts'

/** Characters, before sanitizing. Shopify's export keeps descriptions below 512 kB; a page reads well below this. */
const longestDescription = 100_000

export const descriptionHtml = z.string().max(longestDescription, {
  error: ({ input }) =>
    `The description has ${String((input as string).length)} characters; at most ${String(longestDescription)} are allowed.`,
})

export const productText = z.object({
  language,
  title: name,
  slug: slug.nullish(),
  descriptionHtml: descriptionHtml.nullish(),
  seoTitle: line(255).nullish(),
  seoDescription: line(1_000).nullish(),
})

export type ProductText = z.output<typeof productText>

export const tags = z
  .array(line(100))
  .max(50, {
    error: ({ input }) => `${String((input as unknown[]).length)} tags are given; at most 50 are allowed.`,
  })
  .transform((all) => [...new Set(all)])

/** A day that exists, e.g. 2026-11-22. */
export const day = z.iso.date({ error: 'A date is written as 2026-11-22.' })

const attributeValue = z
  .object({
    code: z.string().max(60),
    options: z.array(z.string().max(60)).min(1).max(50).nullish(),
    number: z.number().nullish(),
    boolean: z.boolean().nullish(),
    date: day.nullish(),
  })
  .refine(
    ({ options, number, boolean, date }) =>
      [options, number, boolean, date].filter((value) => value != null).length === 1,
    { error: 'Give exactly one of options, number, boolean and date.' },
  )

export type AttributeInput = z.output<typeof attributeValue>

/** All attributes of a product, each once. */
export const attributes = z
  .array(attributeValue)
  .max(200)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, {
    error: 'Each attribute may be given once.',
  })
