import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../api/schema.ts'
import type { FeatureModule } from '../../api/schema/feature-module.ts'
import { encodeGlobalId } from '../../api/schema/global-id.ts'
import type { Permission, Viewer } from '../../api/security/viewer.ts'

const catalog: FeatureModule = {
  resolvers: {
    Mutation: {
      productUpdate: () => ({ __typename: 'ProductNotFound', code: 'PRODUCT_NOT_FOUND', message: 'no' }),
    },
    Product: { title: (product: { title: string }) => product.title },
  },
  nodeResolvers: {
    Product: (localId) => Promise.resolve(localId === '42' ? { title: 'Oak table' } : null),
  },
}

function run(source: string, viewer: Viewer = { kind: 'guest' }) {
  return graphql({ schema: createSchema([catalog]), source, contextValue: { viewer } })
}

function customer(...permissions: Permission[]): Viewer {
  return {
    kind: 'customer',
    issuer: 'https://id.example',
    subject: '1',
    email: 'a@shop.example',
    name: undefined,
    permissions: new Set(permissions),
  }
}

const update = `mutation { productUpdate(input: { productId: "x", language: EN }, idempotencyKey: "12345678") {
  ... on Failure { code } } }`

test('finds any object by its global id', async () => {
  const id = encodeGlobalId('Product', '42')
  const { data } = await run(`{ node(id: "${id}") { __typename ... on Product { title } } }`)
  expect(data).toEqual({ node: { __typename: 'Product', title: 'Oak table' } })
})

test('finds null for an id that nothing has', async () => {
  const { data, errors } = await run(`{ node(id: "${encodeGlobalId('Product', '1')}") { id } }`)
  expect(errors).toBeUndefined()
  expect(data).toEqual({ node: null })
})

test('refuses ids of types that cannot be fetched', async () => {
  const { errors } = await run(`{ node(id: "${encodeGlobalId('Money', '1')}") { id } }`)
  expect(errors?.[0]?.extensions['code']).toBe('BAD_ID')
})

test('lets a caller with the permission through @requires', async () => {
  const { data } = await run(update, customer('CATALOG_WRITE'))
  expect(data).toEqual({ productUpdate: { code: 'PRODUCT_NOT_FOUND' } })
})

test('stops guests and callers without the permission at @requires', async () => {
  expect((await run(update)).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED')
  expect((await run(update, customer('ORDER_READ'))).errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
})

test('refuses resolvers for fields that the schema does not have', () => {
  expect(() => createSchema([{ resolvers: { Query: { prodct: () => null } } }])).toThrow(/prodct/)
})
