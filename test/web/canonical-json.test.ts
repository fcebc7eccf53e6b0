import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../web/app/api/canonical-json.ts'

describe('canonicalJson', () => {
  it('sorts keys at every depth and leaves the order of lists alone', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 'x'], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},"x"]}')
  })

  it('keeps null and drops undefined, which GraphQL tells apart', () => {
    expect(canonicalJson({ after: null, filter: undefined })).toBe('{"after":null}')
  })

  it('gives equal text for equal values, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
