import { z } from 'zod'
import { paths } from '../../contract.ts'
import { popularQuestion } from '../popular-questions.ts'
import { Complaint } from './arguments.ts'

const entryFacts = z.object({
  level: z.enum(['memory', 'redis']),
  verdict: z.string(),
  reasons: z.array(z.string()),
  bytes: z.number(),
  tags: z.array(z.string()),
  storedAt: z.number(),
  freshUntil: z.number(),
  staleUntil: z.number(),
})

export type EntryFacts = z.infer<typeof entryFacts>

const shard = z.union([
  z.object({
    address: z.string(),
    keys: z.number(),
    usedBytes: z.number(),
    limitBytes: z.number(),
    evicted: z.number(),
  }),
  z.object({ address: z.string(), fault: z.string() }),
])

const state = z.object({
  process: z.object({ pid: z.number(), host: z.string(), release: z.string(), upSeconds: z.number() }),
  position: z.number().optional(),
  epoch: z.number().optional(),
  /** Milliseconds; null: it has never heard anything. */
  heardAgo: z.number().nullable(),
  leaseMilliseconds: z.number(),
  rememberedTags: z.number(),
  memory: z.object({ entries: z.number(), bytes: z.number(), limitBytes: z.number() }),
  topTags: z.array(z.object({ tag: z.string(), entries: z.number() })),
  shards: z.array(shard),
})

export type ProcessState = z.infer<typeof state>

const explanation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-shared') }),
  z.object({
    kind: z.literal('shared'),
    key: z.string(),
    operationName: z.string().optional(),
    hash: z.string(),
    variables: z.string(),
    entries: z.array(entryFacts),
  }),
])

export type Explanation = z.infer<typeof explanation>

const taggedEntry = z.object({
  key: z.string(),
  kind: z.enum(['value', 'entry']),
  facts: z.array(entryFacts),
})

export type TaggedEntry = z.infer<typeof taggedEntry>

/** What one process of the API said, or why it said nothing. */
export type Heard<Answer> =
  | { readonly process: string; readonly answer: Answer }
  | { readonly process: string; readonly fault: string }

/** A process under load takes longer than usual; a frozen one never answers. */
const timeoutMilliseconds = 5_000

/** The questions that a process answers to operators. */
export const ask = {
  state: (process: string) => get(process, '', {}, state),
  explain: (process: string, url: string) => get(process, '/why', { url }, explanation),
  entriesOf: (process: string, tag: string, limit: number) =>
    get(process, '/entries', { tag, limit: String(limit) }, z.array(taggedEntry)),
  questions: (process: string, limit: number) =>
    get(
      process,
      '/questions',
      { limit: String(limit) },
      z.array(popularQuestion.extend({ times: z.number() })),
    ),
  purge: (process: string, tags: readonly string[]) =>
    send(`${process}${paths.cache}/purge`, z.object({ purged: z.array(z.string()) }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags }),
    }),
}

/**
 * Asks all processes at once; one that does not answer is part of the picture.
 * @throws Complaint if none answers
 */
export async function askAll<Answer>(
  processes: readonly string[],
  question: (process: string) => Promise<Answer>,
): Promise<Heard<Answer>[]> {
  const heard = await Promise.all(
    processes.map((process) =>
      question(process).then(
        (answer) => ({ process, answer }),
        (error: unknown) => ({ process, fault: error instanceof Error ? error.message : String(error) }),
      ),
    ),
  )
  if (heard.some((one) => 'answer' in one)) return heard
  const faults = heard.map((one) => `  ${one.process}: ${'fault' in one ? one.fault : ''}`)
  throw new Complaint(
    `No process of the API answers:\n${faults.join('\n')}\nStart the shop (npm start), or name its processes with --process or --port-base.`,
  )
}

/**
 * Asks one process after the other until one answers.
 * @throws Complaint if none does
 */
export async function askAny<Answer>(
  processes: readonly string[],
  question: (process: string) => Promise<Answer>,
): Promise<Answer> {
  const faults: string[] = []
  for (const process of processes) {
    try {
      return await question(process)
    } catch (error) {
      faults.push(`  ${process}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Complaint(
    `No process of the API did it:\n${faults.join('\n')}\nStart the shop (npm start), or name its processes with --process or --port-base.`,
  )
}

function get<Answer>(
  process: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
  answer: z.ZodType<Answer>,
): Promise<Answer> {
  const query = new URLSearchParams(parameters).toString()
  return send(`${process}${paths.cache}${path}${query === '' ? '' : `?${query}`}`, answer, {})
}

async function send<Answer>(url: string, answer: z.ZodType<Answer>, init: RequestInit): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMilliseconds) })
  } catch (error) {
    // fetch says "fetch failed" and hides the reason.
    const { cause } = error as { cause?: unknown }
    throw cause instanceof Error ? cause : error
  }
  const text = await response.text()
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, 300)}`)
  return answer.parse(JSON.parse(text))
}
