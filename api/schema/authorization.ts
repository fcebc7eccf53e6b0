import { getDirective, MapperKind, mapSchema } from '@graphql-tools/utils'
import { defaultFieldResolver, GraphQLError, type GraphQLSchema } from 'graphql'
import type { RequestContext } from '../context.ts'
import type { Permission } from '../security/viewer.ts'

/** Puts a guard in front of every field that has @requires: the one place where permissions are enforced. */
export function enforcePermissions(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field) => {
      const permission = getDirective(schema, field, 'requires')?.[0]?.['permission'] as
        | Permission
        | undefined
      if (permission === undefined) return field
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = (source, args, context: RequestContext, info) => {
        requirePermission(context, permission)
        return resolve(source, args, context, info)
      }
      return field
    },
  })
}

function requirePermission({ viewer }: RequestContext, permission: Permission): void {
  if (viewer.kind === 'guest') {
    throw new GraphQLError(`Sign in: this needs the permission ${permission}.`, {
      extensions: { code: 'UNAUTHENTICATED' },
    })
  }
  if (!viewer.permissions.has(permission)) {
    throw new GraphQLError(
      `This needs the permission ${permission}, which the signed-in caller does not have.`,
      {
        extensions: { code: 'FORBIDDEN' },
      },
    )
  }
}
