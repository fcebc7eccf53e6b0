/**
 * The facts about the application that its surroundings must know: the CDK app, the launcher, the drills.
 * It imports nothing, so that infrastructure can import it without dragging the application along.
 */

/** What an HTTP process answers on, besides its purpose. */
export const paths = {
  graphql: '/graphql',
  /** Alive: 200 as long as the event loop turns. Never asks a dependency. */
  health: '/healthz',
  /** Ready for traffic: 200, or 503 with the reasons as JSON. */
  ready: '/readyz',
  /** Prometheus text format. Not routed by the edge. */
  metrics: '/metrics',
  /** What is cached and why (docs/cache.md). Not routed by the edge; refuses requests that came through a proxy. */
  cache: '/cache',
  /** Payment provider webhooks. */
  paymentWebhook: '/webhooks/payment',
  /** Where the identity provider sends people back to, on the shop's origin. */
  signInCallback: '/auth/callback',
  /** Product pictures and the storefront's built files. */
  assets: '/assets',
} as const

/** The parts that run as processes; each has the same name on AWS and on a laptop. */
export const parts = {
  api: { port: 4001 },
  web: { port: 4004 },
  worker: { port: 4003 },
} as const

/** Names of the environment variables that `api/config.ts` parses. */
export const environment = {
  /** `development` or `production`: error details and introspection. */
  mode: 'KONTOR_MODE',
  /** Environment name, e.g. `local`, `dev`, `prod`. A label in logs and metrics. */
  name: 'KONTOR_ENVIRONMENT',
  /** Release identifier, e.g. a commit hash. A label in logs, metrics and traces. */
  release: 'KONTOR_RELEASE',
  host: 'HOST',
  port: 'PORT',
  /** `postgres://…` of the writer (PgBouncer or RDS Proxy in front of it). */
  databaseWriterUrl: 'DATABASE_WRITER_URL',
  /** Comma separated `postgres://…` of the readers; empty: the writer serves reads. */
  databaseReaderUrls: 'DATABASE_READER_URLS',
  /** `postgres://…` of the primary without a pooler: migrations, job runner (LISTEN). */
  databaseDirectUrl: 'DATABASE_DIRECT_URL',
  /** ARN of a Secrets Manager secret (`host`, `port`, `username`, `password`, `dbname`) used instead of the password in the URLs. */
  databaseSecretArn: 'DATABASE_SECRET_ARN',
  /** `verify-full`, or `disable` on a laptop. */
  databaseTls: 'DATABASE_TLS',
  /** Comma separated `host:port` of at least one cache node. */
  cacheNodes: 'CACHE_NODES',
  cacheTls: 'CACHE_TLS',
  /** Megabytes of cached values and answers that one process keeps in its own memory. */
  cacheMemoryMegabytes: 'CACHE_MEMORY_MEGABYTES',
  /** ARN of a secret (`username`, `password`) for the cache. */
  cacheSecretArn: 'CACHE_SECRET_ARN',
  /** OpenID Connect issuer whose access tokens are accepted. */
  oidcIssuer: 'OIDC_ISSUER',
  oidcAudience: 'OIDC_AUDIENCE',
  /** Origin that shoppers see, e.g. `https://shop.example`. */
  publicOrigin: 'PUBLIC_ORIGIN',
  /** Comma separated origins allowed by CORS, besides the public one. */
  corsOrigins: 'CORS_ORIGINS',
  /** Comma separated addresses or CIDR ranges of proxies whose X-Forwarded-For is believed. */
  trustedProxies: 'TRUSTED_PROXIES',
  /** Path of the trusted documents (sha256 of an operation -> its text) built with the storefront. */
  trustedDocuments: 'TRUSTED_DOCUMENTS',
  /** `true`: operations that are not in the trusted documents are refused. Default `false`. */
  trustedDocumentsOnly: 'TRUSTED_DOCUMENTS_ONLY',
  /** Highest cost of one operation, in the unit of the @cost directive. */
  maximumCost: 'MAXIMUM_COST',
  /** Cost that one client may spend in a window, and the window's length in seconds. */
  rateLimitCost: 'RATE_LIMIT_COST',
  rateLimitSeconds: 'RATE_LIMIT_SECONDS',
  /** `none`, `otlp` or `xray`. */
  tracer: 'TRACER',
  otlpEndpoint: 'OTLP_ENDPOINT',
  xrayDaemonAddress: 'AWS_XRAY_DAEMON_ADDRESS',
  /** `postgres`, `http` (a remote product system) or `composed` (a remote one with our prices and stock). */
  catalogSource: 'CATALOG_SOURCE',
  /** Base address of the remote product system; docs/remote-catalogue.md. */
  catalogUrl: 'CATALOG_URL',
  /** Bearer token for it; none: it asks for none. */
  catalogToken: 'CATALOG_TOKEN',
  /** `test` or `stripe`. */
  paymentProvider: 'PAYMENT_PROVIDER',
  stripeSecretKey: 'STRIPE_SECRET_KEY',
  stripeWebhookSecret: 'STRIPE_WEBHOOK_SECRET',
  /** Folder into which mails are written where there is no mail service. */
  mailFolder: 'MAIL_FOLDER',
  /** Queue that takes `{ "tags": [...] }`, the tags whose answers the CDN shall forget; none on a laptop. */
  edgePurgeQueueUrl: 'EDGE_PURGE_QUEUE_URL',
  /** Address that takes the same by POST: the reverse proxy's on a laptop. One of the two, or neither without an edge. */
  edgePurgeUrl: 'EDGE_PURGE_URL',
  /** ARN of a secret (`secretKey`, `webhookSecret`) of Stripe, used instead of the two variables above. */
  stripeSecretArn: 'STRIPE_SECRET_ARN',
  logLevel: 'LOG_LEVEL',
} as const

/** Environment variables of the storefront process (`web/`), besides HOST, PORT and the shared ones above. */
export const webEnvironment = {
  /** Base address of the API as seen from the storefront process, without a path. */
  apiOrigin: 'API_ORIGIN',
  oidcClientId: 'OIDC_CLIENT_ID',
  oidcClientSecret: 'OIDC_CLIENT_SECRET',
  /** At least 32 characters; comma separated for rotation, newest first. */
  sessionSecrets: 'SESSION_SECRETS',
} as const

/** Metric names as Prometheus sees them; CloudWatch gets the same names through EMF. */
export const metrics = {
  namespace: 'Kontor',
  httpRequestSeconds: 'http_server_request_duration_seconds',
  graphqlOperationSeconds: 'graphql_operation_duration_seconds',
  graphqlOperationCost: 'graphql_operation_cost',
  graphqlFieldDeprecatedUses: 'graphql_deprecated_field_uses_total',
  databaseQuerySeconds: 'db_client_operation_duration_seconds',
  databasePoolWaiting: 'db_client_connection_pending_requests',
  cacheRequests: 'cache_requests_total',
  cacheLookups: 'cache_lookups_total',
  cacheStalenessSeconds: 'cache_invalidation_delay_seconds',
  cacheStreamPosition: 'cache_invalidation_position',
  cacheMemoryBytes: 'cache_memory_bytes',
  checkouts: 'checkouts_total',
  outboxAgeSeconds: 'outbox_oldest_age_seconds',
} as const

/** Response header with the comma separated cache tags of an answer; the CDN forgets answers by them. */
export const cacheTagHeader = 'cache-tag'

/** Cookie with the country that a shopper shops for: what prices and delivery depend on. */
export const marketCookie = 'kontor_market'

/**
 * What the edge may keep, and by what it tells answers apart: for CloudFront's policies and the local proxy alike.
 * What is not named here does not reach the process that makes the answer, so it cannot slip into what others get.
 */
export const edge = {
  /** Query parameters of documents by GET. */
  documentQuery: ['query', 'operationName', 'variables', 'extensions'],
  /** Request headers that their answers may depend on; answers for a token are kept for that token only. */
  documentHeaders: ['authorization', 'origin'],
  /** Query parameters that pages read; `_routes` is React Router's. CloudFront's policies take ten. */
  pageQuery: ['_routes', 'after', 'available', 'filter', 'from', 'prefix', 'q', 'sort', 'until', 'variant'],
  /** Cookies that pages may depend on. */
  pageCookies: [marketCookie],
  /**
   * Paths of what belongs to one shopper: never kept, and the only ones that see other cookies. `*` stands for any
   * characters, `?` for one, as in CloudFront's path patterns.
   */
  personalPaths: [
    '/??/account*',
    '/??/cart*',
    '/??/checkout*',
    '/??/market*',
    '/??/orders/*',
    '/auth/*',
    '/webhooks/*',
  ],
  /**
   * What browsers are told of an answer that the edge keeps. Nobody can purge a browser, so it must ask each time,
   * and must not use a stale copy while it does (`stale-while-revalidate` would let it).
   */
  viewerCacheControl: 'public, max-age=0, must-revalidate',
  /** Longest time that an answer may stay at the edge without a question; bounds staleness when a purge is lost. */
  keptSeconds: 300,
  /** Longest time after that in which the old page is given while the new one is fetched. */
  staleSeconds: 60,
} as const

/** Seconds between SIGTERM and exit at the latest; infrastructure gives ECS's stopTimeout a little more. */
export const drainSeconds = 25
/** Keep-alive of the HTTP servers; longer than the ALB's idle time-out of 60 s, or the ALB sees resets (502). */
export const keepAliveSeconds = 65

/** CloudFront reads at most so many tags of one answer, each at most so long. */
export const mostEdgeTags = 50
export const longestEdgeTag = 256
/** Each kind of tag has so many groups: three kinds that are all grouped still fit into one answer. */
const edgeTagGroups = 16

/**
 * The group that stands for a tag where an answer has too many: `product:42` is in one of `product-group:0` to
 * `product-group:15`. FNV-1a, as every process and both sides (answers, purges) must find the same group.
 */
function edgeTagGroupOf(tag: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(tag)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return `${kindOf(tag)}-group:${hash % edgeTagGroups}`
}

const kindOf = (tag: string) => /^[a-z0-9-]{1,100}(?=:|$)/.exec(tag)?.[0] ?? 'other'

/** Whether CloudFront takes the tag as it is; one with a comma or a space would be taken for another. */
const isPlainEdgeTag = (tag: string) => tag.length <= longestEdgeTag && /^[\x21-\x2b\x2d-\x7e]+$/.test(tag)

/**
 * The tags that an answer made from `tags` carries in `cacheTagHeader`: in lower case (CloudFront ignores case), and
 * kinds with the most tags replaced by their groups until all fit. Undefined: they do not fit even so, and the answer
 * must not stay at the edge.
 */
export function edgeTagsOf(tags: readonly string[]): string[] | undefined {
  const lower = tags.map((tag) => tag.toLowerCase())
  const plain = new Set(lower.map((tag) => (isPlainEdgeTag(tag) ? tag : edgeTagGroupOf(tag))))
  const kinds = Map.groupBy(plain, kindOf)
  for (const [kind, members] of [...kinds].sort(([, a], [, b]) => b.length - a.length)) {
    if (sizeOf(kinds) <= mostEdgeTags) break
    // A purge names a tag and its group, and no group of groups.
    if (!kind.endsWith('-group')) kinds.set(kind, [...new Set(members.map(edgeTagGroupOf))])
  }
  return sizeOf(kinds) <= mostEdgeTags ? [...kinds.values()].flat().sort() : undefined
}

function sizeOf(kinds: ReadonlyMap<string, readonly string[]>): number {
  let size = 0
  for (const members of kinds.values()) size += members.length
  return size
}

/** What the edge must be told to forget when `tags` are invalidated, so that every answer made from them is met. */
export function edgePurgesOf(tags: readonly string[]): string[] {
  const lower = tags.map((tag) => tag.toLowerCase())
  return [...new Set([...lower.filter(isPlainEdgeTag), ...lower.map(edgeTagGroupOf)])].sort()
}
