import { describe, expect, it } from 'vitest'
import type { EntryFacts, Explanation, ProcessState } from '../../../../api/cache/cli/ask-process.ts'
import { describeStates, describeTagged } from '../../../../api/cache/cli/inspect.ts'
import { describeWay, statusSentence } from '../../../../api/cache/cli/why.ts'

const now = Date.UTC(2026, 10, 22, 12)
const process = 'http://127.0.0.1:4001'
const entry: EntryFacts = {
  level: 'memory',
  verdict: 'fresh',
  reasons: [],
  bytes: 2_048,
  tags: ['product:1', 'catalog'],
  storedAt: now - 12_000,
  freshUntil: now + 48_000,
  staleUntil: now + 648_000,
}
const explained = (...entries: EntryFacts[]): Explanation => ({
  kind: 'shared',
  key: 'answer:x',
  operationName: 'ProductPage',
  hash: 'a'.repeat(64),
  variables: '{"slug":"lamp"}',
  entries,
})
const state: ProcessState = {
  process: { pid: 1, host: 'here', release: 'r1', upSeconds: 5 },
  position: 7,
  epoch: 1,
  heardAgo: 300,
  leaseMilliseconds: 2_000,
  rememberedTags: 3,
  memory: { entries: 10, bytes: 1_048_576, limitBytes: 134_217_728 },
  topTags: [{ tag: 'catalog', entries: 10 }],
  shards: [
    { address: '127.0.0.1:4020', keys: 5, usedBytes: 2_097_152, limitBytes: 0, evicted: 0 },
    { address: '127.0.0.1:4021', fault: 'Connection is closed.' },
  ],
}

describe('inspect', () => {
  it('shows sizes, tags and how far each process has heard', () => {
    const behind = { ...state, position: 5, heardAgo: 2_500 }
    const text = describeStates([
      { process, answer: state },
      { process: 'http://127.0.0.1:4002', answer: behind },
      { process: 'http://127.0.0.1:4003', fault: 'connect ECONNREFUSED' },
    ])
    expect(text).toMatch(/4001 +1\.0 MB +128\.0 MB +10 +batch 7 +0\.3 s ago +holds, 1\.7 s left +r1/)
    expect(text).toMatch(/4002 .*batch 5, 2 behind +2\.5 s ago +LOST: nothing is served as fresh/)
    expect(text).toMatch(/4003 +no answer: connect ECONNREFUSED/)
    expect(text).toMatch(/4020 +2\.0 MB +no limit +5 +0/)
    expect(text).toMatch(/4021 +no answer: Connection is closed\./)
    expect(text).toMatch(/catalog +20/)
  })

  it('says that a process has never heard anything', () => {
    const deaf = { ...state, position: undefined, heardAgo: null, topTags: [], shards: [] }
    const text = describeStates([{ process, answer: deaf }])
    expect(text).toMatch(/nothing +never +LOST/)
    expect(text).toContain('none: nothing is in memory')
  })

  it('shows what carries a tag, and where nothing does', () => {
    const text = describeTagged(
      'product:1',
      [
        { process, answer: [{ key: 'product:en:1', kind: 'value', facts: [entry] }] },
        { process: 'http://127.0.0.1:4002', answer: [] },
      ],
      now,
    )
    expect(text).toMatch(/product:en:1 +memory +fresh +2\.0 KB +12 s old +48 s left/)
    expect(text).toContain('http://127.0.0.1:4002: nothing carries product:1')
  })
})

describe('why', () => {
  const url = new URL('http://localhost:4000/graphql?operationName=ProductPage')
  const edge = {
    status: 200,
    cacheStatus: ['kontor; hit; ttl=48; detail=memory', 'edge; fwd=uri-miss; stored'],
    ageSeconds: 12,
    cacheControl: 'public, max-age=0',
    tags: ['product:1', 'catalog'],
    contentType: 'application/json',
  }

  it('follows an answer from the edge to its source', () => {
    const overtaken = {
      ...entry,
      level: 'redis' as const,
      verdict: 'overtaken',
      reasons: ['product:1 was changed by transaction 9, which the entry does not show.'],
      freshUntil: now - 3_000,
    }
    const text = describeWay(
      url,
      edge,
      [
        { process, answer: explained(entry) },
        { process: 'http://127.0.0.1:4002', answer: explained(overtaken) },
        { process: 'http://127.0.0.1:4003', answer: explained() },
      ],
      now,
    )
    expect(text).toContain('ProductPage {"slug":"lamp"}')
    expect(text).toContain('HTTP 200, 12 s old')
    expect(text).toContain('kontor had it (memory), fresh for another 48 s')
    expect(text).toContain('edge asked further: uri-miss, and kept the answer')
    expect(text).toMatch(/memory +fresh +2\.0 KB +12 s old +48 s left/)
    expect(text).toMatch(/redis +overtaken .* over for 3\.0 s/)
    expect(text).toContain('redis: product:1 was changed by transaction 9, which the entry does not show.')
    expect(text).toContain('neither in memory nor in Redis')
    expect(text).toContain('one of 2 processes; the other 1 have a fresh answer')
  })

  it('says when the source is not asked, and when it is by everybody', () => {
    const way = (answer: Explanation) => describeWay(url, edge, [{ process, answer }], now)
    expect(way(explained(entry))).toContain('Not asked now')
    expect(way(explained())).toContain('no process has a fresh answer')
    expect(way({ kind: 'not-shared' })).toContain('nothing of it is shared between shoppers')
  })

  it('tells of a page that documents make it, and of an edge that does not answer', () => {
    const page = new URL('http://localhost:4000/de/p/lamp')
    expect(describeWay(page, edge, [], now)).toContain('A page is made of several documents')
    const silent = { fault: 'Nobody answers at http://localhost:4000; --shop names another address.' }
    expect(describeWay(page, silent, [], now)).toContain('Nobody answers')
  })

  it.each([
    ['kontor; hit; ttl=3; detail=redis', '  kontor had it (redis), fresh for another 3 s'],
    ['kontor; fwd=stale; detail=stale-if-error', '  kontor asked further: stale (stale-if-error)'],
    ['Hit from cloudfront', '  Hit from cloudfront'],
  ])('puts %s in words', (item, sentence) => {
    expect(statusSentence(item)).toBe(sentence)
  })
})
