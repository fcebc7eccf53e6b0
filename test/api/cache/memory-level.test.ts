import { describe, expect, test } from 'vitest'
import { encodeEntry } from '../../../api/cache/entry.ts'
import { createMemoryLevel } from '../../../api/cache/memory-level.ts'

const encoded = (value: unknown) =>
  encodeEntry({
    kind: 'value',
    value,
    variants: {},
    meta: undefined,
    provenance: { parts: [], epoch: 1, freshUntil: null },
    tags: [],
    storedAt: 0,
    freshUntil: 0,
    staleUntil: 0,
    errorUntil: 0,
  })

describe('the memory level', () => {
  test('stays within its bytes, whatever comes', () => {
    const memory = createMemoryLevel(1_000_000)
    for (let index = 0; index < 5_000; index += 1) {
      memory.set(`key-${index}`, encoded('x'.repeat(index)))
      if (index % 3 === 0) memory.get(`key-${index}`)
    }
    expect(memory.bytes).toBeLessThanOrEqual(1_000_000)
    expect(memory.bytes).toBeGreaterThan(800_000)
    expect([...memory.entries()]).toHaveLength(memory.size)
  })

  test('keeps what is wanted while a crawler asks for everything once', () => {
    const memory = createMemoryLevel(100_000)
    memory.set('wanted', encoded('a product of the home page'))
    memory.get('wanted')
    for (let index = 0; index < 1_000; index += 1) memory.set(`crawled-${index}`, encoded('a product'))
    expect(memory.get('wanted')?.entry.value).toBe('a product of the home page')
    expect(memory.get('crawled-0')).toBeUndefined()
  })

  test('replaces an entry, and keeps one larger than a segment not at all', () => {
    const memory = createMemoryLevel(10_000)
    memory.set('key', encoded(1))
    memory.set('key', encoded(2))
    expect(memory.get('key')?.entry.value).toBe(2)
    memory.set('key', encoded(3))
    expect(memory.get('key')?.entry.value).toBe(3)
    memory.set('large', encoded('x'.repeat(20_000)))
    expect(memory.get('large')).toBeUndefined()
  })
})
