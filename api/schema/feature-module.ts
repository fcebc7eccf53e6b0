import type { GraphQLFieldResolver, GraphQLIsTypeOfFn, GraphQLTypeResolver } from 'graphql'
import type { RequestContext } from '../context.ts'

/** Finds an object by its local id; null if there is none or if the viewer may not see it. */
export type NodeResolver = (localId: string, context: RequestContext) => Promise<object | null>

// GraphQL decides source and arguments at run time; only the context is the same everywhere.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type FieldResolver = GraphQLFieldResolver<any, RequestContext>

/** Resolvers of one type: by field, or `__resolveType` of a union or interface. */
export type TypeResolvers = Readonly<
  Record<string, FieldResolver> & {
    __resolveType?: GraphQLTypeResolver<unknown, RequestContext>
    __isTypeOf?: GraphQLIsTypeOfFn<unknown, RequestContext>
  }
>

/** What `api/<feature>/resolvers.ts` exports. Members of unions carry `__typename`, unless a resolver tells. */
export interface FeatureModule {
  readonly resolvers: Readonly<Record<string, TypeResolvers>>
  /** By type name, for `Query.node`. */
  readonly nodeResolvers?: Readonly<Record<string, NodeResolver>>
}
