import {
  CodeDeployClient,
  CreateDeploymentCommand,
  DeploymentLimitExceededException,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { isComplete, onEvent } from '../../lambda/start-release/handler.ts'
import { type Release, releaseIsComplete, startRelease } from '../../lambda/start-release/release.ts'

const codeDeploy = mockClient(CodeDeployClient)
const ecs = mockClient(ECSClient)
const clients = { codeDeploy: new CodeDeployClient(), ecs: new ECSClient() }

const oldTask = 'arn:aws:ecs:eu-central-1:111111111111:task-definition/kontor-prod-api:41'
const newTask = 'arn:aws:ecs:eu-central-1:111111111111:task-definition/kontor-prod-api:42'
const release: Release = {
  cluster: 'kontor-prod',
  service: 'kontor-prod-api',
  taskDefinition: newTask,
  containerName: 'api',
  containerPort: 4001,
  application: 'app',
  deploymentGroup: 'group',
  hooks: { AfterAllowTestTraffic: 'warm', BeforeAllowTraffic: 'check' },
}

function serviceRuns(taskDefinition: string): void {
  ecs.on(DescribeServicesCommand).resolves({
    services: [
      {
        status: 'ACTIVE',
        taskSets: [
          { status: 'ACTIVE', taskDefinition: 'the candidate of a release that was given up' },
          { status: 'PRIMARY', taskDefinition },
        ],
      },
    ],
  })
}

beforeEach(() => {
  codeDeploy.reset()
  ecs.reset()
})

describe('startRelease', () => {
  it('starts a deployment with the new task definition, the container and the hooks in their order', async () => {
    serviceRuns(oldTask)
    codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-1' })
    expect(await startRelease(release, clients)).toBe('d-1')
    const [call] = codeDeploy.commandCalls(CreateDeploymentCommand)
    const { applicationName, deploymentGroupName, revision } = call?.args[0].input ?? {}
    expect({ applicationName, deploymentGroupName }).toEqual({
      applicationName: 'app',
      deploymentGroupName: 'group',
    })
    expect(JSON.parse(revision?.appSpecContent?.content ?? '')).toEqual({
      version: '0.0',
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: newTask,
              LoadBalancerInfo: { ContainerName: 'api', ContainerPort: 4001 },
            },
          },
        },
      ],
      Hooks: [{ AfterAllowTestTraffic: 'warm' }, { BeforeAllowTraffic: 'check' }],
    })
  })

  it('starts nothing when the service runs this task definition: after its creation, and after a roll-back', async () => {
    serviceRuns(newTask)
    expect(await startRelease(release, clients)).toBeUndefined()
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)).toHaveLength(0)
  })

  it('says so when the service is not there', async () => {
    ecs.on(DescribeServicesCommand).resolves({ services: [{ status: 'INACTIVE' }] })
    await expect(startRelease(release, clients)).rejects.toThrow(
      'There is no active service kontor-prod-api in cluster kontor-prod to release to',
    )
  })

  it("passes CodeDeploy's refusal on, e.g. while another deployment runs", async () => {
    serviceRuns(oldTask)
    codeDeploy
      .on(CreateDeploymentCommand)
      .rejects(new DeploymentLimitExceededException({ message: 'd-0 still runs', $metadata: {} }))
    await expect(startRelease(release, clients)).rejects.toThrow('d-0 still runs')
  })

  it('does not take an answer without an id for a start', async () => {
    serviceRuns(oldTask)
    codeDeploy.on(CreateDeploymentCommand).resolves({})
    await expect(startRelease(release, clients)).rejects.toThrow('gave no deployment id')
  })
})

describe('releaseIsComplete', () => {
  it.each(['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const)(
    'waits while it is %s',
    async (status) => {
      codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { status } })
      expect(await releaseIsComplete('d-1', clients)).toBe(false)
    },
  )

  it('ends with success', async () => {
    codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { status: 'Succeeded' } })
    expect(await releaseIsComplete('d-1', clients)).toBe(true)
  })

  it('fails with the reason and with what became of the traffic', async () => {
    codeDeploy.on(GetDeploymentCommand).resolves({
      deploymentInfo: {
        status: 'Stopped',
        errorInformation: { code: 'ALARM_ACTIVE', message: 'One or more alarms have been activated' },
        rollbackInfo: { rollbackMessage: 'Rolled back to d-0.' },
      },
    })
    await expect(releaseIsComplete('d-1', clients)).rejects.toThrow(
      'Deployment d-1 stopped: One or more alarms have been activated. Rolled back to d-0.',
    )
  })

  it('fails also when CodeDeploy gives no reason', async () => {
    codeDeploy.on(GetDeploymentCommand).resolves({ deploymentInfo: { status: 'Failed' } })
    await expect(releaseIsComplete('d-1', clients)).rejects.toThrow(
      'Deployment d-1 failed: CodeDeploy gave no reason',
    )
  })
})

describe('the custom resource', () => {
  const { containerPort, ...texts } = release
  const event = {
    ServiceToken: 'arn:aws:lambda:eu-central-1:111111111111:function:start',
    ResponseURL: 'https://example.com',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Release',
    ResourceType: 'Custom::Release',
    // CloudFormation makes texts of numbers.
    ResourceProperties: { ...texts, containerPort: String(containerPort), ServiceToken: 'arn' },
  }

  it('hands the deployment from its first half to its second', async () => {
    serviceRuns(oldTask)
    codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-7' })
    codeDeploy
      .on(GetDeploymentCommand, { deploymentId: 'd-7' })
      .resolves({ deploymentInfo: { status: 'Succeeded' } })
    const started = await onEvent({ ...event, RequestType: 'Create' })
    expect(started).toEqual({
      PhysicalResourceId: 'kontor-prod/kontor-prod-api',
      Data: { deploymentId: 'd-7' },
    })
    expect(await isComplete({ Data: { deploymentId: 'd-7' } })).toEqual({ IsComplete: true })
  })

  it('is complete at once when nothing was started', async () => {
    expect(await isComplete({ Data: {} })).toEqual({ IsComplete: true })
    expect(await isComplete({})).toEqual({ IsComplete: true })
  })

  it('releases nothing when it is deleted', async () => {
    const deleted = await onEvent({
      ...event,
      RequestType: 'Delete',
      PhysicalResourceId: 'kontor-prod/kontor-prod-api',
    })
    expect(deleted.Data).toEqual({})
    expect(ecs.calls()).toHaveLength(0)
  })
})
