import { parseStartArguments, type StartOptions, usage } from './arguments.ts'
import { Complaint } from './complaint.ts'
import { measureMemory } from './report/memory.ts'
import { createProgress, formatSeconds } from './report/progress.ts'
import { addressTable } from './shop/addresses.ts'
import { startShop } from './shop/start-shop.ts'

/** Aborted by the first signal; later ones change nothing, as npm passes Ctrl-C on a second time. */
const asked = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    asked.abort()
  })
}

async function run(options: StartOptions): Promise<void> {
  const startedAt = performance.now()
  const progress = createProgress((line) => {
    console.log(line)
  }, !options.quiet)
  const shop = await startShop({ ...options, variables: process.env, progress, signal: asked.signal })
  const seconds = formatSeconds(performance.now() - startedAt).trim()
  console.log(`\n${addressTable(shop.foundation)}\n`)
  console.log(`Kontor is up after ${seconds}, with ${await measureMemory()} MiB. Ctrl-C stops it.`)
  if (!asked.signal.aborted) {
    // The processes keep the event loop alive, so nothing else is needed to stay.
    await new Promise((resolve) => {
      asked.signal.addEventListener('abort', resolve)
    })
  }
  const stoppedAt = performance.now()
  await shop.stop()
  console.log(`Stopped after ${formatSeconds(performance.now() - stoppedAt).trim()}; the data is kept.`)
}

try {
  const options = parseStartArguments(process.argv.slice(2), process.env)
  if (options.help) console.log(usage)
  else await run(options)
} catch (error) {
  if (asked.signal.aborted) {
    console.log('Stopped before everything was up; nothing is left running.')
  } else {
    console.error(error instanceof Complaint ? error.message : error)
    process.exitCode = 1
  }
}
