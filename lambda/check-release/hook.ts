import {
  type CodeDeployClient,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy'
import { z } from 'zod'

const hookEvent = z.object({ DeploymentId: z.string(), LifecycleEventHookExecutionId: z.string() })

/**
 * Runs a lifecycle hook and tells CodeDeploy how it ended. A hook that throws fails the release: a judge that
 * cannot judge must not wave it through.
 *
 * @param judge - faults that it found; none is a pass
 * @throws if the event is none of CodeDeploy's, or if CodeDeploy cannot be told
 */
export async function runHook(
  event: unknown,
  codeDeploy: CodeDeployClient,
  judge: () => Promise<readonly string[]>,
): Promise<void> {
  const { DeploymentId, LifecycleEventHookExecutionId } = hookEvent.parse(event)
  const faults = await judge().catch((error: unknown) => [
    `the check itself failed: ${error instanceof Error ? error.message : String(error)}`,
  ])
  const status = faults.length === 0 ? 'Succeeded' : 'Failed'
  console.log(JSON.stringify({ message: 'release judged', deployment: DeploymentId, status, faults }))
  await codeDeploy.send(
    new PutLifecycleEventHookExecutionStatusCommand({
      deploymentId: DeploymentId,
      lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
      status,
    }),
  )
}

const target = z.union([
  z.object({ CANDIDATE_ORIGIN: z.url() }),
  z.object({ CANDIDATE_FUNCTION: z.string().startsWith('arn:') }),
])

/** Where the candidate is found: one of CANDIDATE_ORIGIN and CANDIDATE_FUNCTION. @throws if neither is given */
export function candidateAddress(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: 'http'; readonly origin: string }
  | { readonly kind: 'lambda'; readonly functionArn: string } {
  const parsed = target.parse(variables)
  return 'CANDIDATE_ORIGIN' in parsed
    ? { kind: 'http', origin: parsed.CANDIDATE_ORIGIN }
    : { kind: 'lambda', functionArn: parsed.CANDIDATE_FUNCTION }
}
