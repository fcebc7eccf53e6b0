import { z } from 'zod'
import { paths } from '../../api/contract.ts'
import { encodeGlobalId } from '../../api/schema/global-id.ts'
import { askGraphql, type Candidate } from './candidate.ts'

/** A question to the candidate, and what is wrong with its answer. */
export interface Check {
  readonly name: string
  /** @returns the fault; undefined if the answer is right */
  readonly run: (candidate: Candidate) => Promise<string | undefined>
}

/** What a release of the API must answer before it may take traffic: the way of a shopper up to the cart. */
export const apiChecks: readonly Check[] = [
  graphqlCheck('categories', '{ categories { id slug name productCount } }', {
    categories: z.array(z.object({ slug: z.string() })).min(1),
  }),
  graphqlCheck(
    'product list',
    '{ products(first: 5) { nodes { id slug title priceRange { minimum { amount currencyCode } } } pageInfo { hasNextPage } } }',
    {
      products: z.object({ nodes: z.array(z.object({ slug: z.string(), title: z.string().min(1) })).min(1) }),
    },
  ),
  { name: 'product page', run: checkProductPage },
  graphqlCheck('search', '{ search(query: "a", first: 3) { nodes { id } } }', {
    search: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
  }),
  graphqlCheck(
    'unknown cart',
    'query ($id: ID!) { cart(id: $id) { id } }',
    { cart: z.null() },
    { id: encodeGlobalId('Cart', '00000000-0000-4000-8000-000000000000') },
  ),
  {
    name: 'refusal',
    run: async (candidate) => {
      const { status, json } = await askGraphql(candidate, '{ thisFieldDoesNotExist }')
      const refused = z.object({ errors: z.array(z.unknown()).min(1) }).safeParse(json)
      return refused.success ? undefined : `an invalid operation was not refused (HTTP ${status})`
    },
  },
]

/** What a release of the storefront must answer before it may take traffic. */
export const webChecks: readonly Check[] = [pageCheck('home page', '/')]

/** A process that also reaches what it depends on. The function has no such path: each call is its own proof. */
export const readiness: Check = {
  name: 'readiness',
  run: async (candidate) => {
    const { status, body } = await candidate({ method: 'GET', path: paths.ready })
    return status === 200 ? undefined : `${paths.ready} answered ${status}: ${body.slice(0, 200)}`
  },
}

function graphqlCheck(
  name: string,
  query: string,
  shape: z.ZodRawShape,
  variables: Readonly<Record<string, unknown>> = {},
): Check {
  const expected = z.object({ data: z.object(shape), errors: z.never().optional() })
  return {
    name,
    run: async (candidate) => {
      const { status, json } = await askGraphql(candidate, query, variables)
      const parsed = expected.safeParse(json)
      return parsed.success ? undefined : `HTTP ${status}, ${excerpt(json)}`
    },
  }
}

async function checkProductPage(candidate: Candidate): Promise<string | undefined> {
  const list = z.object({
    data: z.object({ products: z.object({ nodes: z.tuple([z.object({ slug: z.string() })]) }) }),
  })
  const first = list.safeParse(
    (await askGraphql(candidate, '{ products(first: 1) { nodes { slug } } }')).json,
  )
  if (!first.success) return 'there is no product to look at'
  const [{ slug }] = first.data.data.products.nodes
  const { status, json } = await askGraphql(
    candidate,
    'query ($slug: String!) { product(slug: $slug) { id title variants { id sku price { amount } availableForSale } } }',
    { slug },
  )
  const page = z.object({ data: z.object({ product: z.object({ variants: z.array(z.unknown()).min(1) }) }) })
  return page.safeParse(json).success ? undefined : `product ${slug}: HTTP ${status}, ${excerpt(json)}`
}

function pageCheck(name: string, path: string): Check {
  return {
    name,
    run: async (candidate) => {
      const { status, body } = await candidate({ method: 'GET', path })
      return status === 200 && body.includes('</html>')
        ? undefined
        : `${path} answered ${status} with ${body.length} characters, not a whole page`
    },
  }
}

function excerpt(json: unknown): string {
  return (json === undefined ? 'no JSON' : JSON.stringify(json)).slice(0, 300)
}

export interface Patience {
  readonly attempts: number
  readonly pauseMilliseconds: number
  readonly sleep: (milliseconds: number) => Promise<void>
}

/**
 * Runs the checks one after another, each several times if need be: a candidate that has just started may still
 * be opening its connections.
 *
 * @returns one line for every check that failed to the last attempt
 */
export async function findFaults(
  checks: readonly Check[],
  candidate: Candidate,
  patience: Patience,
): Promise<string[]> {
  const faults: string[] = []
  for (const check of checks) {
    const fault = await firstSuccess(check, candidate, patience)
    if (fault !== undefined) faults.push(`${check.name}: ${fault}`)
  }
  return faults
}

async function firstSuccess(
  check: Check,
  candidate: Candidate,
  patience: Patience,
): Promise<string | undefined> {
  let fault: string | undefined
  for (let attempt = 1; attempt <= patience.attempts; attempt += 1) {
    if (attempt > 1) await patience.sleep(patience.pauseMilliseconds)
    fault = await check
      .run(candidate)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    if (fault === undefined) return undefined
  }
  return fault
}
