import { expect, test } from 'vitest'
import { dateTime } from '../../../api/schema/date-time.ts'

test('writes dates and ISO 8601 strings as instants in UTC', () => {
  expect(dateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
  expect(dateTime.serialize('2026-11-22T17:00:00+01:00')).toBe('2026-11-22T16:00:00.000Z')
})

test('reads instants with an offset', () => {
  expect(dateTime.parseValue('2026-11-22T17:00:00+01:00')).toEqual(new Date('2026-11-22T16:00:00Z'))
})

test.each(['2026-11-22', '2026-11-22T17:00:00', '2026-13-22T17:00:00Z', 5, null])('refuses %j', (value) => {
  expect(() => dateTime.parseValue(value)).toThrow(/ISO 8601/)
})

test('does not write what is no instant', () => {
  expect(() => dateTime.serialize('soon')).toThrow(/soon/)
  expect(() => dateTime.serialize(5)).toThrow(/5/)
})
