/** Process: measures reads of the catalogue without a cache, see `--help`. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment } from '../../api/contract.ts'
import { load, type Question } from '../load.ts'
import { cpuSeconds, type ServerProcess, startServer } from '../process.ts'
import { describeMachine, formatTable, recordPage, type Table, type Target, targetTable } from '../report.ts'
import {
  type Contender,
  formatNumber,
  formatSpread,
  measureInRounds,
  type Series,
  spread,
} from '../rounds.ts'
import { startBenchShop } from '../shop.ts'
import { parseBenchArguments, usage } from './arguments.ts'
import { catalogueOf, withClient } from './catalogues.ts'
import { type Operation, operations } from './operations.ts'

/** Few, so that latencies are the work's and not the queue's. */
const connections = 4

const given = parseBenchArguments(process.argv.slice(2))
if (given.help) console.log(usage)
else await run()

interface Measured {
  readonly operation: Operation
  readonly size: number
  readonly contender: Contender
}

async function run(): Promise<void> {
  const tell = (line: string) => {
    console.error(`  ${line}`)
  }
  const shop = await startBenchShop({
    portBase: given.portBase,
    dataFolder: '.local/bench-catalog',
    withoutSample: true,
  })
  const servers: ServerProcess[] = []
  const measured: Measured[] = []
  let series: Series[]
  try {
    for (const [index, size] of given.sizes.entries()) {
      const url = given.databases.get(size) ?? (await catalogueOf(size, shop.directUrl, tell))
      const server = await startServer({
        name: `api-${size}`,
        entry: 'bench/cache/uncached-server.ts',
        port: shop.freePorts[index] ?? 0,
        // NODE_ENV as in the API's image: graphql-js checks more without it.
        // Straight to the primary, so that the backends that do the work can be told by their database.
        variables: shop.apiVariables({
          NODE_ENV: 'production',
          [environment.databaseWriterUrl]: url,
          [environment.databaseReaderUrls]: '',
        }),
      })
      servers.push(server)
      for (const operation of operations) {
        const questions = await withClient(url, (client) => operation.questions(client))
        await load({ origin: server.origin, questions, connections, seconds: given.seconds })
        measured.push({ operation, size, contender: contender(operation, size, server, url, questions) })
      }
    }
    const bare = await startServer({
      name: 'bare',
      entry: 'bench/cache/bare-server.ts',
      port: shop.freePorts[given.sizes.length] ?? 0,
      variables: { BARE_ANSWER: await bareAnswer() },
    })
    servers.push(bare)
    series = await measureInRounds(
      [...measured.map((one) => one.contender), bareContender(bare)],
      given.rounds,
      tell,
    )
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await shop.stop()
  }
  await report(measured, series)
}

function contender(
  { name }: Operation,
  size: number,
  server: ServerProcess,
  url: string,
  questions: readonly Question[],
): Contender {
  return {
    name: `${name}, ${size.toLocaleString('en-US')} variants`,
    measure: async () => {
      const backends = await backendsOf(url)
      const before = await Promise.all([cpuSeconds(server.pid), cpuOf(backends)])
      const { answers, perSecond, p50, p99 } = await load({
        origin: server.origin,
        questions,
        connections,
        seconds: given.seconds,
      })
      const after = await Promise.all([cpuSeconds(server.pid), cpuOf(backends)])
      return {
        perSecond,
        p50,
        p99,
        serverMs: ((after[0] - before[0]) * 1_000) / answers,
        databaseMs: ((after[1] - before[1]) * 1_000) / answers,
      }
    },
  }
}

/** A file for bench/cache/bare-server.ts: headers, then a body as long as a short list. */
async function bareAnswer(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'kontor-bench-')), 'answer')
  await writeFile(file, `{"content-type":"application/json"}\n${'x'.repeat(4_096)}`)
  return file
}

/** The floor: what Node's HTTP costs by itself, in the same rounds. */
function bareContender(server: ServerProcess): Contender {
  return {
    name: 'bare node:http, 4 kB',
    measure: async () => {
      const before = await cpuSeconds(server.pid)
      const { answers, perSecond, p50, p99 } = await load({
        origin: server.origin,
        questions: [{ path: '/' }],
        connections,
        seconds: given.seconds,
      })
      const serverMs = (((await cpuSeconds(server.pid)) - before) * 1_000) / answers
      return { perSecond, p50, p99, serverMs, databaseMs: 0 }
    },
  }
}

/** Process ids of the sessions that serve the API; warm-up has opened them. */
function backendsOf(url: string): Promise<readonly number[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(`
      select pid from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`)
    return rows.map(({ pid }) => pid)
  })
}

async function cpuOf(pids: readonly number[]): Promise<number> {
  const seconds = await Promise.all(pids.map((pid) => cpuSeconds(pid)))
  return seconds.reduce((sum, one) => sum + one, 0)
}

async function report(measured: readonly Measured[], series: readonly Series[]): Promise<void> {
  const seriesOf = (operation: Operation, size: number) =>
    series[measured.findIndex((one) => one.operation === operation && one.size === size)]
  const largest = given.sizes.at(-1) ?? 0
  const targets = operations.flatMap((operation): Target[] => {
    const found = seriesOf(operation, largest)
    if (found === undefined) return []
    const cpu = (what: string, figure: string, limit: number): Target => {
      const { median } = spread(found, figure)
      return {
        name: `${operation.name}, ${largest.toLocaleString('en-US')} variants: CPU of the ${what}`,
        wanted: `≤ ${limit} ms`,
        measured: `${formatNumber(median)} ms`,
        met: median <= limit,
      }
    }
    const small = seriesOf(operation, 1_000)
    const medium = seriesOf(operation, 100_000)
    const ratio =
      small === undefined || medium === undefined
        ? []
        : [spread(medium, 'p99').median / spread(small, 'p99').median]
    return [
      cpu('API', 'serverMs', operation.serverLimit),
      cpu('database', 'databaseMs', operation.databaseLimit),
      ...ratio.map((value) => ({
        name: `${operation.name}: p99 at 100,000 ÷ at 1,000 variants`,
        wanted: '≤ 2',
        measured: formatNumber(value),
        met: value <= 2,
      })),
    ]
  })
  const figures: Table = [
    ['', 'req/s', 'p50 ms', 'p99 ms', 'API CPU ms', 'database CPU ms'],
    ...series.map((one) => [
      one.name,
      ...['perSecond', 'p50', 'p99', 'serverMs', 'databaseMs'].map((figure) =>
        formatSpread(spread(one, figure)),
      ),
    ]),
  ]
  const machine = await describeMachine({ PostgreSQL: '17' })
  const sections = [
    `Measured by \`npm run bench:catalog -- --rounds ${given.rounds} --seconds ${given.seconds}\`: one API process without any cache, ${connections} connections, CPU by /proc of the API and of its sessions in PostgreSQL, planning included. Figures are least / median / greatest of the rounds; targets are held against the median. A bare node:http server in the same rounds is the floor. CPU per request grows with the load of the machine, as every wake-up then finds cold caches: see the load average.`,
    [...machine, `Load average of the last 15 minutes: ${loadavg().at(-1)?.toFixed(1) ?? 'unknown'}`]
      .map((line) => `- ${line}`)
      .join('\n'),
    formatTable(targetTable(targets)),
    '## Figures',
    formatTable(figures),
    '## Beside the peers',
    `At 10,044 products and 16,368 variants, on another day of the same machine, a list cost Vendure 3.7.3 90 ms of server and 103 ms of database CPU, and Medusa 2.21.2 37 and 6; a page 15 and 13, and 46 and 9; a search 33 and 3,530, and 10 and 14.`,
  ]
  console.log(sections.join('\n\n'))
  if (given.record) await recordPage('docs/measurements/catalog.md', 'Measurements: catalogue', sections)
}
