import type { EntryFacts, Heard, ProcessState, TaggedEntry } from './ask-process.ts'
import { bytes, columns, duration } from './in-words.ts'

/** What is cached where, and how far each process has heard of invalidations. */
export function describeStates(heard: readonly Heard<ProcessState>[]): string {
  const answered = heard.flatMap((one) => ('answer' in one ? [one] : []))
  const newest = Math.max(...answered.map(({ answer }) => answer.position ?? 0))
  return [
    'Processes',
    columns([
      ['', 'memory', 'of', 'entries', 'heard up to', 'heard', 'lease', 'release'],
      ...heard.map((one) =>
        'answer' in one
          ? processRow(one.process, one.answer, newest)
          : [one.process, `no answer: ${one.fault}`],
      ),
    ]),
    '',
    'Redis, as the first process sees it',
    columns([
      ['', 'memory', 'of', 'keys', 'evicted'],
      ...(answered[0]?.answer.shards ?? []).map((shard) =>
        'fault' in shard
          ? [shard.address, `no answer: ${shard.fault}`]
          : [
              shard.address,
              bytes(shard.usedBytes),
              shard.limitBytes === 0 ? 'no limit' : bytes(shard.limitBytes),
              String(shard.keys),
              String(shard.evicted),
            ],
      ),
    ]),
    '',
    'Most used tags in memory',
    topTags(answered.map(({ answer }) => answer)),
  ].join('\n')
}

function processRow(process: string, state: ProcessState, newest: number): string[] {
  const { memory, position, heardAgo, leaseMilliseconds } = state
  const behind = newest - (position ?? 0)
  const lease = heardAgo === null ? Number.NEGATIVE_INFINITY : leaseMilliseconds - heardAgo
  return [
    process,
    bytes(memory.bytes),
    bytes(memory.limitBytes),
    String(memory.entries),
    position === undefined ? 'nothing' : `batch ${position}${behind > 0 ? `, ${behind} behind` : ''}`,
    heardAgo === null ? 'never' : `${duration(heardAgo)} ago`,
    lease > 0 ? `holds, ${duration(lease)} left` : 'LOST: nothing is served as fresh',
    state.process.release,
  ]
}

function topTags(states: readonly ProcessState[]): string {
  const totals = new Map<string, number>()
  for (const { topTags } of states) {
    for (const { tag, entries } of topTags) totals.set(tag, (totals.get(tag) ?? 0) + entries)
  }
  if (totals.size === 0) return '  none: nothing is in memory'
  const sorted = [...totals].sort(([, one], [, other]) => other - one).slice(0, 20)
  return columns([['', 'entries'], ...sorted.map(([tag, entries]) => [tag, String(entries)])])
}

/** The entries that carry a tag, process by process. */
export function describeTagged(tag: string, heard: readonly Heard<TaggedEntry[]>[], now: number): string {
  return heard
    .map((one) => {
      if (!('answer' in one)) return `${one.process}: no answer: ${one.fault}`
      if (one.answer.length === 0) return `${one.process}: nothing carries ${tag}`
      const rows = one.answer.flatMap(({ key, facts }) =>
        facts.map((entry) => [key, ...entryRow(entry, now)]),
      )
      return `${one.process}\n${columns(rows)}`
    })
    .join('\n')
}

/** Level, verdict, size, age and what is left of its freshness. */
export function entryRow(
  { level, verdict, bytes: size, storedAt, freshUntil }: EntryFacts,
  now: number,
): string[] {
  const left = freshUntil - now
  return [
    level,
    verdict,
    bytes(size),
    `${duration(Math.max(0, now - storedAt))} old`,
    left > 0 ? `${duration(left)} left` : `over for ${duration(-left)}`,
  ]
}
