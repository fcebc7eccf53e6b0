import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { chooseEncoding, encodeBody } from '../../../../api/graphql/answers/encodings.ts'

const all = { br: 1, gzip: 1, identity: 1 }

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['*', 'identity'],
  ['gzip, deflate', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1.0, br;q=0.1', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.000,gzip;q=0', 'identity'],
  ['BR', 'br'],
  ['brotli, x-gzip', 'identity'],
])('for %s sends %s', (accepted, expected) => {
  expect(chooseEncoding(accepted, all)).toBe(expected)
})

test('sends what there is', () => {
  expect(chooseEncoding('br, gzip', { identity: 1 })).toBe('identity')
})

test('compresses what is worth it, and leaves short answers as they are', async () => {
  const long = Buffer.from(
    JSON.stringify(Array.from({ length: 300 }, (_, n) => ({ id: n, title: 'Oak table' }))),
  )
  const { br, gzip, identity } = await encodeBody(long)
  expect(identity).toEqual(long)
  expect(brotliDecompressSync(br ?? '')).toEqual(long)
  expect(gunzipSync(gzip ?? '')).toEqual(long)
  const short = Buffer.from('{}')
  expect(await encodeBody(short)).toEqual({ identity: short })
})
