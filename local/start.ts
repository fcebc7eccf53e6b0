import { parseStartArguments, usage } from './arguments.ts'
import { Complaint } from './complaint.ts'
import { startFoundation } from './environment.ts'

try {
  const options = parseStartArguments(process.argv.slice(2), process.env)
  if (options.help) {
    console.log(usage)
  } else {
    const stop = Promise.withResolvers<undefined>()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        stop.resolve(undefined)
      })
    }
    const foundation = await startFoundation({
      portBase: options.portBase,
      dataFolder: options.dataFolder,
      fresh: options.fresh,
      variables: process.env,
      tell: console.log,
      furtherPorts: [],
    })
    console.log(`PostgreSQL and Redis are up; addresses in docs/local.md. Ctrl-C stops them.`)
    await stop.promise
    await foundation.stop()
  }
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error)
  process.exitCode = 1
}
