import { Stack } from 'aws-cdk-lib'
import { Match } from 'aws-cdk-lib/assertions'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { describe, expect, it } from 'vitest'
import { environment as variables } from '../../api/contract.ts'
import { environments } from '../../lib/environments.ts'
import { resourcesOfType, synthesize, synthesizeApp } from './synthesize.ts'

const prod = synthesize(environments.prod)
const { network, edge, firewall, api, identity } = prod.templates

interface Rule {
  readonly id: string
  readonly from: string
  readonly port: number
}

function ingressRules(): Rule[] {
  const separate = Object.entries(resourcesOfType(prod, 'AWS::EC2::SecurityGroupIngress')).map(
    ([id, { Properties }]) => ({
      id,
      from: JSON.stringify(
        Properties['SourceSecurityGroupId'] ?? Properties['SourcePrefixListId'] ?? Properties['CidrIp'],
      ),
      port: Number(Properties['FromPort']),
    }),
  )
  const inline = Object.entries(resourcesOfType(prod, 'AWS::EC2::SecurityGroup')).flatMap(
    ([id, { Properties }]) =>
      ((Properties['SecurityGroupIngress'] ?? []) as Record<string, unknown>[]).map((rule) => ({
        id,
        from: JSON.stringify(rule['SourceSecurityGroupId'] ?? rule['SourcePrefixListId'] ?? rule['CidrIp']),
        port: Number(rule['FromPort']),
      })),
  )
  return [...separate, ...inline]
}

describe('the rules of AWS', () => {
  it('hold, but for what is acknowledged with a reason', () => {
    expect(prod.findings).toEqual([])
  })

  it('are really checked: a plain bucket does not pass', () => {
    const plain = () =>
      synthesizeApp((app) => {
        const stack = new Stack(app, 'plain')
        new s3.CfnBucket(stack, 'Bucket')
        return [stack]
      })
    expect(plain).toThrow('The S3 Bucket has server access logs disabled')
  })
})

describe('the network', () => {
  it('lets CloudFront in to the load balancer, and nobody else from outside', () => {
    const fromOutside = ingressRules().filter(({ from }) => !from.includes('GroupId'))
    expect(fromOutside).toEqual([
      { id: expect.stringContaining('LoadBalancer') as string, from: '"pl-a3a144ca"', port: 443 },
    ])
  })

  it('has all of its rules in one stack', () => {
    const stacks = new Set(ingressRules().map(({ id }) => id.split('/')[0]))
    expect([...stacks]).toEqual(['network'])
  })

  it.each([
    ['Databasefrom', ['DatabaseProxy', 'Migrations', 'SecretRotation', 'Worker']],
    ['DatabaseProxyfrom', ['Api', 'Worker']],
    ['Cachefrom', ['Api', 'ReleaseHooks', 'Worker']],
    ['Apifrom', ['LoadBalancer']],
    ['Webfrom', ['LoadBalancer']],
  ])('opens %s only to %s', (target, sources) => {
    const found = ingressRules()
      .filter(({ id }) => id.includes(`SecurityGroups${target}`))
      .map(({ from }) => sources.find((source) => from.includes(`SecurityGroups${source}`)) ?? from)
    expect(found.sort()).toEqual(sources)
  })

  it('has no load balancer on the internet', () => {
    network?.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' })
    edge?.hasResourceProperties('AWS::CloudFront::VpcOrigin', {
      VpcOriginEndpointConfig: { OriginProtocolPolicy: 'https-only' },
    })
  })

  it('keeps from shoppers what processes tell their operators', () => {
    network?.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 1,
      Conditions: [
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/healthz', '/readyz', '/metrics'] } },
      ],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    })
  })
})

describe('the edge', () => {
  it('stands behind the firewall', () => {
    edge?.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        WebACLId: {
          'Fn::GetStackOutput': Match.objectLike({ StackName: 'kontor-prod-firewall', Region: 'us-east-1' }),
        },
        HttpVersion: 'http2and3',
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
        CacheTagConfig: { HeaderName: 'cache-tag' },
      },
    })
  })

  it('limits how often one address may ask, and more so how often it may write', () => {
    firewall?.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: 'rate-of-requests',
          Statement: { RateBasedStatement: Match.objectLike({ Limit: 6000 }) },
        }),
        Match.objectLike({
          Name: 'rate-of-writes',
          Statement: { RateBasedStatement: Match.objectLike({ Limit: 600 }) },
        }),
      ]),
    })
  })

  it('shows the assets of a bucket that nobody else can read', () => {
    const buckets = Object.values(resourcesOfType(prod, 'AWS::S3::Bucket'))
    expect(buckets).toHaveLength(3)
    for (const { Properties } of buckets) {
      expect(Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      })
    }
  })
})

describe('secrets', () => {
  const functionVariables = Object.entries(resourcesOfType(prod, 'AWS::Lambda::Function')).map(
    ([id, { Properties }]) =>
      [id, (Properties['Environment'] as { Variables: object } | undefined)?.Variables ?? {}] as const,
  )
  const taskVariables = Object.entries(resourcesOfType(prod, 'AWS::ECS::TaskDefinition')).map(
    ([id, { Properties }]) =>
      [
        id,
        (Properties['ContainerDefinitions'] as { Environment?: object[] }[]).map(
          ({ Environment }) => Environment,
        ),
      ] as const,
  )

  it.each([...functionVariables, ...taskVariables])('are in no plain variable of %s', (_id, given) => {
    const text = JSON.stringify(given)
    expect(text).not.toMatch(
      /resolve:secretsmanager|password|"STRIPE_SECRET_KEY"|"SESSION_SECRETS"|"OIDC_CLIENT_SECRET"/i,
    )
  })

  it('of payments reach the service through ECS, and the function by name', () => {
    api?.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: Match.arrayWith([
        Match.objectLike({
          Secrets: Match.arrayWith([Match.objectLike({ Name: variables.stripeSecretKey })]),
        }),
      ]),
    })
    api?.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ [variables.stripeSecretArn]: Match.anyValue() }) },
    })
  })
})

describe('processes', () => {
  const containers = Object.entries(resourcesOfType(prod, 'AWS::ECS::TaskDefinition')).flatMap(
    ([id, { Properties }]) =>
      (Properties['ContainerDefinitions'] as Record<string, unknown>[]).map(
        (container) => [`${id} ${String(container['Name'])}`, container] as const,
      ),
  )

  it.each(containers)('cannot change their own files: %s', (_id, container) => {
    expect(container['ReadonlyRootFilesystem']).toBe(true)
  })

  it.each(containers.filter(([id]) => !id.endsWith('collector')))('are not root: %s', (_id, container) => {
    expect(container['User']).toBe('1000:1000')
  })

  it('run on arm64', () => {
    for (const { Properties } of Object.values(resourcesOfType(prod, 'AWS::ECS::TaskDefinition'))) {
      expect(Properties['RuntimePlatform']).toMatchObject({ CpuArchitecture: 'ARM64' })
    }
  })
})

describe('logs', () => {
  const groups = Object.entries(resourcesOfType(prod, 'AWS::Logs::LogGroup'))

  it.each(groups)('end after 90 days: %s', (_id, { Properties }) => {
    expect(Properties['RetentionInDays']).toBe(90)
  })

  it('are declared for every function, so that none makes a group of its own that never ends', () => {
    const without = Object.entries(resourcesOfType(prod, 'AWS::Lambda::Function')).filter(
      ([, { Properties }]) => Properties['LoggingConfig'] === undefined,
    )
    expect(without.map(([id]) => id)).toEqual([])
  })
})

describe('identity', () => {
  it('gives staff their permissions by groups, and tells a guesser nothing', () => {
    identity?.resourceCountIs('AWS::Cognito::UserPoolGroup', 3)
    identity?.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://shop.example.com/auth/callback'],
    })
  })
})
