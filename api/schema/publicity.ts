import { type GraphQLObjectType, type GraphQLSchema, getDirectiveValues } from 'graphql'

/** What of a schema may stand in an answer that caches share between shoppers, as `@public` declares it. */
export interface Publicity {
  /** Whether the whole type is marked; then its name says nothing about a person either. */
  isPublicType(type: GraphQLObjectType): boolean
  /** Whether the field, or the type around it, is marked, and nobody needs a permission for it. Unknown: false. */
  isPublicField(type: GraphQLObjectType, field: string): boolean
}

/** @throws if the schema has no @public: then nothing could be told apart */
export function publicityOf(schema: GraphQLSchema): Publicity {
  const marked = schema.getDirective('public')
  const guarded = schema.getDirective('requires')
  if (!marked || !guarded) throw new Error('The schema must declare @public and @requires.')

  const isPublicType = ({ astNode, extensionASTNodes }: GraphQLObjectType) =>
    [astNode, ...extensionASTNodes].some((node) => node && getDirectiveValues(marked, node) !== undefined)

  return {
    isPublicType,
    isPublicField(type, field) {
      const node = type.getFields()[field]?.astNode
      if (!node || getDirectiveValues(guarded, node) !== undefined) return false
      return getDirectiveValues(marked, node) !== undefined || isPublicType(type)
    },
  }
}
