import { env, platform, stdout } from 'node:process'
import { findOrFetch } from './tools/find-or-fetch.ts'
import { pgbouncer, redis, remedy, toolsFolder } from './tools/tools.ts'

/*
 * Runs after `npm ci` (postinstall), so that `npm start` makes no request outside the machine.
 * It must never fail an installation: what is missing is said, and asked for again by `npm start`.
 */
try {
  const tools = await findOrFetch([redis, pgbouncer], env, toolsFolder, (line) => stdout.write(`${line}\n`))
  for (const { tool, fault } of tools.missing) {
    stdout.write(`${tool.name}, for ${tool.purpose}, is missing (${fault}): ${remedy(tool, platform)}.\n`)
  }
} catch (error) {
  stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
