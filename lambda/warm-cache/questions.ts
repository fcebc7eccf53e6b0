import { z } from 'zod'
import type { PopularQuestion } from '../../api/cache/popular-questions.ts'
import { paths } from '../../api/contract.ts'
import type { Candidate } from '../check-release/candidate.ts'

/** The storefront's operations, as they are built with it: SHA-256 of an operation to its text. */
export type TrustedDocuments = Readonly<Record<string, string>>

/** Where most shoppers are, most important first: language, country and currency of the shop's markets. */
const markets = [
  { language: 'DE', country: 'DE', currency: 'EUR' },
  { language: 'EN', country: 'DE', currency: 'EUR' },
  { language: 'DE', country: 'AT', currency: 'EUR' },
  { language: 'DE', country: 'CH', currency: 'CHF' },
] as const

/** The storefront's first page of a list, as web/app/shop/list-filter.ts asks for it. */
const firstPage = { first: 24, after: null, sort: 'BEST_SELLING' } as const

type Variables = Readonly<Record<string, unknown>>

/** The address under which the storefront asks it, and under which every cache on the way keeps the answer. */
export function addressOf({ hash, operationName, variables }: PopularQuestion): string {
  const parameters = new URLSearchParams({
    operationName,
    variables,
    extensions: JSON.stringify({ persistedQuery: { sha256Hash: hash, version: 1 } }),
  })
  return `${paths.graphql}?${parameters.toString()}`
}

/**
 * Questions of the release before, in the words of the candidate's: an operation that the release has changed has
 * another hash and the same name.
 */
export function inTheWordsOf(
  documents: TrustedDocuments,
  questions: readonly PopularQuestion[],
): PopularQuestion[] {
  const hashes = hashesByName(documents)
  return questions.flatMap((question) => {
    const hash = question.hash in documents ? question.hash : hashes.get(question.operationName)
    return hash === undefined ? [] : [{ ...question, hash }]
  })
}

const categories = z.object({ data: z.object({ categories: z.array(z.object({ slug: z.string() })) }) })
const products = z.object({
  data: z.object({ products: z.object({ nodes: z.array(z.object({ slug: z.string() })) }) }),
})

/**
 * What shoppers ask first, where nobody has counted yet: entrance pages, the categories with their first page, and
 * the best selling products, market by market. What there is the candidate itself tells.
 */
export async function entranceQuestions(
  candidate: Candidate,
  documents: TrustedDocuments,
): Promise<PopularQuestion[]> {
  const hashes = hashesByName(documents)
  const question = (operationName: string, variables: Variables): PopularQuestion[] => {
    const hash = hashes.get(operationName)
    return hash === undefined ? [] : [{ hash, operationName, variables: sortedJson(variables) }]
  }
  const inMarket = async (market: Variables): Promise<PopularQuestion[]> => {
    const navigation = question('Navigation', market)
    const bestSelling = question('ProductList', { ...market, ...firstPage, filter: null })
    const [navigated, listed] = await Promise.all([
      askFirst(candidate, navigation, categories),
      askFirst(candidate, bestSelling, products),
    ])
    const categorySlugs = navigated?.data.categories.map(({ slug }) => slug) ?? []
    const productSlugs = listed?.data.products.nodes.map(({ slug }) => slug) ?? []
    return [
      ...navigation,
      ...question('Home', market),
      ...categorySlugs.flatMap((slug) => [
        ...question('CategoryPage', { ...market, slug }),
        ...question('ProductList', { ...market, ...firstPage, filter: { category: slug } }),
      ]),
      ...productSlugs.flatMap((slug) => question('ProductPage', { ...market, slug })),
    ]
  }
  return (await Promise.all(markets.map(inMarket))).flat()
}

/** Nothing where the candidate does not answer: the warm-up itself will tell of that. */
async function askFirst<Answer>(
  candidate: Candidate,
  [question]: readonly PopularQuestion[],
  answer: z.ZodType<Answer>,
): Promise<Answer | undefined> {
  if (question === undefined) return undefined
  try {
    const { body } = await candidate({ method: 'GET', path: addressOf(question) })
    return answer.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

function hashesByName(documents: TrustedDocuments): Map<string, string> {
  return new Map(
    Object.entries(documents).flatMap(([hash, text]) => {
      const name = /\bquery (\w+)/.exec(text)?.[1]
      return name === undefined ? [] : [[name, hash] as const]
    }),
  )
}

/** As the storefront writes variables into addresses (web/app/api/canonical-json.ts); they are flat but for `filter`. */
function sortedJson(variables: Variables): string {
  const sorted = Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify(Object.fromEntries(sorted))
}
