import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { cpuSeconds, type ServerProcess, startServer } from '../process.ts'
import { formatNumber, formatSpread, spread } from '../rounds.ts'
import type { Findings, Scenario } from './findings.ts'

const tagsPerTransaction = 100
const tagsPerSecond = 10_000
const state = z.object({ position: z.number().optional(), rememberedTags: z.number() })

/** Whether so many invalidated tags reach every process as fast as they are committed. */
export async function measureInvalidations({ shop, rounds, seconds, tell }: Scenario): Promise<Findings> {
  const [workerPort = 0, ...apiPorts] = shop.freePorts.slice(0, 3)
  const servers: ServerProcess[] = []
  const client = new Client({ connectionString: shop.directUrl })
  await client.connect()
  try {
    const variables = shop.apiVariables()
    const worker = await startServer({ name: 'worker', entry: 'api/worker.ts', port: workerPort, variables })
    servers.push(worker)
    const processes = await Promise.all(
      apiPorts.map((port) => startServer({ name: `api-${port}`, entry: 'api/main.ts', port, variables })),
    )
    servers.push(...processes)
    const measured: Record<string, number>[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const before = await Promise.all([worker, ...processes].map(({ pid }) => cpuSeconds(pid)))
      const startedAt = performance.now()
      const tags = await announce(client, 5 * seconds, round)
      const committed = performance.now()
      await hearAll(client, processes)
      const heardAt = performance.now()
      const after = await Promise.all([worker, ...processes].map(({ pid }) => cpuSeconds(pid)))
      const cpu = after.map((used, index) => ((used - (before[index] ?? 0)) * 1_000_000) / tags)
      const figures = {
        announced: (tags * 1_000) / (committed - startedAt),
        heard: (tags * 1_000) / (heardAt - startedAt),
        behindMilliseconds: heardAt - committed,
        workerMicroseconds: cpu[0] ?? 0,
        processMicroseconds: Math.max(...cpu.slice(1)),
      }
      measured.push(figures)
      tell(
        `round ${round}/${rounds}: ${Object.entries(figures)
          .map(([name, value]) => `${name} ${formatNumber(value)}`)
          .join(', ')}`,
      )
    }
    const series = { name: 'invalidations', rounds: measured }
    const heard = spread(series, 'heard')
    const behind = spread(series, 'behindMilliseconds')
    return {
      title: 'Invalidations',
      text:
        `Transactions with ${tagsPerTransaction} different tags each are committed at ${formatNumber(tagsPerSecond)} tags a second for ` +
        `${5 * seconds} seconds; the worker relays them, and ${processes.length} processes hear them. "Behind" is the time from the last commit ` +
        'until every process has heard of it.',
      tables: [
        [
          [
            'committed tags/s',
            'heard by every process, tags/s',
            'behind ms',
            'worker CPU µs/tag',
            'process CPU µs/tag',
          ],
          ['announced', 'heard', 'behindMilliseconds', 'workerMicroseconds', 'processMicroseconds'].map(
            (figure) => formatSpread(spread(series, figure)),
          ),
        ],
      ],
      targets: [
        {
          name: 'invalidated tags a second, sustained',
          wanted: `≥ ${formatNumber(tagsPerSecond)}`,
          measured: `${formatSpread(heard)}, ${formatSpread(behind)} ms behind at the end`,
          met: heard.median >= 0.99 * tagsPerSecond && behind.median < 1_000,
        },
      ],
    }
  } finally {
    await client.end()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

/** Commits at the wanted rate; a database that is slower falls behind, which shows in the rate. @returns tags */
async function announce(client: Client, seconds: number, round: number): Promise<number> {
  const startedAt = performance.now()
  const transactions = (seconds * tagsPerSecond) / tagsPerTransaction
  for (let number = 0; number < transactions; number += 1) {
    const due = startedAt + (number * 1_000 * tagsPerTransaction) / tagsPerSecond
    const early = due - performance.now()
    if (early > 1) await delay(early)
    const tags = Array.from(
      { length: tagsPerTransaction },
      (_, index) => `product:${round}${String(number * tagsPerTransaction + index).padStart(7, '0')}`,
    )
    await client.query(`insert into outbox (topic, payload) values ('catalog.changed', $1)`, [{ tags }])
  }
  return transactions * tagsPerTransaction
}

/** Resolves when nothing waits in the outbox and every process stands where the stream stands. */
async function hearAll(client: Client, processes: readonly ServerProcess[]): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ waiting: boolean; sequence: number }>(
      `select sequence::float8,
              exists (select from outbox where delivered_at is null and topic = 'catalog.changed') as waiting
       from invalidation_stream`,
    )
    const positions = await Promise.all(
      processes.map(
        async ({ origin }) => state.parse(await (await fetch(`${origin}/cache/state`)).json()).position ?? 0,
      ),
    )
    const { waiting = true, sequence = 0 } = rows[0] ?? {}
    if (!waiting && positions.every((position) => position >= sequence)) return
    await delay(2)
  }
}
