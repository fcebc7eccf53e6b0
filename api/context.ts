import type { Logger } from 'pino'
import type { Cache } from './cache/cache.ts'
import type { CatalogSource } from './catalog/catalog-source.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import type { FeatureFlags } from './feature-flags.ts'
import type { Locale } from './locale.ts'
import type { PaymentProvider } from './payment/payment-provider.ts'
import type { Viewer } from './security/viewer.ts'
import type { Metrics } from './telemetry/metrics.ts'
import type { Tracer } from './telemetry/tracer.ts'

/** What lives as long as the process. Made once by `createApplication`, overridden piecewise by tests. */
export interface ApplicationContext {
  readonly config: Config
  readonly log: Logger
  readonly metrics: Metrics
  readonly tracer: Tracer
  readonly database: Database
  readonly cache: Cache
  readonly catalog: CatalogSource
  readonly paymentProvider: PaymentProvider
  readonly featureFlags: FeatureFlags
  readonly clock: () => Date
}

/** What lives as long as one GraphQL request; the `contextValue` of every resolver. */
export interface RequestContext {
  readonly application: ApplicationContext
  readonly requestId: string
  readonly log: Logger
  readonly viewer: Viewer
  /** Address of the client, as far as trusted proxies tell it. */
  readonly clientAddress: string
  /** Set by `@inContext` before execution; the default until then. */
  locale: Locale
  /** Aborted when the request's deadline passes or the client is gone. */
  readonly signal: AbortSignal
  /** Says that what was just learned is for this caller only, whatever the schema says of the fields. */
  keepPrivate(): void
}
