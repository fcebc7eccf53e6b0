/** Process: measures the cache, see `--help`. */
import { describeMachine, formatTable, recordPage, targetTable } from '../report.ts'
import { startBenchShop } from '../shop.ts'
import { measureAnswers } from './answers.ts'
import { parseBenchArguments, parts, usage } from './arguments.ts'
import type { Findings, Scenario } from './findings.ts'
import { measureInvalidations } from './invalidations.ts'
import { measureMemory } from './memory.ts'
import { measureStaleness } from './staleness.ts'

const measurements: Readonly<Record<(typeof parts)[number], (scenario: Scenario) => Promise<Findings>>> = {
  answers: measureAnswers,
  memory: measureMemory,
  invalidations: measureInvalidations,
  staleness: measureStaleness,
}

const given = parseBenchArguments(process.argv.slice(2))
if (given.help) console.log(usage)
else await run()

async function run(): Promise<void> {
  const shop = await startBenchShop({ portBase: given.portBase, dataFolder: '.local/bench-cache' })
  const tell = (line: string) => {
    console.error(`  ${line}`)
  }
  const found: Findings[] = []
  try {
    for (const part of parts) {
      if (given.only.length > 0 && !given.only.includes(part)) continue
      console.error(part)
      found.push(await measurements[part]({ shop, tell, rounds: given.rounds, seconds: given.seconds }))
    }
  } finally {
    await shop.stop()
  }
  const redis = shop.foundation.tools
    .get('redis')
    ?.version.split(' ')
    .find((word) => word.startsWith('v='))
  const machine = await describeMachine({ PostgreSQL: '17', Redis: redis?.slice(2) ?? 'unknown' })
  const sections = [
    `Measured by \`npm run bench:cache -- --rounds ${given.rounds} --seconds ${given.seconds}\`. Figures are least / median / greatest of the rounds.`,
    machine.map((line) => `- ${line}`).join('\n'),
    formatTable(targetTable(found.flatMap(({ targets }) => targets))),
    ...found.flatMap(({ title, text, tables }) => [`## ${title}`, text, ...tables.map(formatTable)]),
  ]
  console.log(sections.join('\n\n'))
  if (given.record) await recordPage('docs/measurements/cache.md', 'Measurements: cache', sections)
}
