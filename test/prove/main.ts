/** Process: proves the cache by a long random run of real processes, see `--help`. */
import { parseArgs } from 'node:util'
import { prove } from './run.ts'
import { faultNames, startWorld } from './world.ts'

const usage = `Usage: npm run prove:cache -- [flags]

Changes prices in a shop of several real processes, reads them through every process, and breaks one thing after the
other: ${faultNames.join(', ')}; clocks are wrong and
some fills are slow all the time. Fails if a process gave an older price as fresh than it had heard of, or one that
had been overwritten for longer than the lease and one second.

  --minutes N        length of the run (default 1)
  --seed N           of the faults (default: the time)
  --healthy          no faults: measures staleness
  --break-fence      with a fence that is broken on purpose: must fail
  --port-base N      first of 30 free ports (default 5380)
  --help             this text`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    healthy: { type: 'boolean', default: false },
    'break-fence': { type: 'boolean', default: false },
    'port-base': { type: 'string', default: '5380' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else await run()

async function run(): Promise<void> {
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const seconds = Number(values.minutes) * 60
  if (!Number.isInteger(seed) || !(seconds > 0)) {
    throw new Error(
      `--minutes ${values.minutes} and --seed ${String(values.seed)} must be numbers above zero.`,
    )
  }
  const world = await startWorld({
    portBase: Number(values['port-base']),
    dataFolder: '.local/prove-cache',
    isFenceBroken: values['break-fence'],
    isQuiet: false,
  })
  try {
    const verdict = await prove(world, {
      seconds,
      seed,
      faults: values.healthy ? [] : faultNames,
      tell: (line) => {
        console.error(`  ${line}`)
      },
    })
    const { violations, staleness, ...counts } = verdict
    console.log(
      `seed ${seed}: ${counts.reads} reads (${counts.freshReads} vouched for), ${counts.writes} writes; ` +
        `staleness p50 ${staleness.p50.toFixed(0)} ms, p99 ${staleness.p99.toFixed(0)} ms, longest ${staleness.longest.toFixed(0)} ms`,
    )
    for (const violation of violations.slice(0, 20)) console.log(`VIOLATION: ${violation}`)
    console.log(violations.length === 0 ? 'No violation.' : `${violations.length} violations.`)
    if (violations.length > 0) process.exitCode = 1
  } finally {
    await world.stop()
  }
}
