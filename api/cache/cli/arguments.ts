import { parseArgs } from 'node:util'

/** What `npm run cache` was asked for. */
export interface CacheArguments {
  readonly command: Command
  /** Addresses of the API's processes, without a path. */
  readonly processes: readonly string[]
  /** Address that shoppers use. */
  readonly shop: string
  readonly json: boolean
}

type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'inspect'; readonly tag: string | undefined; readonly limit: number }
  | { readonly kind: 'why'; readonly url: URL }
  | { readonly kind: 'purge'; readonly tags: readonly string[] }
  | { readonly kind: 'questions'; readonly limit: number }

/** A command line that cannot be followed, or a process that does not answer; the message says what to do. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
}

export const usage = `Usage: npm run cache -- <command> [flags]

  inspect               what is cached: sizes, most used tags, and how far each process has heard the invalidations
  inspect --tag TAG     which entries carry the tag, since when, and whether they would be served
  why URL               from where a page or a document by GET would be answered, and why
  purge TAG...          declare everything that carries one of the tags out of date, at every level
  questions             what shoppers ask most, as a release is warmed with it

  --process ORIGIN      process of the API to ask; several times for several (default: the two of the shop on this
                        machine, http://127.0.0.1:4001 and :4002). They answer only from inside, not through a proxy.
  --shop ORIGIN         where shoppers ask, for why (default http://localhost:4000, or the URL's own)
  --port-base N         of the shop on this machine, if it was started with one (or KONTOR_PORT_BASE)
  --limit N             most entries or questions shown (default 20)
  --json                for other programs
  --help                this text

docs/cache.md explains what is shown.`

/**
 * @param environment KONTOR_PORT_BASE is read from it
 * @throws Complaint naming the fault and what is possible
 */
export function parseCacheArguments(args: readonly string[], environment: NodeJS.ProcessEnv): CacheArguments {
  const { values, positionals } = parse(args)
  const base = portBase(values['port-base'] ?? environment['KONTOR_PORT_BASE'] ?? '4000')
  const local = [base + 1, base + 2].map((port) => `http://127.0.0.1:${port}`)
  const shop = origin('--shop', values.shop ?? `http://localhost:${base}`)
  return {
    command: values.help ? { kind: 'help' } : command(positionals, values, shop),
    processes: values.process?.map((address) => origin('--process', address)) ?? local,
    shop,
    json: values.json,
  }
}

type Values = ReturnType<typeof parse>['values']

function command([name, ...rest]: readonly string[], values: Values, shop: string): Command {
  switch (name) {
    case undefined:
      return { kind: 'help' }
    case 'inspect':
      return { kind: 'inspect', tag: values.tag, limit: count(values.limit) }
    case 'questions':
      return { kind: 'questions', limit: count(values.limit) }
    case 'why':
      return { kind: 'why', url: address(rest[0], shop) }
    case 'purge':
      return { kind: 'purge', tags: tags(rest) }
    default:
      throw new Complaint(
        `There is no command '${name}'; there are inspect, why, purge and questions.\n\n${usage}`,
      )
  }
}

function address(url: string | undefined, shop: string): URL {
  if (url === undefined || !URL.canParse(url, shop)) {
    throw new Complaint(
      `why needs an address, '${url ?? ''}' is none: e.g. why http://localhost:4000/de/p/some-product, or a path of the shop.`,
    )
  }
  return new URL(url, shop)
}

function tags(given: readonly string[]): readonly string[] {
  if (given.length === 0) throw new Complaint('purge needs at least one tag, e.g. purge product:42.')
  const wrong = given.find((tag) => !/^[^\s,]{1,200}$/.test(tag))
  if (wrong !== undefined) {
    throw new Complaint(
      `'${wrong}' is no tag: up to 200 characters without spaces and commas, e.g. product:42; several are separated by spaces.`,
    )
  }
  return given
}

function origin(flag: string, given: string): string {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new Complaint(`${flag} ${given} is no address; give one like http://127.0.0.1:4001.`)
  }
  return new URL(given).origin
}

function portBase(given: string): number {
  const base = Number(given)
  if (!Number.isInteger(base) || base < 1 || base > 65_000) {
    throw new Complaint(`The port base '${given}' is not possible; give a whole number like 4000.`)
  }
  return base
}

function count(given: string): number {
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > 2_000) {
    throw new Complaint(`--limit ${given} is not possible; give a whole number from 1 to 2000.`)
  }
  return limit
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tag: { type: 'string' },
        limit: { type: 'string', default: '20' },
        process: { type: 'string', multiple: true },
        shop: { type: 'string' },
        'port-base': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
