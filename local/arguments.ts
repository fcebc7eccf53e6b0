import { parseArgs } from 'node:util'
import { Complaint } from './complaint.ts'
import { defaultPortBase, parsePortBase } from './ports.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly help: boolean
  readonly fresh: boolean
  readonly quiet: boolean
  readonly portBase: number
  readonly dataFolder: string
}

const defaultDataFolder = '.local/shop'

/** Shown by `--help`. */
export const usage = `Usage: npm start -- [flags]

Starts the whole shop on this machine and keeps it running until Ctrl-C.

  --fresh          start over: empties the data folder first
  --port-base N    first port (default ${String(defaultPortBase)}, or KONTOR_PORT_BASE); the shop answers there
  --data DIR       data folder (default ${defaultDataFolder}); with --port-base, several shops run side by side
  --quiet          no progress lines, only the table of addresses and what goes wrong
  --help           this text

REDIS_SERVER, PGBOUNCER and PG_BIN name other programs than the ones found or fetched.`

/**
 * Parses the command line.
 * @throws Complaint for unknown flags and impossible values.
 */
export function parseStartArguments(args: readonly string[], environment: NodeJS.ProcessEnv): StartOptions {
  const values = parseFlags(args)
  const portBase = values['port-base'] ?? environment['KONTOR_PORT_BASE']
  return {
    help: values.help,
    fresh: values.fresh,
    quiet: values.quiet,
    portBase: portBase === undefined ? defaultPortBase : parsePortBase(portBase),
    dataFolder: values.data,
  }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        'port-base': { type: 'string' },
        data: { type: 'string', default: defaultDataFolder },
      },
    }).values
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
