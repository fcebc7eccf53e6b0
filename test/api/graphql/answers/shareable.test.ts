import fc from 'fast-check'
import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
} from 'graphql'
import { expect, test } from 'vitest'
import { createIsShareable } from '../../../../api/graphql/answers/shareable.ts'
import { createSchema } from '../../../../api/schema.ts'
import { publicityOf } from '../../../../api/schema/publicity.ts'

const schema = createSchema([])
const isShareable = createIsShareable(schema)

function shares(source: string, name?: string): boolean {
  const document: DocumentNode = parse(source)
  const operation = getOperationAST(document, name)
  if (!operation) throw new Error(`There is no operation ${String(name)} in ${source}`)
  return isShareable(document, operation)
}

test.each([
  ['a field of the catalogue', '{ categories { id name } }'],
  [
    'nested fields',
    '{ products(first: 3) { nodes { title variants { price { amount } } } pageInfo { endCursor } } }',
  ],
  [
    'fragments, also inside one another',
    '{ categories { ...A } } fragment A on Category { name ...B } fragment B on Category { id }',
  ],
  ['@inContext', 'query ($l: Language) @inContext(language: $l) { categories { name } }'],
  ['names of public types', '{ __typename categories { __typename } }'],
  [
    'a node that is asked for as a product',
    'query ($id: ID!) { node(id: $id) { ... on Product { __typename title } } }',
  ],
])('shares %s', (_what, source) => {
  expect(shares(source)).toBe(true)
})

test.each([
  ['the viewer', '{ viewer { id } }'],
  ['one private field beside public ones', '{ categories { id } viewer { name } }'],
  ['a cart', 'query ($id: ID!) { cart(id: $id) { id } }'],
  ['an order', 'query ($id: ID!) { order(id: $id) { number } }'],
  ['public types on a private way', 'query ($id: ID!) { cart(id: $id) { lines { variant { title } } } }'],
  ['a private field in a fragment', '{ categories { id } ...A } fragment A on Query { viewer { id } }'],
  [
    'a private field that is skipped',
    'query ($s: Boolean!) { categories { id } viewer @skip(if: $s) { id } }',
  ],
  ['a private field under another name', '{ categories: viewer { id } }'],
  ['a node whose type could be any', 'query ($id: ID!) { node(id: $id) { id } }'],
  ['the name of a node’s type', 'query ($id: ID!) { node(id: $id) { __typename ... on Product { title } } }'],
  [
    'a node that is asked for as an order',
    'query ($id: ID!) { node(id: $id) { ... on Product { title } ... on Order { number } } }',
  ],
  [
    'a personal price',
    'query ($id: ID!) { node(id: $id) { ... on ProductVariant { viewerPrice { taxIncluded } } } }',
  ],
  [
    'whether there is a personal price',
    'query ($id: ID!) { node(id: $id) { ... on ProductVariant { viewerPrice { __typename } } } }',
  ],
  ['a mutation', 'mutation { ping(text: "x") }'],
  ['introspection', '{ __schema { types { name } } }'],
  ['a field that does not exist', '{ categories { id secret } }'],
  ['a fragment that does not exist', '{ categories { ...Gone } }'],
  ['a type that does not exist', '{ ... on Gone { id } }'],
])('does not share %s', (_what, source) => {
  expect(shares(source)).toBe(false)
})

test('judges each operation of a document by itself', () => {
  const source = 'query A { categories { id } } query B { viewer { id } }'
  expect(shares(source, 'A')).toBe(true)
  expect(shares(source, 'B')).toBe(false)
})

test('does not hang on fragments that include themselves', () => {
  expect(shares('{ categories { ...A } } fragment A on Category { id children { ...A } }')).toBe(true)
})

test('takes a permission for a reason to keep a field private, in a public type too', () => {
  const guarded = createSchema([])
  const product = guarded.getType('Product') as GraphQLObjectType
  const requires = parse('type T { f: Int @requires(permission: CATALOG_WRITE) }').definitions[0]
  const field = product.getFields()['title']
  if (requires?.kind !== Kind.OBJECT_TYPE_DEFINITION || !field) throw new Error('unreachable')
  field.astNode = requires.fields?.[0]
  expect(publicityOf(guarded).isPublicField(product, 'title')).toBe(false)
  expect(publicityOf(guarded).isPublicField(product, 'slug')).toBe(true)
})

/**
 * What is personal is told without a look at @public: types that can be reached from what belongs to one person or one
 * cart (those roots, all mutations), and not from the catalogue's own roots; and whatever says of itself that it is
 * the viewer's.
 */
const personalRoots = ['viewer', 'cart', 'order']

function reachable(
  from: readonly GraphQLObjectType[],
  withoutFields: (field: string) => boolean,
): Set<string> {
  const found = new Set<string>()
  const queue = [...from]
  for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
    if (found.has(type.name)) continue
    found.add(type.name)
    for (const [name, field] of Object.entries(type.getFields())) {
      if (withoutFields(name)) continue
      queue.push(...possible(getNamedType(field.type)))
    }
  }
  return found
}

function possible(type: unknown): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type)
  return isObjectType(type) ? [type] : []
}

function rootTypes(names: (field: string) => boolean): GraphQLObjectType[] {
  return Object.entries(schema.getQueryType()?.getFields() ?? {})
    .filter(([name]) => names(name))
    .flatMap(([, field]) => possible(getNamedType(field.type)))
}

function personalTypes(): Set<string> {
  const isViewers = (field: string) => field.startsWith('viewer')
  const mutation = schema.getMutationType()
  const touched = reachable(
    [...rootTypes((name) => personalRoots.includes(name)), ...(mutation ? [mutation] : [])],
    () => false,
  )
  const catalogue = reachable(
    rootTypes((name) => !personalRoots.includes(name) && name !== 'node'),
    isViewers,
  )
  return new Set([...touched].filter((name) => !catalogue.has(name)))
}

test('marks no personal type as public, and no field that leads from the root to what is personal', () => {
  const personal = personalTypes()
  // Otherwise this test would look at nothing.
  for (const name of ['Customer', 'Cart', 'CartLine', 'Order', 'OrderLine', 'Address', 'PaymentSession']) {
    expect(personal).toContain(name)
  }
  const publicity = publicityOf(schema)
  for (const name of personal) {
    const type = schema.getType(name) as GraphQLObjectType
    expect({ name, public: publicity.isPublicType(type) }).toEqual({ name, public: false })
    for (const field of Object.keys(type.getFields())) {
      expect({ name, field, public: publicity.isPublicField(type, field) }).toEqual({
        name,
        field,
        public: false,
      })
    }
  }
  const query = schema.getQueryType() as GraphQLObjectType
  for (const field of personalRoots) expect(publicity.isPublicField(query, field)).toBe(false)
})

interface Grown {
  readonly text: string
  /** `Type.field` of everything in it. */
  readonly coordinates: readonly string[]
}

/** Any selection on a type, a few levels deep. */
function selection(type: unknown, depth: number): fc.Arbitrary<Grown> {
  const branches = possible(type).flatMap((object) =>
    fieldsOf(object, depth).map((field) => ({ object, field })),
  )
  return fc
    .uniqueArray(fc.nat(Math.max(0, branches.length - 1)), { minLength: 1, maxLength: 3 })
    .chain((indexes) =>
      fc.tuple(
        ...indexes.map((index) => {
          const branch = branches[index]
          if (branch === undefined) return fc.constant<Grown>({ text: '__typename', coordinates: [] })
          return branch.field.map((grown) => ({
            text: isAbstractType(type) ? `... on ${branch.object.name} { ${grown.text} }` : grown.text,
            coordinates: grown.coordinates,
          }))
        }),
      ),
    )
    .map((parts) => ({
      text: parts.map(({ text }) => text).join(' '),
      coordinates: parts.flatMap(({ coordinates }) => coordinates),
    }))
}

function fieldsOf(object: GraphQLObjectType, depth: number): fc.Arbitrary<Grown>[] {
  return Object.values(object.getFields()).flatMap((field): fc.Arbitrary<Grown>[] => {
    const type = getNamedType(field.type)
    const coordinate = `${object.name}.${field.name}`
    if (!isCompositeType(type)) return [fc.constant({ text: field.name, coordinates: [coordinate] })]
    if (depth === 0) return []
    return [
      selection(type, depth - 1).map(({ text, coordinates }) => ({
        text: `${field.name} { ${text} }`,
        coordinates: [coordinate, ...coordinates],
      })),
    ]
  })
}

test('no operation that touches anything personal is shared', () => {
  const personal = personalTypes()
  const isPersonal = (coordinate: string) => {
    const [type = '', field = ''] = coordinate.split('.')
    return (
      personal.has(type) || (type === 'Query' && personalRoots.includes(field)) || field.startsWith('viewer')
    )
  }
  let personalOnes = 0
  fc.assert(
    fc.property(selection(schema.getQueryType(), 4), ({ text, coordinates }) => {
      const shared = shares(`{ ${text} }`)
      if (!coordinates.some(isPersonal)) return
      personalOnes += 1
      expect({ text, shared }).toEqual({ text, shared: false })
    }),
    { numRuns: 3_000 },
  )
  expect(personalOnes).toBeGreaterThan(300)
})

/** Paths are bounded by the number of types, so that this ends. */
test('every way to a personal type leads through a private field', () => {
  const publicity = publicityOf(schema)
  const reached = new Set<string>()
  const queue: GraphQLObjectType[] = [schema.getQueryType() as GraphQLObjectType]
  for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
    if (reached.has(type.name)) continue
    reached.add(type.name)
    for (const field of publicFields(schema, type)) queue.push(...possible(getNamedType(field.type)))
  }
  function publicFields(_: GraphQLSchema, type: GraphQLObjectType) {
    return Object.values(type.getFields()).filter(({ name }) => publicity.isPublicField(type, name))
  }
  // `node` may be anything, and a variant has a price for its viewer; what they lead to has no public field.
  for (const name of personalTypes()) {
    const type = schema.getType(name) as GraphQLObjectType
    expect(reached.has(name) ? publicFields(schema, type) : []).toEqual([])
  }
  expect(reached).toContain('ProductVariant')
})
