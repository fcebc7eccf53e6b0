import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createOperationCost, operationCost } from '../../../api/graphql/cost.ts'
import { createSchema } from '../../../api/schema.ts'

const schema = createSchema([])
const cost = (source: string, variables: Record<string, unknown> = {}, name?: string) =>
  operationCost(schema, parse(source), variables, name)

test('scalars are free, objects cost one', () => {
  expect(cost('{ __typename }')).toBe(0)
  expect(cost('{ product(slug: "x") { id title } }')).toBe(1)
  expect(cost('{ product(slug: "x") { category { name } } }')).toBe(2)
})

test('a list multiplies its selection by `first` or by the assumed size', () => {
  expect(cost('{ products(first: 10) { nodes { title } } }')).toBe(1 + 10 * 1)
  expect(cost('{ product(slug: "x") { variants { price { amount } } } }')).toBe(1 + (1 + 20 * 1))
})

test('reads `first` from variables and from its default', () => {
  const source = 'query ($n: Int!) { products(first: $n) { nodes { title } } }'
  expect(cost(source, { n: 50 })).toBe(1 + 50)
  expect(cost('{ products { nodes { title } } }')).toBe(1 + 24)
})

test('no page size makes an operation cheaper than one item', () => {
  expect(cost('{ products(first: -100) { nodes { title } } }')).toBe(1 + 1)
})

test('fragments, unions and aliases are counted as what they select', () => {
  const one = cost('{ product(slug: "x") { category { id } } }')
  expect(
    cost(
      '{ a: product(slug: "x") { ...P } b: product(slug: "y") { ...P } } fragment P on Product { category { id } }',
    ),
  ).toBe(2 * one)
})

test('explicit weights hold', () => {
  expect(cost('mutation { ping(text: "x") }')).toBe(1)
  expect(cost('{ searchSuggestions(prefix: "x") }')).toBe(5)
})

test('refuses variables that do not fit', () => {
  expect(() => cost('query ($n: Int!) { products(first: $n) { nodes { id } } }', { n: 'many' })).toThrow(
    /\$n/,
  )
})

test('what is remembered of a document is what it costs with these variables', () => {
  const costOf = createOperationCost(schema)
  const document = parse(`query List($n: Int, $more: Boolean!, $filter: ProductFilter) {
    products(first: $n, filter: $filter) { nodes { category @include(if: $more) { name } } }
  }
  query Other($n: Int) { products(first: $n) { nodes { title } } }`)
  const given = [
    { n: 5, more: false },
    { n: 6, more: false },
    { n: 6, more: true },
    { more: true },
    { n: 6, more: true, filter: { category: 'shoes' } },
    { n: 6, more: true, filter: { category: 'hats' } },
  ]
  for (let round = 0; round < 2; round += 1) {
    for (const variables of given) {
      expect(costOf(document, variables, 'List')).toBe(operationCost(schema, document, variables, 'List'))
    }
    expect(costOf(document, { n: 6, more: true }, 'Other')).toBe(1 + 6)
  }
})

test('variables that cost nothing do not fill the memory, and null is told from absence', () => {
  const costOf = createOperationCost(schema)
  const document = parse('query ($slug: String = "x") { product(slug: $slug) { id } }')
  expect(costOf(document, {}, undefined)).toBe(1)
  expect(costOf(document, { slug: 'y' }, undefined)).toBe(1)
  expect(() => costOf(document, { slug: null }, undefined)).toThrow(/slug/)
})
