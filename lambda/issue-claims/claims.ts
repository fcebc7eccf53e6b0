import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'

/** Permissions that membership in a staff group gives, by the group's name. */
export type GroupPermissions = Readonly<Record<string, readonly string[]>>

/**
 * Writes into an access token what the API reads from one, as Cognito's own holds neither audience nor e-mail:
 * `aud` (Cognito accepts only the client's id), `email`, `name`, and the `permissions` of the caller's groups.
 * Groups that are not known here give nothing.
 */
export function issueClaims(
  event: PreTokenGenerationV2TriggerEvent,
  groupPermissions: GroupPermissions,
): PreTokenGenerationV2TriggerEvent {
  const { userAttributes, groupConfiguration } = event.request
  const permissions = (groupConfiguration.groupsToOverride ?? []).flatMap(
    (group) => groupPermissions[group] ?? [],
  )
  const { name, email } = userAttributes
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: {
            aud: event.callerContext.clientId,
            ...(email !== undefined && { email }),
            ...(name !== undefined && { name }),
            permissions: [...new Set(permissions)].sort(),
          },
        },
      },
    },
  }
}
