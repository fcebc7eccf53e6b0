/**
 * The numbers of all policies, each with its reason. Milliseconds unless the name says otherwise.
 */

/** A statement that a shopper waits for. */
export const databaseRead = {
  /** Ten times the p99 of the slowest page under load (a list of 20 with cold cache: 58 ms), rounded up: what takes longer is stuck. */
  timeout: 1_500,
  /** Readers tried before the writer is asked: two, as any one replica may be gone. */
  readersTried: 2,
}

export const databaseTransaction = {
  /** The whole transaction with its waits for locks; longer than any, shorter than a shopper's patience (10 s). */
  timeout: 8_000,
  /** Enforced by the server inside the transaction, so that an abandoned statement ends there too. */
  statementTimeout: 5_000,
  /** A lock that is held longer belongs to somebody who is stuck; giving up lets the queue behind us move. */
  lockTimeout: 3_000,
  /** Serialization failures end soon or never: three retries find a gap even at 8 writers on one row. */
  retries: 3,
  /** First pause of the decorrelated jitter: about one transaction's length. */
  retryDelay: 15,
  maximumRetryDelay: 250,
}

export const databasePool = {
  /** 2 processes x (20 + 2 x 20) stay below PostgreSQL's default of 100 connections per node. */
  connections: 20,
  /** Callers that wait for a connection before more are turned away: two rounds of the pool. */
  queue: 40,
  /** A new connection takes 5 ms on the LAN, 50 ms with TLS and SCRAM; 1 s is a node that does not answer. */
  connectTimeout: 1_000,
  /** Before AWS NLB's and NAT's 350 s, after which idle connections are dropped silently. */
  idleTimeout: 60_000,
  /** So that connections spread over new readers and follow a failover's DNS. Half an hour costs nothing. */
  maximumLifetimeSeconds: 1_800,
}

/** When a node of the database counts as gone, and how its return is noticed. */
export const databaseBreaker = {
  /** Three in a row: one may be a dropped connection, two a restart of the pooler. */
  consecutiveFailures: 3,
  /** A probe (`select …`) once a second: cheap, and a replica is back in the rotation within two. */
  probeInterval: 1_000,
}

export const cacheCluster = {
  /** A look-up takes 0.3 ms on the LAN; what takes 100 ms is a frozen node, and the database answers sooner. */
  commandTimeout: 100,
  connectTimeout: 1_000,
  /** MOVED to the new master, and once more if that has just changed; more is a loop (ioredis #1865). */
  maximumRedirections: 3,
  /** How soon a promoted replica is noticed without a MOVED; one CLUSTER SLOTS a second per process is nothing. */
  slotsRefreshInterval: 1_000,
}

/** Per shard, so that a dead shard costs nothing and the others go on. */
export const cacheBreaker = {
  /** Five in a row of 100 ms each: half a second of slow misses, then none. */
  consecutiveFailures: 5,
  /** A Redis cluster promotes a replica within its node time-out; asking every half second is soon enough. */
  halfOpenAfter: 500,
}

export const authentication = {
  /** Discovery and key set are small documents of a service that is meant to be always up. */
  timeout: 3_000,
  /** Unknown key ids make the keys be fetched at most this often, so that forged tokens cannot flood the issuer. */
  keyCooldown: 30_000,
  /** A revoked key is forgotten within this time. */
  keyMaximumAge: 600_000,
  /** Between servers with NTP; RFC 7519 allows "no more than a few minutes". */
  clockToleranceSeconds: 5,
}

export const request = {
  /** A shopper has left by then, and the edge's origin time-out (30 s) must not be what ends the work. */
  deadline: 10_000,
}

export const server = {
  /** The longest trusted operation has 4 kB, the longest input 10 kB; ten times that. */
  bodyLimitBytes: 100_000,
  /** Slow senders are cut off (slowloris); Node's own limits keep 200 idle sockets open for over 20 s. */
  headersTimeout: 10_000,
  requestTimeout: 12_000,
  connectionsCheckingInterval: 1_000,
}

export const readiness = {
  /** Load balancers ask every 5 s or so from several places; dependencies are asked once a second at most. */
  cachedFor: 1_000,
  /** Below the balancer's own time-out of 2 s, so that it gets an answer with reasons. */
  dependencyTimeout: 1_500,
}

export const drain = {
  /** After SIGTERM the balancer still sends requests until it has seen /readyz fail: two checks of 2 s, and a margin. */
  notice: 5_000,
}

export const featureFlags = {
  /** A switch takes effect within this time, everywhere, without a message to anybody. */
  cachedFor: 5_000,
}

export const telemetry = {
  /** One batch of spans with its retries. The exporter's default of 10 s would eat half of the drain. */
  exportTimeout: 2_000,
}
