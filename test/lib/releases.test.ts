import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { environments } from '../../lib/environments.ts'
import { type Resource, resourcesOfType, synthesize } from './synthesize.ts'

const prod = synthesize(environments.prod)
const { api, web, worker, migrations } = prod.templates

const groups = Object.entries(resourcesOfType(prod, 'AWS::CodeDeploy::DeploymentGroup'))

describe('every release', () => {
  it('is made by CodeDeploy: function, API and storefront', () => {
    expect(groups.map(([id]) => id)).toEqual([
      expect.stringContaining('api/FunctionRelease'),
      expect.stringContaining('api/ServiceRelease'),
      expect.stringContaining('web/Release'),
    ])
  })

  it.each(groups)('goes back on failure, on a stop and on an alarm: %s', (_id, { Properties }) => {
    expect(Properties).toMatchObject({
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      AlarmConfiguration: { Enabled: true },
    })
  })

  it('gives the candidate a tenth of the traffic for ten minutes', () => {
    const configs = Object.values(resourcesOfType(prod, 'AWS::CodeDeploy::DeploymentConfig'))
    expect(configs).toHaveLength(3)
    for (const { Properties } of configs) {
      expect(Properties['TrafficRoutingConfig']).toEqual({
        Type: 'TimeBasedCanary',
        TimeBasedCanary: { CanaryInterval: 10, CanaryPercentage: 10 },
      })
    }
  })
})

describe('a release of a service', () => {
  const services = [
    ['api', api, ['ServiceBlueErrors', 'ServiceBlueLatency', 'ServiceGreenErrors', 'ServiceGreenLatency']],
    ['web', web, ['ServiceBlueErrors', 'ServiceBlueLatency', 'ServiceGreenErrors', 'ServiceGreenLatency']],
  ] as const

  it.each(services)('judges both target groups by alarms of their own: %s', (_part, template, alarms) => {
    const [group] = Object.values(
      template?.findResources('AWS::CodeDeploy::DeploymentGroup', {
        Properties: {
          DeploymentStyle: { DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
          ECSServices: Match.anyValue(),
        },
      }) ?? {},
    ) as [Resource]
    const { Alarms } = group.Properties['AlarmConfiguration'] as { Alarms: { Name: { Ref: string } }[] }
    expect(Alarms.map(({ Name }) => Name.Ref)).toEqual(
      alarms.map((name) => expect.stringContaining(name) as string),
    )
  })

  it.each(services)(
    'is started by the deployment, with the new task definition and its hooks: %s',
    (part, template) => {
      template?.hasResourceProperties('Custom::Release', {
        service: { 'Fn::GetAtt': [Match.stringLikeRegexp('Service'), 'Name'] },
        taskDefinition: { Ref: Match.stringLikeRegexp('TaskDefinition') },
        containerName: part,
        hooks: Match.objectLike({ BeforeAllowTraffic: { Ref: Match.stringLikeRegexp('CheckRelease') } }),
      })
    },
  )

  it("warms the API's caches before it is judged", () => {
    api?.hasResourceProperties('Custom::Release', {
      hooks: { AfterAllowTestTraffic: { Ref: Match.stringLikeRegexp('WarmCache') } },
    })
    api?.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          CACHE_NAME: 'kontor-prod',
          CACHE_SPACE: 'kontor',
          WARM_UP_REQUIRED: 'false',
        }),
      },
    })
  })

  it('lets the warm-up find the cache and read from it what shoppers ask', () => {
    const [policy] = Object.values(api?.findResources('AWS::IAM::Policy') ?? {})
      .map((policy) => JSON.stringify(policy['Properties']))
      .filter((properties) => properties.includes('"PolicyName":"ServiceWarmCache'))
    expect(policy).toContain('elasticache:DescribeReplicationGroups')
    expect(policy).toContain('secretsmanager:GetSecretValue')
  })

  it.each(services)('never touches the task definition through CloudFormation: %s', (part, template) => {
    template?.hasResourceProperties('AWS::ECS::Service', {
      DeploymentController: { Type: 'CODE_DEPLOY' },
      TaskDefinition: `kontor-prod-${part}`,
    })
  })

  it.each(services)(
    'finds its rules as it left them, since CloudFormation would point them at the first group again: %s',
    (_part, template) => {
      const rules = Object.entries(template?.findResources('AWS::ElasticLoadBalancingV2::ListenerRule') ?? {})
        .filter(([id]) => id.startsWith('Service'))
        .map(([, { Properties }]) => Properties as unknown)
      expect(rules).toMatchSnapshot()
    },
  )

  it('grows by the requests of both target groups together', () => {
    api?.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: environments.prod.api.service?.requestsPerMinutePerTask,
        CustomizedMetricSpecification: {
          Metrics: Match.arrayWith([{ Id: 'total', ReturnData: true, Expression: 'FILL(g0,0)+FILL(g1,0)' }]),
        },
      },
    })
  })
})

describe('a release of the function', () => {
  it('moves the alias by CodeDeploy, after the check of the very version that it moves to', () => {
    const [alias] = Object.values(api?.findResources('AWS::Lambda::Alias') ?? {}) as [
      Resource & { DependsOn: string[] },
    ]
    expect(alias.UpdatePolicy?.['CodeDeployLambdaAliasUpdate']).toMatchObject({
      DeploymentGroupName: { Ref: expect.stringContaining('FunctionRelease') as string },
      BeforeAllowTrafficHook: expect.anything() as unknown,
    })
    expect(alias.DependsOn).toContainEqual(expect.stringContaining('FunctionCheckReleaseFunction'))
    const version = alias.Properties['FunctionVersion'] as { 'Fn::GetAtt': [string, string] }
    api?.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { CANDIDATE_PART: 'api', CANDIDATE_FUNCTION: { Ref: version['Fn::GetAtt'][0] } },
      },
    })
  })

  it('serves batch clients, so that they take no capacity from shoppers', () => {
    api?.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: Match.arrayWith([
        {
          Field: 'http-header',
          HttpHeaderConfig: { HttpHeaderName: 'x-kontor-workload', Values: ['batch'] },
        },
      ]),
    })
  })
})

describe('a release of the worker', () => {
  it('goes back by itself when its tasks do not stay up', () => {
    worker?.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    })
  })
})

describe('migrations', () => {
  it('run again when they have changed, and only then', () => {
    migrations?.hasResourceProperties('Custom::Migrations', {
      hash: Match.stringLikeRegexp('^[0-9a-f]{64}$'),
    })
  })

  it('are told a secret and no password', () => {
    migrations?.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 900,
      Environment: { Variables: { DATABASE_SECRET_ARN: Match.anyValue() } },
    })
  })
})
