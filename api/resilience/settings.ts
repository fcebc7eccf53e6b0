/**
 * The numbers of all policies, each with its reason. Milliseconds unless the name says otherwise.
 */

/** A statement that a shopper waits for. */
export const databaseRead = {
  /** Ten times the p99 of the slowest page under load (a list of 20 with cold cache: 58 ms), rounded up: what takes longer is stuck. */
  timeout: 1_500,
  /** Readers tried before the writer is asked: two, as any one replica may be gone. */
  readersTried: 2,
  /** A replica that did not show a change is not asked for it again so soon; it replays thousands of changes meanwhile. */
  lagRemembered: 100,
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

/** How a process knows that its cached values are good. */
export const cacheFence = {
  /** Longer than a pause of the garbage collector or a failover of the relay, short enough to be no outage of truth. */
  lease: 2_000,
  /** Eight to a lease: it takes a real outage and not a lost packet to let it run out. */
  beatInterval: 250,
  /** A heartbeat about an older look at the outbox is not sent; lease and this together stay below three seconds. */
  beatWithin: 500,
  /** How long a process waits on the stream for a heartbeat before it asks again: two intervals. */
  readWait: 500,
  /** Above the wait, below the lease: a frozen node is given up while the lease holds. */
  readTimeout: 900,
  readPause: 100,
  /** About 20 MB. Beyond it tags are forgotten in the order of their invalidation and the floor rises. */
  mostTags: 100_000,
  /** A tag changed more often than this during the longest transaction is hardly worth caching. */
  mostTransactions: 32,
  /** Kept for processes that start: longer than most values are fresh. */
  historySeconds: 600,
  /** So that a start takes no longer than a second after a large import. */
  historyTags: 300_000,
}

/** When and how the edge is told of invalidations. */
export const edgePurge = {
  /**
   * After this every process has heard of an invalidation or holds no lease: a heartbeat that says nothing of it can
   * be sent `beatWithin` after it at the latest, and is good for one lease. Half a second more for the network.
   */
  settled: cacheFence.lease + cacheFence.beatWithin + 500,
  timeout: 3_000,
  /** The pauses between seven tries are more than ten minutes in all; by then everything at the edge has expired. */
  attempts: 7,
}

/** How the relay finds invalidations. Seconds from commit to every process hang on it. */
export const relay = {
  /** Measured: a look that finds nothing costs the writer 0.24 ms of CPU, 1.1 % of one core in all (decision 0004). */
  invalidationPoll: 20,
  /** Jobs (mails, refunds) may wait longer than pages. */
  jobPoll: 150,
  /** After a failure, e.g. while the database fails over. */
  pause: 1_000,
  /** Events that one round takes; enough for an import, small enough for one short transaction. */
  eventsPerRound: 500,
}

export const cacheLifetimes = {
  /** Seconds. "There is no such product" may end with any import, and bots ask for much that never was. */
  negativeSeconds: 15,
  /** At most a tenth of the time is taken off at random, so that what was filled together does not expire together. */
  jitter: 0.1,
  /** Between two refreshes of the same stale value by one process, while the lease is lost or the source fails. */
  refreshPause: 1_000,
}

export const cacheLoad = {
  /** A loader that died holds up others for this long at most; ten times a slow load. */
  permit: 3_000,
  /** Whoever waits for another process's load gives up then and loads by itself. */
  wait: 1_500,
  /** First pause between two looks whether the other has finished; doubled up to the longest. */
  firstPause: 5,
  longestPause: 50,
  /** A value that was overtaken while it was loaded is loaded again; a tag that changes faster is served uncached. */
  attempts: 3,
}

export const cacheSizes = {
  /** Larger values would fill a shard's network and a process's memory for one key. */
  largestValueBytes: 1_000_000,
  /** Objects take about three times the bytes of their JSON (measured in bench/cache). */
  objectFactor: 3,
  /** Key, tags, provenance and the bookkeeping of an entry. */
  entryOverheadBytes: 400,
  /** Of memory, for keys that were asked for more than once; a crawler's single look-ups cannot push these out. */
  protectedShare: 0.8,
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

/** Answers that shoppers share. Seconds. */
export const answers = {
  /** At most; what an answer was made from usually ends sooner (products after 60 s, the category tree after 300 s). */
  freshSeconds: 300,
  /** After that it is given at once while one caller makes it anew: covers the time that nobody asks at night. */
  staleSeconds: 600,
  /**
   * A shop that sells an hour-old page beats one that sells nothing; checkout decides by the database anyhow. No longer,
   * because answers to searches that hardly anybody repeats stay in Redis for that time.
   */
  errorSeconds: 3_600,
  /** One log line for so many hits, which all look the same. Errors and answers that were made have one each. */
  hitsPerLogLine: 100,
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

/** A remote product system that the catalogue is read from; sizes in bytes. */
export const remoteCatalog = {
  /** One attempt. A page of 100 products takes such a system 200 ms; what takes a second is stuck. */
  attemptTimeout: 1_000,
  /** All attempts and the waiting between them: below the request's deadline, so that a stale answer is still in time. */
  totalTimeout: 2_500,
  /** A third attempt after two failures finds a restarted or another instance; more only add to its load. */
  retries: 2,
  /** First pause of the decorrelated jitter, and its longest. */
  retryDelay: 50,
  maximumRetryDelay: 400,
  /** Five in a row are no coincidence, whatever the request rate. */
  consecutiveFailures: 5,
  /** While it is away, one request of each process tries every 2 s. */
  halfOpenAfter: 2_000,
  /** With the cache in front, 20 questions at a time are 100 requests a second at 200 ms each. */
  concurrent: 20,
  /** Three rounds; who would wait longer is better served by what the cache has. */
  queue: 60,
  /** 100 products with 20 variants, pictures and texts have 2 MB. */
  bodyLimitBytes: 8_000_000,
  /** Answers kept with their ETags: some hundred pages, a tenth of a small task's memory. */
  keptBytes: 32_000_000,
  /** How soon a change over there is seen here; an unchanged feed answers 304. */
  changesInterval: 2_000,
  /** After a failure; the circuit breaker asks no sooner, either. */
  changesPause: 5_000,
}
