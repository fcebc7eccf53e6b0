import { cacheTagHeader } from '../../contract.ts'
import type { Explanation, Heard } from './ask-process.ts'
import { columns, duration, some } from './in-words.ts'
import { entryRow } from './inspect.ts'

/** What the shop answered, as far as caches are concerned. */
export interface EdgeAnswer {
  readonly status: number
  /** RFC 9211, one item per cache that the answer passed, the one next to the database first. */
  readonly cacheStatus: readonly string[]
  readonly ageSeconds: number | undefined
  readonly cacheControl: string | undefined
  readonly tags: readonly string[]
  readonly contentType: string | undefined
}

type SharedExplanation = Extract<Explanation, { kind: 'shared' }>

/** Of CloudFront, which does not speak RFC 9211. */
const cloudFront = 'x-cache'

/**
 * Asks as a browser would that has nothing kept.
 * @throws if nobody answers at the address
 */
export async function askEdge(url: URL): Promise<EdgeAnswer> {
  const headers = { accept: 'text/html, application/json', 'accept-encoding': 'br, gzip' }
  let response: Response
  try {
    response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(15_000) })
  } catch (error) {
    throw new Error(`Nobody answers at ${url.origin}; --shop names another address.`, { cause: error })
  }
  await response.arrayBuffer()
  const header = (name: string) => response.headers.get(name) ?? undefined
  const age = header('age')
  return {
    status: response.status,
    cacheStatus: (header('cache-status') ?? header(cloudFront))?.split(/,\s*/) ?? [],
    ageSeconds: age === undefined ? undefined : Number(age),
    cacheControl: header('cache-control'),
    tags: header(cacheTagHeader)?.split(/,\s*/) ?? [],
    contentType: header('content-type'),
  }
}

/** The way of an answer from the edge to its source. */
export function describeWay(
  url: URL,
  edge: EdgeAnswer | { readonly fault: string },
  processes: readonly Heard<Explanation>[],
  now: number,
): string {
  const shared = processes.flatMap((one) =>
    'answer' in one && one.answer.kind === 'shared' ? [one.answer] : [],
  )
  return [
    decodeURI(url.href).slice(0, 300),
    ...shared
      .slice(0, 1)
      .map(({ operationName, variables }) => `  ${operationName ?? 'unnamed'} ${variables}`),
    '',
    'Edge',
    ...('fault' in edge ? [`  ${edge.fault}`] : edgeLines(edge)),
    ...(processes.length === 0 ? page : documentLines(processes, shared, now)),
  ].join('\n')
}

const page = [
  '',
  'Storefront',
  '  A page is made of several documents, which the API caches each by itself. Ask why of one of them, or show what',
  '  carries one of the tags: npm run cache -- inspect --tag TAG',
]

function documentLines(
  processes: readonly Heard<Explanation>[],
  shared: readonly SharedExplanation[],
  now: number,
): string[] {
  return [
    ...processes.flatMap((one) => ['', one.process, ...processLines(one, now)]),
    '',
    'Source',
    `  ${sourceSentence(shared)}`,
  ]
}

function edgeLines({ status, cacheStatus, ageSeconds, cacheControl, tags }: EdgeAnswer): string[] {
  return [
    `  HTTP ${status}${ageSeconds === undefined ? '' : `, ${ageSeconds} s old`}`,
    ...(cacheStatus.length === 0 ? ['  no cache says that it had it'] : cacheStatus.map(statusSentence)),
    `  cache-control: ${cacheControl ?? 'none, so nobody keeps it'}`,
    `  tags: ${tags.length === 0 ? 'none' : some(tags, 12)}`,
  ]
}

/** RFC 9211 in words, e.g. `kontor; hit; ttl=48; detail=memory`. */
export function statusSentence(item: string): string {
  const [cache = '', ...parameters] = item.split(';').map((part) => part.trim())
  const named = new Map(parameters.map((parameter) => parameter.split('=') as [string, string | undefined]))
  const detail = named.get('detail')
  const remark = detail === undefined ? '' : ` (${detail})`
  if (named.has('hit')) return `  ${cache} had it${remark}, fresh for another ${named.get('ttl') ?? '?'} s`
  const reason = named.get('fwd')
  if (reason === undefined) return `  ${item}`
  const kept = named.has('stored') ? ', and kept the answer' : ''
  return `  ${cache} asked further: ${reason}${remark}${kept}`
}

function processLines(one: Heard<Explanation>, now: number): string[] {
  if (!('answer' in one)) return [`  no answer: ${one.fault}`]
  const { answer } = one
  if (answer.kind === 'not-shared') {
    return [
      '  not a question for a shared answer: no registered document by GET, or one with personal fields',
    ]
  }
  if (answer.entries.length === 0)
    return ['  neither in memory nor in Redis: it would be made from the source']
  const [first] = answer.entries
  return [
    columns(answer.entries.map((entry) => entryRow(entry, now))),
    ...answer.entries.flatMap(({ level, reasons }) => reasons.map((reason) => `  ${level}: ${reason}`)),
    `  tags: ${some(first?.tags ?? [], 12)}`,
    `  stored ${new Date(first?.storedAt ?? now).toISOString()}, ${duration(now - (first?.storedAt ?? now))} ago`,
  ]
}

function sourceSentence(shared: readonly SharedExplanation[]): string {
  if (shared.length === 0) return 'Asked by each request, as nothing of it is shared between shoppers here.'
  const without = shared.filter(({ entries }) => entries.every(({ verdict }) => verdict !== 'fresh')).length
  if (without === 0) return 'Not asked now: every process has a fresh answer within reach.'
  return without === shared.length
    ? 'Asked by the next request: no process has a fresh answer.'
    : `Asked by the next request that reaches one of ${without} processes; the other ${shared.length - without} have a fresh answer.`
}
