import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parts } from '../../api/contract.ts'

/** Where the questions come from: ElastiCache by a cache's name, a cluster's address, or the candidate itself. */
type Source =
  | { readonly kind: 'elasticache'; readonly name: string }
  | { readonly kind: 'cluster'; readonly host: string; readonly port: number; readonly tls: boolean }
  | { readonly kind: 'candidate' }

/** What `npm run warm` was asked for. */
export interface WarmArguments {
  readonly candidates: readonly string[]
  readonly source: Source
  readonly secretArn: string | undefined
  /** Name of the shop's database. */
  readonly space: string
  readonly documents: string
  readonly limit: number
  readonly questionsPerSecond: number
  readonly concurrency: number
  readonly maximumSeconds: number
  readonly strict: boolean
  readonly json: boolean
}

/** A command line that cannot be followed; the message says why and what is possible. */
export class InvalidArguments extends Error {
  override readonly name = 'InvalidArguments'
}

export const usage = `Usage: npm run warm -- [flags]

Asks processes of the API what shoppers ask most, so that their caches hold the answers before shoppers come.

  --candidate ORIGIN    process or load balancer to warm; several times for several
                        (default: the shop on this machine, http://127.0.0.1:${parts.api.port})
  --elasticache NAME    read the statistics from this replication group or serverless cache (finds it through AWS
                        and waits until it is available)
  --secret ARN          with --elasticache: the secret with the cache's user and password
  --cache HOST:PORT     read the statistics from this cluster
                        (default: ask the first candidate, which answers only from inside)
  --tls                 with --cache: speak TLS
  --space NAME          with --elasticache and --cache: the name of the shop's database (default kontor)
  --documents FILE      the storefront's operations (default web/generated/documents.json)
  --limit N             most questions (default 500)
  --rate N              questions a second (default 50)
  --concurrency N       questions that wait for answers at a time (default 4)
  --seconds N           ask no further question after this time (default 120)
  --strict              exit with 1 unless at least 90 % of the questions get a good answer
  --json                the summary as JSON
  --help                this text

Without statistics (a shop that has just opened) it asks for entrance pages, categories and best sellers.`

const count = (least: number, most: number, what: string) =>
  z.coerce
    .number({ error: what })
    .refine(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      `${what} from ${least} to ${most}`,
    )

const flags = z.object({
  candidate: z
    .array(
      z
        .url({ protocol: /^https?$/, error: 'an address like http://127.0.0.1:4001' })
        .transform((url) => new URL(url).origin),
    )
    .default([`http://127.0.0.1:${parts.api.port}`]),
  elasticache: z.string().min(1).optional(),
  secret: z.string().startsWith('arn:', 'an ARN').optional(),
  cache: z
    .string()
    .regex(/^[^:\s]+:\d{1,5}$/, 'host:port')
    .optional(),
  tls: z.boolean().default(false),
  space: z.string().default('kontor'),
  documents: z.string().default('web/generated/documents.json'),
  limit: count(1, 2_000, 'a whole number').default(500),
  rate: count(1, 10_000, 'a whole number').default(50),
  concurrency: count(1, 100, 'a whole number').default(4),
  seconds: count(1, 3_600, 'a whole number').default(120),
  strict: z.boolean().default(false),
  json: z.boolean().default(false),
})

/** @returns undefined if help was asked for @throws InvalidArguments naming every fault */
export function parseWarmArguments(args: readonly string[]): WarmArguments | undefined {
  const { help, ...given } = parseFlags(args)
  if (help === true) return undefined
  const parsed = flags.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path: [name = ''], message }) =>
        `  --${String(name)} ${String(given[name as keyof typeof given])}: allowed is ${message}`,
    )
    throw new InvalidArguments(`${faults.join('\n')}\n\n${usage}`)
  }
  const { candidate, secret, rate, seconds, elasticache, cache, tls, ...rest } = parsed.data
  if (elasticache !== undefined && cache !== undefined) {
    throw new InvalidArguments('Give either --elasticache or --cache: both say where the statistics are.')
  }
  if (secret !== undefined && elasticache === undefined) {
    throw new InvalidArguments('--secret belongs to --elasticache NAME.')
  }
  return {
    ...rest,
    candidates: candidate,
    source: sourceOf(elasticache, cache, tls),
    secretArn: secret,
    questionsPerSecond: rate,
    maximumSeconds: seconds,
  }
}

function sourceOf(elasticache: string | undefined, cache: string | undefined, tls: boolean): Source {
  if (elasticache !== undefined) return { kind: 'elasticache', name: elasticache }
  if (cache === undefined) return { kind: 'candidate' }
  const [host = '', port] = cache.split(':')
  return { kind: 'cluster', host, port: Number(port), tls }
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        candidate: { type: 'string', multiple: true },
        elasticache: text,
        secret: text,
        cache: text,
        tls: flag,
        space: text,
        documents: text,
        limit: text,
        rate: text,
        concurrency: text,
        seconds: text,
        strict: flag,
        json: flag,
        help: flag,
      },
    }).values
  } catch (error) {
    throw new InvalidArguments(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
