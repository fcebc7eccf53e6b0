import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { operationCost } from '../../../api/graphql/cost.ts'
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
