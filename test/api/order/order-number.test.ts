import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderNumber } from '../../../api/order/order-number.ts'

test('a number has only digits and letters that are not misread', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
      expect(orderNumber(random)).toMatch(/^K-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    }),
  )
})

test('numbers differ', () => {
  expect(new Set(Array.from({ length: 1000 }, () => orderNumber())).size).toBe(1000)
})

test('each byte counts', () => {
  expect(orderNumber(Uint8Array.of(0, 1, 10, 31, 32, 255, 18, 20))).toBe('K-01AZ-0ZJM')
})
