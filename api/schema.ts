import { readdirSync, readFileSync } from 'node:fs'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { GraphQLError, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql'
import type { RequestContext } from './context.ts'
import { enforcePermissions } from './schema/authorization.ts'
import { dateTime } from './schema/date-time.ts'
import type { FeatureModule, NodeResolver } from './schema/feature-module.ts'
import { splitGlobalId } from './schema/global-id.ts'
import { publicityOf } from './schema/publicity.ts'

const folder = new URL('./schema/', import.meta.url)

/** The schema's text: all of `api/schema/*.graphql`, in the order of their names. */
export function readTypeDefinitions(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
}

/**
 * The executable schema: text, the features' resolvers, and what belongs to no feature.
 * @throws if a resolver has no field in the text
 */
export function createSchema(features: readonly FeatureModule[]): GraphQLSchema {
  const nodeResolvers = new Map(features.flatMap((feature) => Object.entries(feature.nodeResolvers ?? {})))
  return enforcePermissions(
    makeExecutableSchema({
      typeDefs: readTypeDefinitions(),
      resolvers: [
        { DateTime: dateTime },
        shared(nodeResolvers),
        ...features.map(({ resolvers }) => resolvers),
      ],
      resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
    }),
  )
}

function shared(nodeResolvers: ReadonlyMap<string, NodeResolver>) {
  // An object of a feature does not know its GraphQL type; the node query does, and remembers it for the executor.
  const typeOfNode = new WeakMap<object, string>()
  return {
    Query: {
      async node(
        _: unknown,
        { id }: { id: string },
        context: RequestContext,
        { schema }: GraphQLResolveInfo,
      ) {
        const { type, localId } = splitGlobalId(id)
        const resolve = nodeResolvers.get(type)
        if (resolve === undefined) {
          throw new GraphQLError(
            `"${id.slice(0, 100)}" is the id of a ${type}, which cannot be fetched by id.`,
            {
              extensions: { code: 'BAD_ID' },
            },
          )
        }
        // `{ node(id: $id) { ... on Product { title } } }` selects public fields only, and yet tells whether $id is a cart.
        if (!isPublicType(schema, type)) context.keepPrivate()
        const node = await resolve(localId, context)
        if (node !== null) typeOfNode.set(node, type)
        return node
      },
    },
    Mutation: { ping: (_: unknown, { text }: { text: string }) => text },
    Node: { __resolveType: (node: object) => typeOfNode.get(node) },
  }
}

function isPublicType(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name)
  return isObjectType(type) && publicityOf(schema).isPublicType(type)
}
