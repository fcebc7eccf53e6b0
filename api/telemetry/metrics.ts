import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { metrics as names } from '../contract.ts'

/** What the application counts. Labels are few and bounded: each combination is a time series that somebody pays for. */
export interface Metrics {
  readonly registry: Registry
  readonly httpRequestSeconds: Histogram<'method' | 'route' | 'status'>
  /** `operation` is the operation's name if it is a trusted document, else `other`. */
  readonly graphqlOperationSeconds: Histogram<'operation' | 'outcome'>
  readonly graphqlOperationCost: Histogram
  readonly deprecatedFieldUses: Counter<'field' | 'client'>
  readonly databaseQuerySeconds: Histogram<'node' | 'statement' | 'outcome'>
  readonly databasePoolWaiting: Gauge<'node'>
  readonly cacheRequests: Counter<'verdict'>
  readonly cacheLookups: Counter<'level' | 'verdict'>
  readonly cacheStalenessSeconds: Histogram
  readonly cacheStreamPosition: Gauge
  readonly cacheMemoryBytes: Gauge
  readonly checkouts: Counter<'outcome'>
  readonly outboxAgeSeconds: Gauge
}

/** 1 ms to 10 s, denser where the latency goals lie. */
const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const costBuckets = [1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

/** Metrics with a registry of their own, so that several applications live in one process (tests, Lambda). */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    httpRequestSeconds: new Histogram({
      name: names.httpRequestSeconds,
      help: 'Time from the head of a request to its answer, without sending it.',
      labelNames: ['method', 'route', 'status'],
      buckets: latencyBuckets,
      registers,
    }),
    graphqlOperationSeconds: new Histogram({
      name: names.graphqlOperationSeconds,
      help: 'Time of one GraphQL operation, parsing to formatted result.',
      labelNames: ['operation', 'outcome'],
      buckets: latencyBuckets,
      registers,
    }),
    graphqlOperationCost: new Histogram({
      name: names.graphqlOperationCost,
      help: 'Cost of an operation as the @cost directive defines it.',
      buckets: costBuckets,
      registers,
    }),
    deprecatedFieldUses: new Counter({
      name: names.graphqlFieldDeprecatedUses,
      help: 'Operations that select a deprecated field, per client.',
      labelNames: ['field', 'client'],
      registers,
    }),
    databaseQuerySeconds: new Histogram({
      name: names.databaseQuerySeconds,
      help: 'Time of one SQL statement, without waiting for a connection.',
      labelNames: ['node', 'statement', 'outcome'],
      buckets: latencyBuckets,
      registers,
    }),
    databasePoolWaiting: new Gauge({
      name: names.databasePoolWaiting,
      help: 'Callers that wait for a connection.',
      labelNames: ['node'],
      registers,
    }),
    cacheRequests: new Counter({
      name: names.cacheRequests,
      help: 'Look-ups in the shared cache by verdict: hit, stale, miss, error.',
      labelNames: ['verdict'],
      registers,
    }),
    cacheLookups: new Counter({
      name: names.cacheLookups,
      help: 'Answers of the cache by level (memory, redis, made) and verdict (fresh, stale, lease-expired, overtaken, expired).',
      labelNames: ['level', 'verdict'],
      registers,
    }),
    cacheStalenessSeconds: new Histogram({
      name: names.cacheStalenessSeconds,
      help: 'Time from the announcement of a change in its transaction until this process had heard of it.',
      buckets: latencyBuckets,
      registers,
    }),
    cacheStreamPosition: new Gauge({
      name: names.cacheStreamPosition,
      help: 'Number of the last batch of invalidations that this process has heard.',
      registers,
    }),
    cacheMemoryBytes: new Gauge({
      name: names.cacheMemoryBytes,
      help: "Bytes of entries in this process's memory.",
      registers,
    }),
    checkouts: new Counter({
      name: names.checkouts,
      help: 'Checkouts by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    outboxAgeSeconds: new Gauge({
      name: names.outboxAgeSeconds,
      help: 'Age of the oldest event that waits in the outbox.',
      registers,
    }),
  }
}
