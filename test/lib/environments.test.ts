import { describe, expect, it } from 'vitest'
import { type Environment, environmentNamed, environments, faults } from '../../lib/environments.ts'
import { resourcesOfType, synthesize } from './synthesize.ts'

describe('the choice of an environment', () => {
  it.each(['dev', 'staging', 'prod'])('gives %s', (name) => {
    expect(environmentNamed(name).name).toBe(name)
  })

  it('asks for one when none is given', () => {
    expect(() => environmentNamed(undefined)).toThrow(
      'add -c env=NAME, where NAME is one of dev, staging, prod',
    )
  })

  it('refuses a name that it does not know, and says which it knows', () => {
    expect(() => environmentNamed('production')).toThrow(
      'Unknown environment "production": -c env=NAME takes one of dev, staging, prod.',
    )
  })
})

describe('the check of an environment', () => {
  const broken: Environment = {
    ...environments.prod,
    account: '1234',
    availabilityZones: ['eu-central-1a', 'eu-central-1a', 'us-east-1a'],
    cache: { ...environments.prod.cache, replicasPerShard: 0 },
    canary: { percent: 0, minutes: 90 },
    web: { ...environments.prod.web, minimumTasks: 5, maximumTasks: 4 },
  }

  it('finds nothing wrong with those that there are', () => {
    expect(Object.values(environments).flatMap(faults)).toEqual([])
  })

  it('reports all faults together, each with its value and its remedy', () => {
    expect(faults(broken)).toEqual([
      'account is "1234"; give twelve digits, or leave it out',
      'availabilityZones holds us-east-1a, which does not lie in eu-central-1; name zones of it',
      'availabilityZones repeats a zone (eu-central-1a, eu-central-1a, us-east-1a); name three different ones',
      'cache.replicasPerShard is 0; automatic failover needs 1 to 5',
      'canary.percent is 0; CodeDeploy takes 1 to 99',
      'canary.minutes is 90; take 1 to 30, as CloudFormation waits one hour for the whole release',
      'web runs 5 to 4 tasks; take 1 or more, and no fewer at most than at least',
    ])
  })
})

describe('dev', () => {
  const dev = synthesize(environments.dev)

  it('passes every rule that is not acknowledged', () => {
    expect(dev.findings).toEqual([])
  })

  it('has no API service: the function serves everyone', () => {
    expect(Object.keys(resourcesOfType(dev, 'AWS::ECS::Service')).map((id) => id.split('/')[0])).toEqual(
      expect.arrayContaining(['worker', 'web']),
    )
    expect(Object.keys(resourcesOfType(dev, 'AWS::ECS::Service'))).toHaveLength(2)
    dev.templates['api']?.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: [
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/graphql', '/graphql/*', '/webhooks/*'] } },
      ],
    })
  })

  it('can be thrown away', () => {
    const kept = Object.entries(resourcesOfType(dev, 'AWS::RDS::DBCluster')).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy !== 'Delete',
    )
    expect(kept).toEqual([])
  })

  it('has no reader, and therefore no endpoint of the proxy for readers', () => {
    expect(resourcesOfType(dev, 'AWS::RDS::DBProxyEndpoint')).toEqual({})
  })
})

describe('staging', () => {
  const staging = synthesize(environments.staging)

  it('passes every rule that is not acknowledged', () => {
    expect(staging.findings).toEqual([])
  })

  it('has the parts of production', () => {
    expect(Object.keys(staging.templates)).toEqual([
      'network',
      'database',
      'cache',
      'firewall',
      'edge',
      'identity',
      'migrations',
      'api',
      'worker',
      'web',
      'monitoring',
    ])
  })

  it('rehearses a failover of the cache each week', () => {
    staging.templates['cache']?.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(0 9 ? * TUE *)',
    })
  })
})
