import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../../api/schema/cursor.ts'

const list = { sort: 'NEWEST', filter: { category: 'chairs', available: true } }
const badCursor = expect.objectContaining({ extensions: { code: 'BAD_CURSOR' } }) as Error

test('gives back the position in the same list', () => {
  const cursor = encodeCursor(list, ['2026-11-22T00:00:00Z', '42'])
  expect(decodeCursor(list, cursor)).toEqual(['2026-11-22T00:00:00Z', '42'])
})

test('takes lists that differ only in order or absence of keys for the same', () => {
  const cursor = encodeCursor(list, ['1'])
  const same = { filter: { available: true, tag: undefined, category: 'chairs' }, sort: 'NEWEST' }
  expect(decodeCursor(same, cursor)).toEqual(['1'])
})

test.each([
  { ...list, sort: 'BEST_SELLING' },
  { ...list, filter: { category: 'tables', available: true } },
  { ...list, filter: {} },
])('refuses a cursor of another list', (other) => {
  expect(() => decodeCursor(other, encodeCursor(list, ['1']))).toThrow(badCursor)
})

test.each(['', 'x', Buffer.from('{}').toString('base64url'), Buffer.from('[1,2]').toString('base64url')])(
  'refuses %j',
  (cursor) => {
    expect(() => decodeCursor(list, cursor)).toThrow(badCursor)
  },
)
