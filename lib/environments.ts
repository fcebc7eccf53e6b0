/** The environments of Kontor, and the only place where they differ from each other. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** Everything that one environment may decide for itself. Sizes are of one instance, node or task. */
export interface Environment {
  readonly name: string
  /** Twelve digits. @default - the account of whoever deploys */
  readonly account?: string
  readonly region: string
  /** Three zones of the region. Written down, so that synthesis never looks anything up. */
  readonly availabilityZones: readonly [string, string, string]
  /**
   * Id of the region's managed prefix list `com.amazonaws.global.cloudfront.origin-facing`: the only
   * addresses that may open a connection to the load balancer from outside. Ask for another region's with
   * `aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing`.
   */
  readonly cloudFrontPrefixList: string
  /** The shop's own name and the Route 53 zone that it lies in. @default - the name that CloudFront gives */
  readonly domain?: { readonly name: string; readonly hostedZoneId: string; readonly hostedZoneName: string }
  /** Whether customers' data lives here: deletion protection, final copies kept, stacks not deletable. */
  readonly keepsData: boolean
  readonly network: {
    readonly cidr: string
    /** One per zone survives the loss of a zone. */
    readonly natGateways: 1 | 2 | 3
    /** Private addresses for ECR, CloudWatch Logs and Secrets Manager, so that a lost NAT gateway stops no task. */
    readonly interfaceEndpoints: boolean
  }
  readonly database: {
    readonly capacity:
      | { readonly kind: 'serverless'; readonly minimumUnits: number; readonly maximumUnits: number }
      | { readonly kind: 'provisioned'; readonly instanceType: string }
    readonly readers: number
    readonly backupDays: number
  }
  readonly cache: {
    readonly nodeType: string
    readonly shards: number
    /** Copies of each shard in other zones. At least 1 for automatic failover. */
    readonly replicasPerShard: number
    /** When a shard's failover is rehearsed, as an EventBridge schedule in UTC. @default - only when someone asks */
    readonly failoverRehearsal?: string
  }
  readonly api: {
    /** The API as a Lambda function: all of the API where there is no service, else only batch clients. */
    readonly function: { readonly memoryMiB: number; readonly provisionedConcurrency: number }
    /** The API as a service on Fargate. @default - the function serves everyone */
    readonly service?: ServiceSize
  }
  readonly web: ServiceSize
  readonly worker: Omit<ServiceSize, 'requestsPerMinutePerTask'>
  readonly edge: {
    /**
     * CloudFront's paths that may be purged in an hour; each changed thing is about two, its tag and its tag's group.
     * A path is 0.5 US cents beyond the first 1,000 a month, so 100 an hour are 360 dollars a month at most.
     */
    readonly purgedPathsPerHour: number
  }
  /** How a release meets its first shoppers. */
  readonly canary: {
    readonly percent: number
    readonly minutes: number
    /** Whether a release fails whose caches could not be warmed. @default - it does not: cold is slow, not wrong */
    readonly requiresWarmCache?: boolean
  }
  readonly payment: 'test' | 'stripe'
  /** Days that logs are kept. */
  readonly logDays: RetentionDays
  /** Who gets mail from alarms. @default - nobody; the topic can be subscribed to by hand */
  readonly alarmEmail?: string
  /** `owner/name` of the GitHub repository whose workflows may deploy here. @default - none */
  readonly deployedBy?: string
}

/** Size of a Fargate service. 1,024 CPU units are one core. */
export interface ServiceSize {
  readonly cpu: 256 | 512 | 1024 | 2048 | 4096
  readonly memoryMiB: number
  readonly minimumTasks: number
  readonly maximumTasks: number
  /** More than this, averaged over the running tasks, and the service grows. */
  readonly requestsPerMinutePerTask: number
}

const frankfurt = {
  region: 'eu-central-1',
  availabilityZones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  cloudFrontPrefixList: 'pl-a3a144ca',
} as const

const dev: Environment = {
  name: 'dev',
  ...frankfurt,
  keepsData: false,
  network: { cidr: '10.10.0.0/16', natGateways: 1, interfaceEndpoints: false },
  database: {
    capacity: { kind: 'serverless', minimumUnits: 0.5, maximumUnits: 4 },
    readers: 0,
    backupDays: 1,
  },
  cache: { nodeType: 'cache.t4g.micro', shards: 1, replicasPerShard: 1 },
  api: { function: { memoryMiB: 1024, provisionedConcurrency: 0 } },
  web: { cpu: 256, memoryMiB: 512, minimumTasks: 1, maximumTasks: 2, requestsPerMinutePerTask: 1000 },
  worker: { cpu: 256, memoryMiB: 512, minimumTasks: 1, maximumTasks: 1 },
  edge: { purgedPathsPerHour: 50 },
  canary: { percent: 50, minutes: 1 },
  payment: 'test',
  logDays: RetentionDays.ONE_WEEK,
}

/** Production in small: same parts, same release, so that a release has been made once before it counts. */
const staging: Environment = {
  name: 'staging',
  ...frankfurt,
  keepsData: true,
  network: { cidr: '10.20.0.0/16', natGateways: 2, interfaceEndpoints: false },
  database: {
    capacity: { kind: 'serverless', minimumUnits: 1, maximumUnits: 16 },
    readers: 1,
    backupDays: 7,
  },
  cache: {
    nodeType: 'cache.t4g.small',
    shards: 2,
    replicasPerShard: 1,
    failoverRehearsal: 'cron(0 9 ? * TUE *)',
  },
  api: {
    function: { memoryMiB: 1024, provisionedConcurrency: 0 },
    service: { cpu: 512, memoryMiB: 1024, minimumTasks: 2, maximumTasks: 6, requestsPerMinutePerTask: 3000 },
  },
  web: { cpu: 512, memoryMiB: 1024, minimumTasks: 2, maximumTasks: 6, requestsPerMinutePerTask: 1500 },
  worker: { cpu: 256, memoryMiB: 512, minimumTasks: 1, maximumTasks: 2 },
  edge: { purgedPathsPerHour: 50 },
  canary: { percent: 10, minutes: 5 },
  payment: 'test',
  logDays: RetentionDays.ONE_MONTH,
}

const prod: Environment = {
  name: 'prod',
  ...frankfurt,
  domain: { name: 'shop.example.com', hostedZoneId: 'Z0EXAMPLE', hostedZoneName: 'example.com' },
  keepsData: true,
  network: { cidr: '10.30.0.0/16', natGateways: 3, interfaceEndpoints: true },
  database: {
    capacity: { kind: 'provisioned', instanceType: 'r8g.xlarge' },
    readers: 2,
    backupDays: 35,
  },
  cache: { nodeType: 'cache.r7g.large', shards: 3, replicasPerShard: 2 },
  api: {
    function: { memoryMiB: 1769, provisionedConcurrency: 2 },
    service: {
      cpu: 1024,
      memoryMiB: 2048,
      minimumTasks: 6,
      maximumTasks: 60,
      requestsPerMinutePerTask: 6000,
    },
  },
  web: { cpu: 1024, memoryMiB: 2048, minimumTasks: 3, maximumTasks: 30, requestsPerMinutePerTask: 3000 },
  worker: { cpu: 512, memoryMiB: 1024, minimumTasks: 2, maximumTasks: 4 },
  edge: { purgedPathsPerHour: 200 },
  canary: { percent: 10, minutes: 10 },
  payment: 'stripe',
  logDays: RetentionDays.THREE_MONTHS,
}

export const environments = { dev, staging, prod } as const

/**
 * The environment that `-c env=…` asks for.
 *
 * @throws if there is none of that name, or if its literal contradicts itself; all faults are reported together.
 */
export function environmentNamed(name: unknown): Environment {
  const names = Object.keys(environments).join(', ')
  if (name === undefined || name === '') {
    throw new Error(`No environment was chosen: add -c env=NAME, where NAME is one of ${names}.`)
  }
  const environment = Object.values(environments).find((candidate) => candidate.name === name)
  if (environment === undefined) {
    throw new Error(`Unknown environment ${JSON.stringify(name)}: -c env=NAME takes one of ${names}.`)
  }
  const found = faults(environment)
  if (found.length > 0) {
    throw new Error(`lib/environments.ts, environment ${environment.name}:\n- ${found.join('\n- ')}`)
  }
  return environment
}

/** What is wrong with an environment's literal, each fault with its remedy. */
export function faults(environment: Environment): string[] {
  const { account, region, availabilityZones, cache, canary, database, edge, api, web, worker } = environment
  const services = { web, worker, ...(api.service && { 'api.service': api.service }) }
  return [
    ...(account !== undefined && !/^\d{12}$/.test(account)
      ? [`account is ${JSON.stringify(account)}; give twelve digits, or leave it out`]
      : []),
    ...availabilityZones
      .filter((zone) => !zone.startsWith(region))
      .map((zone) => `availabilityZones holds ${zone}, which does not lie in ${region}; name zones of it`),
    ...(new Set(availabilityZones).size < availabilityZones.length
      ? [`availabilityZones repeats a zone (${availabilityZones.join(', ')}); name three different ones`]
      : []),
    ...(cache.replicasPerShard < 1
      ? [`cache.replicasPerShard is ${cache.replicasPerShard}; automatic failover needs 1 to 5`]
      : []),
    ...(database.readers < 0 || database.readers > 15
      ? [`database.readers is ${database.readers}; Aurora takes 0 to 15`]
      : []),
    ...(!Number.isInteger(edge.purgedPathsPerHour) || edge.purgedPathsPerHour < 1
      ? [`edge.purgedPathsPerHour is ${edge.purgedPathsPerHour}; take a whole number of 1 or more`]
      : []),
    ...(canary.percent < 1 || canary.percent > 99
      ? [`canary.percent is ${canary.percent}; CodeDeploy takes 1 to 99`]
      : []),
    ...(canary.minutes < 1 || canary.minutes > 30
      ? [
          `canary.minutes is ${canary.minutes}; take 1 to 30, as CloudFormation waits one hour for the whole release`,
        ]
      : []),
    ...Object.entries(services)
      .filter(([, size]) => size.minimumTasks < 1 || size.minimumTasks > size.maximumTasks)
      .map(
        ([name, size]) =>
          `${name} runs ${size.minimumTasks} to ${size.maximumTasks} tasks; take 1 or more, and no fewer at most than at least`,
      ),
  ]
}
