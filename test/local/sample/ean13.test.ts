import { expect, test } from 'vitest'
import { ean13 } from '../../../local/sample/ean13.ts'

test('completes the example of the GS1 specification', () => {
  expect(ean13('629104150021')).toBe('6291041500213')
})

test('refuses what is not twelve digits', () => {
  expect(() => ean13('12345')).toThrow('“12345” is not twelve digits.')
})
