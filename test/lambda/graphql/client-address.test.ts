import { expect, test } from 'vitest'
import { clientAddressOf } from '../../../lambda/graphql/client-address.ts'

test.each([
  ['198.51.100.7', [], '198.51.100.7'],
  ['198.51.100.7, 10.0.3.7', ['10.0.0.0/16'], '198.51.100.7'],
  ['192.0.2.1, 198.51.100.7, 10.0.3.7', ['10.0.0.0/16'], '198.51.100.7'],
  ['10.0.3.9, 10.0.3.7', ['10.0.0.0/16'], '10.0.3.9'],
  ['192.0.2.1, 198.51.100.7', [], '198.51.100.7'],
  [undefined, [], ''],
])('of "%s" with the proxies %j it is %s', (forwardedFor, trusted, address) => {
  expect(clientAddressOf(forwardedFor, trusted)).toBe(address)
})
