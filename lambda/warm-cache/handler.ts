import { readFileSync } from 'node:fs'
import { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import { z } from 'zod'
import { httpCandidate } from '../check-release/candidate.ts'
import { candidateAddress, runHook } from '../check-release/hook.ts'
import { warmUp } from './warm-up.ts'

const address = candidateAddress(process.env)
if (address.kind !== 'http')
  throw new Error('Only processes keep a cache worth warming: set CANDIDATE_ORIGIN')
const candidate = httpCandidate(address.origin)
const codeDeploy = new CodeDeployClient()
const documents = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('documents.json', import.meta.url), 'utf8')))

/** CodeDeploy lifecycle hook: fills the candidate's caches. It never fails a release: cold is slow, not wrong. */
export async function handler(event: unknown): Promise<void> {
  await runHook(event, codeDeploy, async () => {
    const { asked, faults } = await warmUp(candidate, documents)
    console.log(JSON.stringify({ message: 'cache warmed', asked, faults }))
    return []
  })
}
