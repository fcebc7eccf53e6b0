import type { Client } from 'pg'
import { paths } from '../../api/contract.ts'
import type { Question } from '../load.ts'

/** What is measured, and what it may cost at the largest size. Sources of the limits: issue 3. */
export interface Operation {
  readonly name: string
  /** Milliseconds of CPU per request. */
  readonly serverLimit: number
  readonly databaseLimit: number
  questions(client: Client): Promise<readonly Question[]>
}

const listDocument = `query List($first: Int!, $sort: ProductSort!, $filter: ProductFilter)
@inContext(language: DE, country: DE, currency: EUR) {
  products(first: $first, sort: $sort, filter: $filter) {
    nodes {
      id slug title brand availableForSale
      category { slug name }
      featuredImage { url alt width height }
      priceRange { minimum { amount currencyCode } maximum { amount currencyCode } compareAt { amount } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const pageDocument = `query Page($slug: String!) @inContext(language: DE, country: DE, currency: EUR) {
  product(slug: $slug) {
    id slug title descriptionHtml brand tags availableForSale
    category { slug name ancestors { slug name } }
    images { url alt width height }
    attributes { code name values { label colour } }
    options { name values }
    priceRange { minimum { amount currencyCode } maximum { amount currencyCode } compareAt { amount } }
    seo { title description }
    variants { id sku title price { amount currencyCode } compareAtPrice { amount } availableForSale quantityAvailable }
  }
}`

const searchDocument = `query Search($query: String!) @inContext(language: DE, country: DE, currency: EUR) {
  search(query: $query, first: 20) {
    nodes {
      id slug title brand availableForSale
      category { slug name }
      featuredImage { url alt width height }
      priceRange { minimum { amount currencyCode } maximum { amount currencyCode } compareAt { amount } }
    }
    facets { code name kind isEstimate options { value label count } minimum maximum }
  }
}`

const sorts = ['BEST_SELLING', 'NEWEST', 'PRICE_ASCENDING', 'PRICE_DESCENDING']

export const operations: readonly Operation[] = [
  {
    name: 'list of 20',
    serverLimit: 1.5,
    databaseLimit: 1,
    async questions(client) {
      const { rows } = await client.query<{ slug: string }>(`
        select t.slug from category_text t join category_product p using (category_id)
        where t.language = 'de' group by t.slug order by count(*) desc limit 40`)
      const filters = [null, ...rows.map(({ slug }) => ({ category: slug }))]
      return filters.flatMap((filter) => sorts.map((sort) => ask(listDocument, { first: 20, sort, filter })))
    },
  },
  {
    name: 'product page',
    serverLimit: 1,
    databaseLimit: 0.5,
    async questions(client) {
      const { rows } = await client.query<{ slug: string }>(`
        select t.slug from product_text t join product_card c using (product_id, language)
        where t.language = 'de' order by hashint8(t.product_id) limit 500`)
      return rows.map(({ slug }) => ask(pageDocument, { slug }))
    },
  },
  {
    name: 'search with facets',
    serverLimit: 1.5,
    databaseLimit: 8,
    async questions(client) {
      // The most frequent words, middling ones, and pairs of both: what is dearest to rank.
      const { rows } = await client.query<{ word: string }>(`
        select word from search_word where language = 'de' and length(word) > 3 order by products desc limit 60`)
      const words = rows.map(({ word }) => word)
      const pairs = words.slice(0, 20).map((word, index) => `${word} ${words[index + 30] ?? ''}`.trim())
      return [...words, ...pairs].map((query) => ask(searchDocument, { query }))
    },
  },
]

function ask(query: string, variables: object): Question {
  return {
    path: paths.graphql,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  }
}
