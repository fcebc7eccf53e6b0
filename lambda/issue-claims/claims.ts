import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'

/** Permissions that membership in a staff group gives, by the group's name. */
export type GroupPermissions = ReadonlyMap<string, readonly string[]>

/** Cognito's answer: since version 2 of the trigger a claim may be a list, which the community's types do not know. */
export interface IssuedClaims {
  readonly claimsAndScopeOverrideDetails: {
    readonly accessTokenGeneration: {
      readonly claimsToAddOrOverride: Readonly<Record<string, string | readonly string[]>>
    }
  }
}

/**
 * Writes into an access token what the API reads from one, as Cognito's own holds neither audience nor e-mail:
 * `aud` (Cognito accepts only the client's id), `email`, `name`, and the `permissions` of the caller's groups.
 * Groups that are not known here give nothing.
 */
export function issueClaims(
  { request, callerContext }: PreTokenGenerationV2TriggerEvent,
  groupPermissions: GroupPermissions,
): IssuedClaims {
  const groups = request.groupConfiguration.groupsToOverride ?? []
  const permissions = groups.flatMap((group) => groupPermissions.get(group) ?? [])
  const { name, email } = request.userAttributes
  return {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: {
        claimsToAddOrOverride: {
          aud: callerContext.clientId,
          ...(email !== undefined && { email }),
          ...(name !== undefined && { name }),
          permissions: [...new Set(permissions)].sort(),
        },
      },
    },
  }
}
