import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importJsonLines } from '../../../../api/catalog/import/import-json-lines.ts'
import { openInput } from '../../../../api/catalog/import/input-file.ts'
import { type JsonLinesShop, linesOf, openJsonLinesShop, product } from './json-lines-shop.ts'

let shop: JsonLinesShop
let folder: string
beforeAll(async () => {
  shop = await openJsonLinesShop()
  folder = await mkdtemp(join(tmpdir(), 'kontor-import-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await shop.close()
})
beforeEach(() => shop.clear())

/** Three batches, with a line at fault in the first and one in the last. */
const many = [
  { type: 'gadget' },
  ...Array.from({ length: 4000 }, (_, index) => product(`p${index}`)),
  product('p7', { tags: ['second'] }),
]
const counted = async () => (await shop.rows('select count(*)::int from product'))[0]?.['count']

/** The lines, and after so many of them an end that no file has. */
function breakingAfter(count: number): Readable {
  async function* lines() {
    yield linesOf(many.slice(0, count))
    await Promise.resolve()
    throw new Error('the disk is gone')
  }
  return Readable.from(lines())
}

describe('an import that ended half-way', () => {
  const database = () => ({ connectionString: shop.url })

  test('goes on where it was, and says in the end what one that never ended says', async () => {
    const options = { fingerprint: 'the file' }
    await expect(importJsonLines(breakingAfter(3500), database(), options)).rejects.toThrow(
      'the disk is gone',
    )
    const half = Number(await counted())
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(4000)

    const result = await importJsonLines(Readable.from([linesOf(many)]), database(), options)
    expect(result).toMatchObject({
      created: 4000,
      updated: 0,
      unchanged: 0,
      rejected: 2,
      resumedAfter: half + 1,
    })
    expect(result.rejections.map(({ line, column }) => [line, column])).toEqual([
      [1, 'type'],
      [4002, 'id'],
    ])
    expect(await shop.rows('select status, position::int, batches from import_run')).toEqual([
      { status: 'finished', position: 4001, batches: 4 },
    ])
    expect(await shop.rows('select number, line::int from import_rejection order by 1')).toEqual([
      { number: 1, line: 1 },
      { number: 2, line: 4002 },
    ])
  })

  test('begins anew with another file, or with an input that cannot be read again', async () => {
    await expect(importJsonLines(breakingAfter(3500), database(), { fingerprint: 'a' })).rejects.toThrow()
    expect(await shop.run(many.slice(0, 100), { fingerprint: 'b' })).toMatchObject({
      resumedAfter: 0,
      unchanged: 99,
    })
    await expect(importJsonLines(breakingAfter(3500), database())).rejects.toThrow('the disk is gone')
    expect(await shop.rows(`select status from import_run where fingerprint like 'unrepeatable%'`)).toEqual([
      { status: 'refused' },
    ])
  })

  test('by kill -9 goes on by itself when it is started again', async () => {
    const file = join(folder, 'many.jsonl')
    await writeFile(file, linesOf(many))
    const start = () =>
      spawn(process.execPath, ['api/catalog/import/main.ts', file, '--quiet'], {
        env: { ...process.env, DATABASE_DIRECT_URL: shop.url },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    const killed = start()
    // The trigger kills it in the midst of its second batch, whatever the machine is at.
    await expect.poll(counted, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const half = Number(await counted())

    const second = start()
    let output = ''
    second.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(second, 'exit')) as [number]
    expect(code).toBe(2)
    expect(output).toContain('4000 created, 0 updated, 0 unchanged')
    expect(await counted()).toBe(4000)
    if (half < 4000) expect(output).toContain(`Went on after line ${half + 1}`)
  })

  test('by a lost connection goes on over another one', async () => {
    let cut = false
    const warnings: string[] = []
    async function* lines() {
      for (let from = 0; from < many.length; from += 100) {
        yield linesOf(many.slice(from, from + 100))
        if (cut || Number(await counted()) === 0) continue
        cut = true
        await shop.rows(`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'kontor-import' and datname = current_database()`)
      }
    }
    const result = await importJsonLines(Readable.from(lines()), database(), {
      warn: (message) => warnings.push(message),
    })
    expect(cut).toBe(true)
    expect(warnings.join('\n')).toMatch(/connect/i)
    expect(result).toMatchObject({ created: 4000, updated: 0, unchanged: 0, rejected: 2 })
    expect(await counted()).toBe(4000)
  })
})

test('of two imports at a time the second one is told to wait', async () => {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  let begun: () => void = () => undefined
  const hasBegun = new Promise<void>((resolve) => (begun = resolve))
  async function* slow() {
    yield linesOf(many.slice(0, 3500))
    await released
  }
  const first = importJsonLines(
    Readable.from(slow()),
    { connectionString: shop.url },
    { name: 'slow.jsonl', progress: () => begun() },
  )
  await hasBegun
  await expect(shop.run([product('x')], { patienceSeconds: 0 })).rejects.toThrow(
    /^Another import is running: “slow\.jsonl”, since \d\d:\d\d:\d\d UTC, now at line \d+\. Wait/,
  )
  const patient = shop.run([product('x')], { patienceSeconds: 30 })
  release()
  expect(await first).toMatchObject({ created: 3499 })
  expect(await patient).toMatchObject({ created: 1 })
})

describe('a dry run', () => {
  const lines = [
    { type: 'category', id: 'C1', texts: { en: { name: 'C', slug: 'c' } } },
    ...Array.from({ length: 4000 }, (_, index) => product(`p${index}`, { category: 'C1' })),
    product('other', { texts: { en: { title: 'Taken', slug: 'p3' } } }),
    product('another', { variants: [{ sku: 'p5-sku', prices: [] }] }),
    { op: 'stock', sku: 'none', onHand: 1 },
  ]

  test('says what an import says, and changes nothing', async () => {
    await shop.run([product('p1')])
    const before = await shop.rows('select * from product')
    const dry = await shop.run(lines, { dryRun: true })
    expect(await shop.rows('select * from product')).toEqual(before)
    expect(await shop.rows('select * from category')).toEqual([])
    expect(await shop.rows('select id from import_run')).toHaveLength(1)

    const real = await shop.run(lines)
    const told = ({ created, updated, unchanged, rejected }: typeof real) => ({
      created,
      updated,
      unchanged,
      rejected,
    })
    expect(told(dry)).toEqual({ created: 3999, updated: 1, unchanged: 0, rejected: 3 })
    expect(told(real)).toEqual(told(dry))
    expect(dry.rejections.map(({ line }) => line)).toEqual(real.rejections.map(({ line }) => line))
  })
})

describe('a compressed file', () => {
  test('is read', async () => {
    const path = join(folder, 'a.jsonl.gz')
    await writeFile(path, gzipSync(linesOf([product('a')])))
    expect(await importJsonLines(openInput(path), { connectionString: shop.url })).toMatchObject({
      created: 1,
    })
  })

  test.each([
    ['that ends too early', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20), /ends too early/],
    ['that is none', () => Buffer.from('{"type":"product"}'), /compressed file is broken/],
  ])('%s is refused', async (_, spoil, reason) => {
    const path = join(folder, 'bad.jsonl.gz')
    await writeFile(path, spoil(gzipSync(linesOf([product('a'), product('b')]))))
    await expect(importJsonLines(openInput(path), { connectionString: shop.url })).rejects.toThrow(reason)
    expect(await counted()).toBe(0)
  })
})
