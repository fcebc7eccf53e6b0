import { z } from 'zod'
import { askGraphql, type Candidate } from '../check-release/candidate.ts'

/** The storefront's operations, as they are built with it: SHA-256 of an operation to its text. */
export type TrustedDocuments = Readonly<Record<string, string>>

/** Pages that most shoppers open first, by the name of their operation. */
const entrances: readonly {
  readonly operation: string
  readonly variables?: Readonly<Record<string, unknown>>
}[] = [
  { operation: 'Navigation' },
  { operation: 'Home' },
  { operation: 'ProductList', variables: { first: 24, sort: 'NEWEST', filter: null } },
]

/** Where most shoppers are, most important first: language, country and currency of the shop's markets. */
const markets = [
  { language: 'DE', country: 'DE', currency: 'EUR' },
  { language: 'EN', country: 'DE', currency: 'EUR' },
  { language: 'DE', country: 'AT', currency: 'EUR' },
  { language: 'DE', country: 'CH', currency: 'CHF' },
] as const

export interface WarmUp {
  readonly asked: number
  /** One line for each question that got no good answer. */
  readonly faults: readonly string[]
}

const answered = z.object({ data: z.record(z.string(), z.unknown()), errors: z.never().optional() })

/**
 * Asks a candidate what shoppers are going to ask, in the storefront's very words, so that its caches hold the
 * answers before they come. Questions follow one another: warming must not be the load that it is to prevent.
 */
export async function warmUp(candidate: Candidate, documents: TrustedDocuments): Promise<WarmUp> {
  const faults: string[] = []
  let asked = 0
  for (const { operation, variables } of entrances) {
    const text = operationText(documents, operation)
    if (text === undefined) {
      faults.push(`${operation}: no such operation among the trusted documents`)
      continue
    }
    for (const market of markets) {
      asked += 1
      const fault = await ask(candidate, text, { ...market, ...variables })
      if (fault !== undefined) faults.push(`${operation} ${market.language}-${market.country}: ${fault}`)
    }
  }
  return { asked, faults }
}

function operationText(documents: TrustedDocuments, operation: string): string | undefined {
  return Object.values(documents).find((text) => new RegExp(`\\bquery ${operation}\\b`).test(text))
}

async function ask(
  candidate: Candidate,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  try {
    const { status, json } = await askGraphql(candidate, text, variables)
    return answered.safeParse(json).success ? undefined : `HTTP ${status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
