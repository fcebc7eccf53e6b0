import type { webcrypto } from 'node:crypto'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** An OpenID Connect issuer that signs whatever it is told, and rotates keys. */
export interface Issuer {
  readonly url: string
  /** Requests for its key set so far. */
  readonly keyRequests: number
  /** A token that is valid but for what `claims` says otherwise; signed by the newest key, or by `signer`'s. */
  token(claims?: JWTPayload, signer?: Issuer): Promise<string>
  rotate(): Promise<void>
  readonly key: { readonly id: string; readonly privateKey: webcrypto.CryptoKey }
  fail(on: boolean): void
  close(): Promise<void>
}

export const audience = 'kontor-api'

export async function startIssuer(): Promise<Issuer> {
  let keyRequests = 0
  let failing = false
  let key = await makeKey(1)
  let generation = 1
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (failing) response.writeHead(500).end('{}')
    else if (request.url === '/keys') {
      keyRequests += 1
      response.end(JSON.stringify({ keys: [key.publicJwk] }))
    } else response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    url,
    get keyRequests() {
      return keyRequests
    },
    get key() {
      return key
    },
    token: (claims = {}, signer) => sign(url, signer?.key ?? key, claims),
    async rotate() {
      generation += 1
      key = await makeKey(generation)
    },
    fail: (on) => {
      failing = on
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function makeKey(generation: number) {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const id = `key-${generation}`
  return { id, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: id, alg: 'ES256', use: 'sig' } }
}

function sign(
  issuer: string,
  key: { id: string; privateKey: webcrypto.CryptoKey },
  claims: JWTPayload,
): Promise<string> {
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub: 'customer-1',
    email: 'ada@shop.example',
    exp: Math.floor(Date.now() / 1_000) + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.id })
    .sign(key.privateKey)
}
