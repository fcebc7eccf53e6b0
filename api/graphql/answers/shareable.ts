import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { type Publicity, publicityOf } from '../../schema/publicity.ts'

/** Tells whether an operation's answer may be shared between shoppers, whatever its variables are. */
export type IsShareable = (document: DocumentNode, operation: OperationDefinitionNode) => boolean

/**
 * An answer may be shared if the operation is a query and all that it selects is public, in every type that an
 * interface or union may turn out to be. What is skipped by a directive counts too, and what is not understood is
 * private.
 */
export function createIsShareable(schema: GraphQLSchema): IsShareable {
  const publicity = publicityOf(schema)
  return (document, operation) => {
    const root = schema.getQueryType()
    if (operation.operation !== OperationTypeNode.QUERY || !root) return false
    return isPublicSelection(operation.selectionSet, root, { schema, publicity, ...fragmentsOf(document) })
  }
}

interface Walk {
  readonly schema: GraphQLSchema
  readonly publicity: Publicity
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Fragments that are walked or have been: each once, so that a cycle ends. */
  readonly walked: Set<string>
}

function fragmentsOf({ definitions }: DocumentNode): Pick<Walk, 'fragments' | 'walked'> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return { fragments: new Map(fragments.map((one) => [one.name.value, one])), walked: new Set() }
}

function isPublicSelection({ selections }: SelectionSetNode, on: GraphQLCompositeType, walk: Walk): boolean {
  return selections.every((selection) => isPublic(selection, on, walk))
}

function isPublic(selection: SelectionNode, on: GraphQLCompositeType, walk: Walk): boolean {
  switch (selection.kind) {
    case Kind.FIELD:
      return isPublicField(selection.name.value, selection.selectionSet, on, walk)
    case Kind.INLINE_FRAGMENT: {
      const condition = selection.typeCondition?.name.value
      return isPublicOn(condition, selection.selectionSet, on, walk)
    }
    case Kind.FRAGMENT_SPREAD: {
      const name = selection.name.value
      if (walk.walked.has(name)) return true
      walk.walked.add(name)
      const fragment = walk.fragments.get(name)
      return (
        fragment !== undefined &&
        isPublicOn(fragment.typeCondition.name.value, fragment.selectionSet, on, walk)
      )
    }
  }
}

function isPublicOn(
  condition: string | undefined,
  selectionSet: SelectionSetNode,
  on: GraphQLCompositeType,
  walk: Walk,
): boolean {
  const type = condition === undefined ? on : walk.schema.getType(condition)
  return isCompositeType(type) && isPublicSelection(selectionSet, type, walk)
}

function isPublicField(
  name: string,
  selectionSet: SelectionSetNode | undefined,
  on: GraphQLCompositeType,
  walk: Walk,
): boolean {
  const { schema, publicity } = walk
  const possible = possibleTypes(on, schema)
  if (name === '__typename') {
    // A root's name is known beforehand.
    return on === schema.getQueryType() || possible.every((type) => publicity.isPublicType(type))
  }
  if (!possible.every((type) => publicity.isPublicField(type, name))) return false
  if (selectionSet === undefined) return true
  const field = isObjectType(on) || isInterfaceType(on) ? on.getFields()[name] : undefined
  const type = field && getNamedType(field.type)
  return isCompositeType(type) && isPublicSelection(selectionSet, type, walk)
}

function possibleTypes(type: GraphQLCompositeType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
}
