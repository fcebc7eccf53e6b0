import { describe, expect, it } from 'vitest'
import { csrfToken, isCsrfToken, isSameOrigin } from '../../web/app/session/csrf.ts'

const shop = new URL('https://shop.example')
const secrets = ['the newest secret', 'an older secret']

describe('isCsrfToken', () => {
  it('accepts the session’s token, also from before a rotation', () => {
    expect(isCsrfToken(csrfToken('session-1', secrets[0]!), 'session-1', secrets)).toBe(true)
    expect(isCsrfToken(csrfToken('session-1', secrets[1]!), 'session-1', secrets)).toBe(true)
  })

  it('refuses another session’s token, another secret’s and none', () => {
    expect(isCsrfToken(csrfToken('session-2', secrets[0]!), 'session-1', secrets)).toBe(false)
    expect(isCsrfToken(csrfToken('session-1', 'guessed'), 'session-1', secrets)).toBe(false)
    expect(isCsrfToken('', 'session-1', secrets)).toBe(false)
  })
})

describe('isSameOrigin', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }, false],
    [{ origin: 'https://shop.example' }, true],
    [{ origin: 'http://127.0.0.1:4004', host: '127.0.0.1:4004' }, true],
    [{ origin: 'https://evil.example', host: 'shop.example' }, false],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('%j: %s', (headers, expected) => {
    expect(isSameOrigin(new Headers(headers), shop)).toBe(expected)
  })
})
