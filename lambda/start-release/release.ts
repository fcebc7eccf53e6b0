import {
  type CodeDeployClient,
  CreateDeploymentCommand,
  DeploymentStatus,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import { DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs'

/** A task definition that shall serve, and the deployment group that brings it there. */
export interface Release {
  readonly cluster: string
  readonly service: string
  /** ARN of one revision. */
  readonly taskDefinition: string
  readonly containerName: string
  readonly containerPort: number
  readonly application: string
  readonly deploymentGroup: string
  /** Names of the functions that judge the candidate, by CodeDeploy's lifecycle event. */
  readonly hooks: Readonly<Record<string, string>>
}

export interface Clients {
  readonly codeDeploy: CodeDeployClient
  readonly ecs: ECSClient
}

/**
 * Starts a CodeDeploy deployment, unless the service runs this very task definition already. It does right
 * after its creation, and after a failed release, when CodeDeploy has rolled back before CloudFormation does.
 *
 * @returns id of the deployment; undefined if there is nothing to deploy
 * @throws if the service does not exist, or if CodeDeploy refuses, e.g. because another deployment still runs
 */
export async function startRelease(
  release: Release,
  { codeDeploy, ecs }: Clients,
): Promise<string | undefined> {
  const serving = await servingTaskDefinition(release, ecs)
  if (serving === release.taskDefinition) return undefined
  const { deploymentId } = await codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName: release.application,
      deploymentGroupName: release.deploymentGroup,
      description: `${release.service}: ${release.taskDefinition}`,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec(release) } },
    }),
  )
  if (deploymentId === undefined) throw new Error(`CodeDeploy gave no deployment id for ${release.service}`)
  return deploymentId
}

async function servingTaskDefinition(release: Release, ecs: ECSClient): Promise<string | undefined> {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: release.cluster, services: [release.service] }),
  )
  const service = services.find(({ status }) => status === 'ACTIVE')
  if (service === undefined) {
    throw new Error(
      `There is no active service ${release.service} in cluster ${release.cluster} to release to`,
    )
  }
  return service.taskSets?.find(({ status }) => status === 'PRIMARY')?.taskDefinition
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html */
function appSpec(release: Release): string {
  return JSON.stringify({
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: release.taskDefinition,
            LoadBalancerInfo: {
              ContainerName: release.containerName,
              ContainerPort: release.containerPort,
            },
          },
        },
      },
    ],
    Hooks: Object.entries(release.hooks).map(([event, functionName]) => ({ [event]: functionName })),
  })
}

/**
 * Looks whether a deployment has ended.
 *
 * @returns true when it has succeeded, false while it runs
 * @throws if it failed or was stopped, with CodeDeploy's reason and what became of the traffic
 */
export async function releaseIsComplete(deploymentId: string, { codeDeploy }: Clients): Promise<boolean> {
  const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }))
  switch (deploymentInfo?.status) {
    case DeploymentStatus.SUCCEEDED:
      return true
    case DeploymentStatus.FAILED:
    case DeploymentStatus.STOPPED: {
      const { errorInformation, rollbackInfo, status } = deploymentInfo
      const reason = errorInformation?.message ?? 'CodeDeploy gave no reason'
      const aftermath =
        rollbackInfo?.rollbackMessage ?? 'Traffic stays with, or returns to, the release before.'
      throw new Error(`Deployment ${deploymentId} ${status.toLowerCase()}: ${reason}. ${aftermath}`)
    }
    default:
      return false
  }
}
