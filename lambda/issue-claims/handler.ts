import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { z } from 'zod'
import { type IssuedClaims, issueClaims } from './claims.ts'

const { GROUP_PERMISSIONS } = z.object({ GROUP_PERMISSIONS: z.string() }).parse(process.env)
const groupPermissions = new Map(
  Object.entries(z.record(z.string(), z.array(z.string())).parse(JSON.parse(GROUP_PERMISSIONS))),
)

/** Invoked by Cognito before it signs a token. */
export function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<Omit<PreTokenGenerationV2TriggerEvent, 'response'> & { response: IssuedClaims }> {
  return Promise.resolve({ ...event, response: issueClaims(event, groupPermissions) })
}
