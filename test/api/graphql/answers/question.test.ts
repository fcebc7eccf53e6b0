import fc from 'fast-check'
import { buildSchema, getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import {
  canonicalVariables,
  isQuestion,
  questionKey,
  readAsked,
} from '../../../../api/graphql/answers/question.ts'

const hash = 'ab'.repeat(32)
const persisted = { persistedQuery: { version: 1, sha256Hash: hash } }

function url(parameters: readonly (readonly [string, string])[]): string {
  return `/graphql?${new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString()}`
}

test('takes questions by GET and HEAD on the path of GraphQL, and nothing else', () => {
  expect(isQuestion({ method: 'GET', url: '/graphql?x=1' })).toBe(true)
  expect(isQuestion({ method: 'HEAD', url: '/graphql?x=1' })).toBe(true)
  expect(isQuestion({ method: 'POST', url: '/graphql?x=1' })).toBe(false)
  expect(isQuestion({ method: 'GET', url: '/graphql' })).toBe(false)
  expect(isQuestion({ method: 'GET', url: '/graphql/x?y' })).toBe(false)
  expect(isQuestion({ method: 'GET', url: undefined })).toBe(false)
})

test('reads document, name and variables; other parameters mean nothing', () => {
  const asked = readAsked(
    url([
      ['utm_source', 'mail'],
      ['variables', '{"b":1}'],
      ['operationName', 'Page'],
      ['extensions', JSON.stringify({ ...persisted, other: 1 })],
      ['_', '123'],
    ]),
  )
  expect(asked).toEqual({ hash, operationName: 'Page', variables: { b: 1 } })
})

test('reads the same question however it is encoded', () => {
  const extensions = JSON.stringify(persisted)
  const all = [...Buffer.from(extensions)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const asked = { hash, operationName: undefined, variables: {} }
  expect(readAsked(`/graphql?extensions=${all}`)).toEqual(asked)
  expect(readAsked(`/graphql?variables=%7B+%7D&extensions=${encodeURIComponent(extensions)}`)).toEqual(asked)
  expect(readAsked(`/graphql?operationName=&extensions=${encodeURIComponent(extensions)}#x`)).toEqual(
    undefined,
  )
})

test.each([
  ['without a document', []],
  ['with a text', [['query', '{ x }']]],
  ['with two documents', [['extensions', JSON.stringify(persisted)]]],
  [
    'with variables twice',
    [
      ['variables', '{}'],
      ['variables', '{}'],
    ],
  ],
  ['with variables that are no object', [['variables', '[]']]],
  ['with variables that are no JSON', [['variables', '{']]],
] as const)('leaves questions %s to Apollo', (what, more) => {
  const base = what === 'without a document' ? [] : [['extensions', JSON.stringify(persisted)] as const]
  expect(readAsked(url([...base, ...more]))).toBeUndefined()
})

test.each([
  'null',
  '{}',
  '{"persistedQuery":null}',
  `{"persistedQuery":{"version":2,"sha256Hash":"${hash}"}}`,
  '{"persistedQuery":{"version":1,"sha256Hash":"../../x"}}',
  '{"persistedQuery":{"version":1,"sha256Hash":7}}',
])('leaves %s for a document to Apollo', (extensions) => {
  expect(readAsked(url([['extensions', extensions]]))).toBeUndefined()
})

const schema = buildSchema(`
  type Query { f(first: Int, filter: Filter, ids: [ID!], sort: Sort): Int }
  input Filter { tag: String, from: Int = 3, until: Int }
  enum Sort { UP DOWN }
`)
const document = parse(
  'query Q($first: Int = 24, $filter: Filter, $ids: [ID!], $sort: Sort = UP) { f(first: $first, filter: $filter, ids: $ids, sort: $sort) }',
)
const operation = getOperationAST(document, 'Q')
if (!operation) throw new Error('unreachable')
const canonical = (given: Record<string, unknown>) => canonicalVariables(schema, operation, given)

test('equal variables have one text: order, defaults, lists of one, unknown ones', () => {
  const expected = canonical({})
  expect(expected).toBe('{"first":24,"sort":"UP"}')
  expect(canonical({ sort: 'UP', first: 24 })).toBe(expected)
  expect(canonical({ first: 24.0, unknown: 'x' })).toBe(expected)
  expect(canonical({ ids: 'a' })).toBe(canonical({ ids: ['a'] }))
  expect(canonical({ filter: { until: 9, tag: 'x' } })).toBe(
    canonical({ filter: { tag: 'x', from: 3, until: 9 } }),
  )
})

test('different variables have different texts', () => {
  const texts = [{}, { first: 25 }, { first: null }, { filter: null }, { filter: {} }, { sort: 'DOWN' }].map(
    canonical,
  )
  expect(new Set(texts).size).toBe(texts.length)
})

test('variables that do not fit have no text', () => {
  expect(canonical({ first: 'many' })).toBeUndefined()
  expect(canonical({ sort: 'SIDEWAYS' })).toBeUndefined()
  expect(canonical({ filter: { unknown: 1 } })).toBeUndefined()
})

test('the order of members never matters', () => {
  const members = fc.record({
    tag: fc.string(),
    from: fc.integer({ min: 0, max: 9 }),
    until: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(members, fc.array(fc.string()), (filter, ids) => {
      const reversed = Object.fromEntries(Object.entries(filter).reverse())
      expect(canonical({ ids, filter: reversed })).toBe(canonical({ filter, ids }))
    }),
  )
})

test('a key belongs to one release, document, operation and set of variables', () => {
  const base = ['r1', hash, operation, '{}'] as const
  const keys = [
    questionKey(...base),
    questionKey('r2', hash, operation, '{}'),
    questionKey('r1', 'cd'.repeat(32), operation, '{}'),
    questionKey('r1', hash, operation, '{"a":1}'),
  ]
  expect(questionKey(...base)).toBe(keys[0])
  expect(new Set(keys).size).toBe(keys.length)
})
