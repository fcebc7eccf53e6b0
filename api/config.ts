import { z } from 'zod'
import { environment, parts } from './contract.ts'

/** Everything that a process of the application is told by its environment. Immutable; parsed once by the process file. */
export interface Config {
  readonly mode: 'development' | 'production'
  readonly environmentName: string
  readonly release: string
  readonly host: string
  readonly port: number
  readonly publicOrigin: string
  readonly corsOrigins: readonly string[]
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  readonly database: DatabaseConfig
  readonly cache: CacheConfig
  readonly oidc: { readonly issuer: string; readonly audience: string }
  readonly trustedDocuments: { readonly path: string | undefined; readonly only: boolean }
  readonly limits: LimitsConfig
  readonly tracer: TracerConfig
  readonly catalog: CatalogConfig
  readonly payment: PaymentConfig
  readonly mailFolder: string | undefined
  /** What is in front of the shop and must forget what is out of date. */
  readonly edge: EdgeConfig
  readonly logLevel: LogLevel
}

interface DatabaseConfig {
  readonly writerUrl: string
  readonly readerUrls: readonly string[]
  /** Of the primary without a pooler; undefined where the process needs none. */
  readonly directUrl: string | undefined
  readonly tls: 'verify-full' | 'disable'
  readonly secretArn: string | undefined
}

export interface CacheConfig {
  readonly nodes: readonly { readonly host: string; readonly port: number }[]
  readonly tls: boolean
  readonly secretArn: string | undefined
  /** Of values and answers in one process's own memory. */
  readonly memoryBytes: number
  /** Keeps the entries of several shops on one cluster apart: the name of the database that they are made of. */
  readonly space: string
}

export interface LimitsConfig {
  readonly maximumCost: number
  readonly rateLimitCost: number
  readonly rateLimitSeconds: number
}

type TracerConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'otlp'; readonly endpoint: string }
  | { readonly kind: 'xray'; readonly daemonAddress: string }

export type CatalogConfig =
  | { readonly source: 'postgres' }
  | { readonly source: 'http' | 'composed'; readonly url: string; readonly token: string | undefined }

export type PaymentConfig =
  | { readonly provider: 'test' }
  | { readonly provider: 'stripe'; readonly secretKey: string; readonly webhookSecret: string }

export type EdgeConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'http'; readonly purgeUrl: string }
  | { readonly kind: 'sqs'; readonly queueUrl: string }

type LogLevel = (typeof logLevels)[number]

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** One or more variables are missing or wrong. The message lists all of them. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig'
}

/** Variables whose values never appear in a message. */
const secrets: ReadonlySet<string> = new Set([
  environment.databaseWriterUrl,
  environment.databaseReaderUrls,
  environment.databaseDirectUrl,
  environment.stripeSecretKey,
  environment.stripeWebhookSecret,
  environment.catalogToken,
])

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'an origin like https://shop.example, without a path',
  )
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http(s):// address' })
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'postgres://user:password@host:port/database',
})
const flag = z.enum(['true', 'false'], { error: 'true or false' }).transform((text) => text === 'true')
const node = z
  .string()
  .regex(/^[^:\s]+:\d{1,5}$/, 'host:port, several separated by commas')
  .transform((text) => ({
    host: text.slice(0, text.lastIndexOf(':')),
    port: Number(text.slice(text.lastIndexOf(':') + 1)),
  }))

function list<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item))
}

function wholeNumber(least: number, most: number) {
  const allowed = `a whole number from ${least} to ${most}`
  return z.coerce
    .number({ error: allowed })
    .refine((n) => Number.isInteger(n) && n >= least && n <= most, allowed)
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` })
}

const variables = z.object({
  [environment.mode]: oneOf(['development', 'production']).default('production'),
  [environment.name]: z.string().default('local'),
  [environment.release]: z.string().default('unreleased'),
  [environment.host]: z.string().default('127.0.0.1'),
  [environment.port]: wholeNumber(0, 65535).default(parts.api.port),
  [environment.publicOrigin]: origin,
  [environment.corsOrigins]: list(origin).default([]),
  [environment.trustedProxies]: list(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
      error: 'addresses or CIDR ranges, separated by commas',
    }),
  ).default([]),
  [environment.databaseWriterUrl]: postgresUrl,
  [environment.databaseReaderUrls]: list(postgresUrl).default([]),
  [environment.databaseDirectUrl]: postgresUrl.optional(),
  [environment.databaseTls]: oneOf(['verify-full', 'disable']).default('verify-full'),
  [environment.databaseSecretArn]: z.string().startsWith('arn:', 'an ARN').optional(),
  [environment.cacheNodes]: list(node).refine(
    (nodes) => nodes.length > 0,
    'host:port of at least one cache node',
  ),
  [environment.cacheTls]: flag.default(true),
  [environment.cacheSecretArn]: z.string().startsWith('arn:', 'an ARN').optional(),
  [environment.cacheMemoryMegabytes]: wholeNumber(1, 100_000).default(128),
  [environment.oidcIssuer]: httpUrl,
  [environment.oidcAudience]: z.string(),
  [environment.trustedDocuments]: z.string().optional(),
  [environment.trustedDocumentsOnly]: flag.default(false),
  [environment.maximumCost]: wholeNumber(1, 1_000_000).default(5_000),
  [environment.rateLimitCost]: wholeNumber(1, 1_000_000_000).default(300_000),
  [environment.rateLimitSeconds]: wholeNumber(1, 86_400).default(60),
  [environment.tracer]: oneOf(['none', 'otlp', 'xray']).default('none'),
  [environment.otlpEndpoint]: httpUrl.optional(),
  [environment.xrayDaemonAddress]: z.string().default('127.0.0.1:2000'),
  [environment.catalogSource]: oneOf(['postgres', 'http', 'composed']).default('postgres'),
  [environment.catalogUrl]: httpUrl.optional(),
  [environment.catalogToken]: z.string().optional(),
  [environment.paymentProvider]: oneOf(['test', 'stripe']).default('test'),
  [environment.stripeSecretKey]: z.string().optional(),
  [environment.stripeWebhookSecret]: z.string().optional(),
  [environment.mailFolder]: z.string().optional(),
  [environment.edgePurgeUrl]: httpUrl.optional(),
  [environment.edgePurgeQueueUrl]: httpUrl.optional(),
  [environment.logLevel]: oneOf(logLevels).default('info'),
})

type Variables = z.infer<typeof variables>

type Given = Readonly<Record<string, string | undefined>>

/** Variables that another variable's value makes necessary: [name, variable that asks for it, its value]. */
const dependents = [
  [environment.otlpEndpoint, environment.tracer, 'otlp'],
  [environment.trustedDocuments, environment.trustedDocumentsOnly, 'true'],
  [environment.catalogUrl, environment.catalogSource, 'http'],
  [environment.catalogUrl, environment.catalogSource, 'composed'],
  [environment.stripeSecretKey, environment.paymentProvider, 'stripe'],
  [environment.stripeWebhookSecret, environment.paymentProvider, 'stripe'],
] as const

/**
 * Reads the variables named in `contract.ts`. An empty variable counts as a missing one.
 *
 * @throws InvalidConfig with one line for every fault: name, given value (secrets hidden), what is allowed
 */
export function parseConfig(variablesGiven: Given): Config {
  const given = Object.fromEntries(
    Object.entries(variablesGiven).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = variables.safeParse(given)
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => describe(issue, given)),
    ...missingDependents(given),
    ...exclusive(given, environment.edgePurgeUrl, environment.edgePurgeQueueUrl),
  ]
  if (!parsed.success || faults.length > 0) {
    throw new InvalidConfig(
      `The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}\n` +
        'Set the variables and start again; api/contract.ts explains each.',
    )
  }
  return toConfig(parsed.data)
}

function describe(issue: z.core.$ZodIssue, given: Given): string {
  const name = String(issue.path[0])
  const value = given[name]
  if (value === undefined) return `  ${name} is not set; ${expected(issue)} is needed`
  return `  ${name} is ${secrets.has(name) ? '(hidden)' : JSON.stringify(value)}; allowed: ${expected(issue)}`
}

function missingDependents(given: Given): string[] {
  return dependents
    .filter(([name, cause, value]) => given[cause] === value && given[name] === undefined)
    .map(([name, cause, value]) => `  ${name} is not set; a value is needed, because ${cause} is ${value}`)
}

function exclusive(given: Given, one: string, other: string): string[] {
  if (given[one] === undefined || given[other] === undefined) return []
  return [`  ${one} and ${other} are both set; there is one edge, so set one of them or none`]
}

function expected(issue: z.core.$ZodIssue): string {
  return issue.message.startsWith('Invalid input: expected string') ? 'a value' : issue.message
}

function toConfig(given: Variables): Config {
  return {
    mode: given.KONTOR_MODE,
    environmentName: given.KONTOR_ENVIRONMENT,
    release: given.KONTOR_RELEASE,
    host: given.HOST,
    port: given.PORT,
    publicOrigin: given.PUBLIC_ORIGIN,
    corsOrigins: given.CORS_ORIGINS,
    trustedProxies: given.TRUSTED_PROXIES,
    database: {
      writerUrl: given.DATABASE_WRITER_URL,
      readerUrls: given.DATABASE_READER_URLS,
      directUrl: given.DATABASE_DIRECT_URL,
      tls: given.DATABASE_TLS,
      secretArn: given.DATABASE_SECRET_ARN,
    },
    cache: {
      nodes: given.CACHE_NODES,
      tls: given.CACHE_TLS,
      secretArn: given.CACHE_SECRET_ARN,
      memoryBytes: given.CACHE_MEMORY_MEGABYTES * 1_000_000,
      space: decodeURIComponent(new URL(given.DATABASE_WRITER_URL).pathname.slice(1)),
    },
    oidc: { issuer: given.OIDC_ISSUER, audience: given.OIDC_AUDIENCE },
    trustedDocuments: { path: given.TRUSTED_DOCUMENTS, only: given.TRUSTED_DOCUMENTS_ONLY },
    limits: {
      maximumCost: given.MAXIMUM_COST,
      rateLimitCost: given.RATE_LIMIT_COST,
      rateLimitSeconds: given.RATE_LIMIT_SECONDS,
    },
    tracer: tracerConfig(given),
    catalog: catalogConfig(given),
    payment: paymentConfig(given),
    mailFolder: given.MAIL_FOLDER,
    edge: edgeConfig(given),
    logLevel: given.LOG_LEVEL,
  }
}

function edgeConfig(given: Variables): EdgeConfig {
  if (given.EDGE_PURGE_URL !== undefined) return { kind: 'http', purgeUrl: given.EDGE_PURGE_URL }
  if (given.EDGE_PURGE_QUEUE_URL !== undefined) return { kind: 'sqs', queueUrl: given.EDGE_PURGE_QUEUE_URL }
  return { kind: 'none' }
}

function tracerConfig(given: Variables): TracerConfig {
  switch (given.TRACER) {
    case 'none':
      return { kind: 'none' }
    case 'otlp':
      return { kind: 'otlp', endpoint: given.OTLP_ENDPOINT ?? '' }
    case 'xray':
      return { kind: 'xray', daemonAddress: given.AWS_XRAY_DAEMON_ADDRESS }
  }
}

function catalogConfig(given: Variables): CatalogConfig {
  switch (given.CATALOG_SOURCE) {
    case 'postgres':
      return { source: 'postgres' }
    case 'http':
    case 'composed':
      return { source: given.CATALOG_SOURCE, url: given.CATALOG_URL ?? '', token: given.CATALOG_TOKEN }
  }
}

function paymentConfig(given: Variables): PaymentConfig {
  switch (given.PAYMENT_PROVIDER) {
    case 'test':
      return { provider: 'test' }
    case 'stripe':
      return {
        provider: 'stripe',
        secretKey: given.STRIPE_SECRET_KEY ?? '',
        webhookSecret: given.STRIPE_WEBHOOK_SECRET ?? '',
      }
  }
}
