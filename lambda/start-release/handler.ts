import { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import { ECSClient } from '@aws-sdk/client-ecs'
import type { CloudFormationCustomResourceEvent } from 'aws-lambda'
import { z } from 'zod'
import { releaseIsComplete, startRelease } from './release.ts'

/** CloudFormation hands numbers over as text. */
const properties = z.object({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
  containerName: z.string(),
  containerPort: z.coerce.number(),
  application: z.string(),
  deploymentGroup: z.string(),
  hooks: z.record(z.string(), z.string()),
})

const clients = { codeDeploy: new CodeDeployClient(), ecs: new ECSClient() }

interface Started {
  readonly PhysicalResourceId: string
  readonly Data: { readonly deploymentId?: string | undefined }
}

/** Custom resource, first half: starts the release. Deleting it releases nothing. */
export async function onEvent(event: CloudFormationCustomResourceEvent): Promise<Started> {
  const release = properties.parse(event.ResourceProperties)
  const PhysicalResourceId = `${release.cluster}/${release.service}`
  if (event.RequestType === 'Delete') return { PhysicalResourceId, Data: {} }
  return { PhysicalResourceId, Data: { deploymentId: await startRelease(release, clients) } }
}

/** Custom resource, second half: asked again and again until the release has ended. */
export async function isComplete(event: {
  readonly Data?: { readonly deploymentId?: string }
}): Promise<{ IsComplete: boolean }> {
  const deploymentId = event.Data?.deploymentId
  if (deploymentId === undefined) return { IsComplete: true }
  return { IsComplete: await releaseIsComplete(deploymentId, clients) }
}
