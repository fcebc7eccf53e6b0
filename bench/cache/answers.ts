import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wholeCatalogTag } from '../../api/catalog/catalog-tags.ts'
import { environment, paths } from '../../api/contract.ts'
import { load, type Question } from '../load.ts'
import { cpuSeconds, type ServerProcess, startServer } from '../process.ts'
import { market, storefrontQuestion } from '../questions.ts'
import { type Contender, formatSpread, measureInRounds, ratios, type Series, spread } from '../rounds.ts'
import type { Findings, Scenario } from './findings.ts'

const connections = 50
/** Enough to keep it busy; more would only queue for the database's connections. */
const uncachedConnections = 8

/** A category's first page, the storefront's most frequent large answer. */
const listQuestion = storefrontQuestion('ProductList', {
  ...market,
  first: 24,
  after: null,
  sort: 'BEST_SELLING',
  filter: null,
})

/** So many different pages that no process with the smallest memory holds them: each is asked of Redis again. */
const manyQuestions: readonly Question[] = Array.from({ length: 300 }, (_, price) =>
  storefrontQuestion('ProductList', {
    ...market,
    first: 24,
    after: null,
    sort: 'BEST_SELLING',
    filter: { priceFrom: price },
  }),
)

/** How fast answers leave from memory, from Redis and from the source, against a server that does nothing else. */
export async function measureAnswers({ shop, seconds, rounds, tell }: Scenario): Promise<Findings> {
  const [workerPort = 0, memoryPort = 0, redisPort = 0, uncachedPort = 0, barePort = 0] = shop.freePorts
  const servers: ServerProcess[] = []
  const start = async (options: Parameters<typeof startServer>[0]) => {
    const server = await startServer(options)
    servers.push(server)
    return server
  }
  try {
    const variables = shop.apiVariables()
    // Without its heartbeats nothing would be fresh.
    await start({ name: 'worker', entry: 'api/worker.ts', port: workerPort, variables })
    const memory = await start({ name: 'memory', entry: 'api/main.ts', port: memoryPort, variables })
    const redis = await start({
      name: 'redis',
      entry: 'api/main.ts',
      port: redisPort,
      variables: shop.apiVariables({ [environment.cacheMemoryMegabytes]: '1' }),
    })
    const uncached = await start({
      name: 'uncached',
      entry: 'bench/cache/uncached-server.ts',
      port: uncachedPort,
      variables,
    })
    const answerFile = join(shop.foundation.surroundings.dataFolder, 'bare-answer')
    const bytes = await keepAnswer(memory.origin, answerFile)
    const bare = await start({
      name: 'bare',
      entry: 'bench/cache/bare-server.ts',
      port: barePort,
      variables: { BARE_ANSWER: answerFile },
    })
    const contender = (name: string, server: ServerProcess): Contender => ({
      name,
      measure: () => measure(server, [listQuestion], connections, seconds),
    })
    const contenders = [
      contender('bare node:http', bare),
      contender('hit in memory', memory),
      {
        name: 'hit in Redis',
        measure: async () => {
          // Lists are fresh for half a minute, counted from the oldest value in them: all is made anew, then measured.
          await purgeAll(redis.origin)
          await askEach(redis.origin, manyQuestions)
          const before = await levels(redis.origin)
          const figures = await measure(redis, manyQuestions, connections, seconds)
          return { ...figures, redisShare: shareOf(await levels(redis.origin), before) }
        },
      },
      {
        name: 'uncached',
        measure: () => measure(uncached, manyQuestions, uncachedConnections, seconds),
      },
    ] as const
    tell('warming up')
    for (const { measure } of contenders) await measure()
    return findings(await measureInRounds(contenders, rounds, tell), bytes)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function measure(
  server: ServerProcess,
  questions: readonly Question[],
  connections: number,
  seconds: number,
) {
  const before = await cpuSeconds(server.pid)
  const { answers, perSecond, p50, p99 } = await load({
    origin: server.origin,
    questions,
    connections,
    seconds,
  })
  const used = (await cpuSeconds(server.pid)) - before
  return { perSecond, cpuMicroseconds: (used * 1_000_000) / answers, p50, p99 }
}

/** Keeps the status line's worth of an answer for the bare server: the same headers, the same bytes. */
async function keepAnswer(origin: string, file: string): Promise<number> {
  const { path, headers } = listQuestion
  // Not fetch, which unpacks the body.
  const { request } = await import('undici')
  let answer = await request(`${origin}${path}`, { headers: { ...headers } })
  await answer.body.arrayBuffer()
  answer = await request(`${origin}${path}`, { headers: { ...headers } })
  const body = Buffer.from(await answer.body.arrayBuffer())
  const own = new Set(['connection', 'date', 'keep-alive'])
  const kept = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !own.has(name)))
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${body.toString()}`)
  await writeFile(file, Buffer.concat([Buffer.from(`${JSON.stringify(kept)}\n`), body]))
  return body.length
}

async function purgeAll(origin: string): Promise<void> {
  const response = await fetch(`${origin}${paths.cache}/purge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tags: [wholeCatalogTag] }),
  })
  if (!response.ok) throw new Error(`The purge was answered by ${response.status}: ${await response.text()}`)
}

/** Asks each question once, four at a time. */
async function askEach(origin: string, questions: readonly Question[]): Promise<void> {
  const left = questions.values()
  const work = async () => {
    for (const { path, headers = {} } of left) {
      const response = await fetch(`${origin}${path}`, { headers: { ...headers } })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    }
  }
  await Promise.all([work(), work(), work(), work()])
}

type Levels = ReadonlyMap<string, number>

/** Look-ups by level and verdict so far, as the process counts them. */
async function levels(origin: string): Promise<Levels> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const found = [...text.matchAll(/^cache_lookups_total\{([^}]*)\} (\d+)/gm)]
  return new Map(found.map(([, labels = '', count]) => [labels, Number(count)]))
}

/** Share of look-ups that Redis answered with something fresh. */
function shareOf(after: Levels, before: Levels): number {
  let redis = 0
  let all = 0
  for (const [labels, count] of after) {
    const grown = count - (before.get(labels) ?? 0)
    all += grown
    if (labels.includes('level="redis"') && labels.includes('verdict="fresh"')) redis += grown
  }
  return redis / all
}

function findings(series: readonly Series[], bytes: number): Findings {
  const [bare, memory, redis, uncached] = series
  if (bare === undefined || memory === undefined || redis === undefined || uncached === undefined) {
    throw new Error('Four series were measured, and not all came back.')
  }
  const rate = ratios(memory, bare, 'perSecond')
  const cpu = ratios(memory, bare, 'cpuMicroseconds')
  const saved = ratios(redis, uncached, 'perSecond')
  const row = (one: Series) => [
    one.name,
    ...['perSecond', 'cpuMicroseconds', 'p50', 'p99'].map((figure) => formatSpread(spread(one, figure))),
    formatSpread(ratios(one, bare, 'perSecond')),
  ]
  return {
    title: 'Answers',
    text:
      `${connections} connections (uncached: ${uncachedConnections}), a list of 24 products, ${bytes} bytes as sent (Brotli). The bare server sends the same headers and ` +
      `bytes from a buffer. "Hit in Redis" asks for ${manyQuestions.length} different pages in turn of a process whose memory holds ` +
      `1 MB (${Math.round(spread(redis, 'redisShare').median * 100)} % of its look-ups were answered by Redis); "uncached" asks for the same pages of a process ` +
      'without a cache. Least / median / greatest of the rounds.',
    tables: [[['', 'requests/s', 'CPU µs/request', 'p50 ms', 'p99 ms', '÷ bare'], ...series.map(row)]],
    targets: [
      {
        name: 'hit in memory, rate ÷ bare node:http',
        wanted: '≥ 0.6',
        measured: formatSpread(rate),
        met: rate.median >= 0.6,
      },
      {
        name: 'hit in memory, CPU a request ÷ bare node:http',
        wanted: '≤ 1.7',
        measured: formatSpread(cpu),
        met: cpu.median <= 1.7,
      },
      {
        name: 'hit in Redis, rate ÷ uncached',
        wanted: '≥ 5',
        measured: formatSpread(saved),
        met: saved.median >= 5,
      },
    ],
  }
}
