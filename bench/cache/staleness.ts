import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from '../load.ts'
import { type ServerProcess, startServer } from '../process.ts'
import { market, storefrontQuestion } from '../questions.ts'
import type { Findings, Scenario } from './findings.ts'
import { createPriceWriter } from './price-writer.ts'
import { readVersion } from './read-version.ts'

const changes = 300
/** A page that shows the old price for so long is lost, not late. */
const patienceMilliseconds = 10_000

/** How long after the commit of a price each of several processes still shows the old one. */
export async function measureStaleness({ shop, tell }: Scenario): Promise<Findings> {
  const ports = shop.freePorts.slice(0, 3)
  const servers: ServerProcess[] = []
  const writer = await createPriceWriter(shop.directUrl, 20)
  try {
    const variables = shop.apiVariables()
    const [workerPort = 0, ...apiPorts] = ports
    servers.push(await startServer({ name: 'worker', entry: 'api/worker.ts', port: workerPort, variables }))
    const processes = await Promise.all(
      apiPorts.map((port) => startServer({ name: `api-${port}`, entry: 'api/main.ts', port, variables })),
    )
    servers.push(...processes)
    const delays: number[] = []
    for (let change = 0; change < changes; change += 1) {
      const product = writer.products[change % writer.products.length]
      if (product === undefined) throw new Error('The catalogue has no published products.')
      const question = storefrontQuestion('ProductPage', { ...market, slug: product.slug })
      // In the memory of each, as the page of a product that shoppers look at is.
      for (const { origin } of processes) await readVersion(origin, question)
      const { version, committedAt } = await writer.writeNext(product)
      const shown = await Promise.all(
        processes.map(async ({ origin }) => {
          while ((await readVersion(origin, question)).version < version) {
            if (performance.now() - committedAt > patienceMilliseconds) {
              throw new Error(`${origin} still shows the old price of ${product.slug} after ten seconds.`)
            }
            await delay(1)
          }
          return performance.now() - committedAt
        }),
      )
      delays.push(Math.max(...shown))
      if ((change + 1) % 100 === 0) tell(`${change + 1} of ${changes} changes`)
    }
    const sorted = delays.sort((one, other) => one - other)
    const [p50, p90, p99, longest] = [0.5, 0.9, 0.99, 1].map((share) => percentile(sorted, share))
    return {
      title: 'Staleness',
      text:
        `${changes} prices are changed one after the other, as an editor's change does it; the page of each lies in the memory of ` +
        `${processes.length} processes, which are asked for it every millisecond until all show the new price. Counted from the ` +
        'acknowledged commit to the end of the slowest answer, so the time to make the answer anew is included.',
      tables: [
        [
          ['commit → every process, ms', 'p50', 'p90', 'p99', 'longest'],
          ['', ...[p50, p90, p99, longest].map((value = 0) => value.toFixed(0))],
        ],
      ],
      targets: [
        {
          name: 'commit → every process, p99',
          wanted: '< 100 ms',
          measured: `${(p99 ?? 0).toFixed(0)} ms`,
          met: (p99 ?? 0) < 100,
        },
      ],
    }
  } finally {
    await writer.close()
    await Promise.all(servers.map((server) => server.stop()))
  }
}
