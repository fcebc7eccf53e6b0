import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { z } from 'zod'
import { issueClaims } from './claims.ts'

const groupPermissions = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(z.string().parse(process.env['GROUP_PERMISSIONS'])))

/** Invoked by Cognito before it signs a token. */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  return Promise.resolve(issueClaims(event, groupPermissions))
}
