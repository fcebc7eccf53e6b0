/** Process: shows operators what is cached and why, and purges; see `--help`. */
import { paths } from '../../contract.ts'
import { type CacheArguments, Complaint, parseCacheArguments, usage } from './arguments.ts'
import { ask, askAll, askAny } from './ask-process.ts'
import { columns } from './in-words.ts'
import { describeStates, describeTagged } from './inspect.ts'
import { askEdge, describeWay } from './why.ts'

try {
  await run(parseCacheArguments(process.argv.slice(2), process.env))
} catch (error) {
  if (!(error instanceof Complaint)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function run({ command, processes, json }: CacheArguments): Promise<void> {
  const show = (answer: unknown, text: () => string) => {
    console.log(json ? JSON.stringify(answer) : text())
  }
  switch (command.kind) {
    case 'help':
      console.log(usage)
      return
    case 'inspect': {
      const { tag, limit } = command
      if (tag === undefined) {
        const states = await askAll(processes, ask.state)
        show(states, () => describeStates(states))
      } else {
        const tagged = await askAll(processes, (process) => ask.entriesOf(process, tag, limit))
        show(tagged, () => describeTagged(tag, tagged, Date.now()))
      }
      return
    }
    case 'why': {
      const { url } = command
      // The processes first: the question to the edge may fill what they would tell of.
      const explained =
        url.pathname === paths.graphql
          ? await askAll(processes, (process) => ask.explain(process, `${url.pathname}${url.search}`))
          : []
      const edge = await askEdge(url).catch((error: unknown) => ({
        fault: error instanceof Error ? error.message : String(error),
      }))
      show({ edge, processes: explained }, () => describeWay(url, edge, explained, Date.now()))
      return
    }
    case 'purge': {
      const answer = await askAny(processes, (process) => ask.purge(process, command.tags))
      show(
        answer,
        () =>
          `Announced. Processes hear it within a tenth of a second, the edge within seconds: ${answer.purged.join(', ')}`,
      )
      return
    }
    case 'questions': {
      const questions = await askAny(processes, (process) => ask.questions(process, command.limit))
      show(questions, () =>
        questions.length === 0
          ? 'Nothing has been counted yet. One of 16 requests is, and handed over every ten seconds.'
          : columns([
              ['times', 'operation', 'variables'],
              ...questions.map(({ times, operationName, variables }) => [
                String(Math.round(times)),
                operationName,
                variables,
              ]),
            ]),
      )
      return
    }
    default:
      command satisfies never
  }
}
