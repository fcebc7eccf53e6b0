import { setTimeout as sleep } from 'node:timers/promises'
import { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { z } from 'zod'
import { httpCandidate, lambdaCandidate } from './candidate.ts'
import { apiChecks, findFaults, readiness, webChecks } from './checks.ts'
import { candidateAddress, runHook } from './hook.ts'

const { CANDIDATE_PART } = z.object({ CANDIDATE_PART: z.enum(['api', 'web']) }).parse(process.env)
const address = candidateAddress(process.env)
const codeDeploy = new CodeDeployClient()
const candidate =
  address.kind === 'http'
    ? httpCandidate(address.origin)
    : lambdaCandidate(address.functionArn, new LambdaClient())
const partChecks = { api: apiChecks, web: webChecks }[CANDIDATE_PART]
// Behind the test listener, /readyz leads to the API.
const checks = address.kind === 'http' && CANDIDATE_PART === 'api' ? [readiness, ...partChecks] : partChecks

/** CodeDeploy lifecycle hook: lets a candidate take traffic only if it answers what shoppers will ask. */
export async function handler(event: unknown): Promise<void> {
  await runHook(event, codeDeploy, () =>
    findFaults(checks, candidate, {
      attempts: 5,
      pauseMilliseconds: 3000,
      sleep: (milliseconds) => sleep(milliseconds),
    }),
  )
}
