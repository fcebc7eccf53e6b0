import { createHash } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { z } from 'zod'

/** Seals values into cookies: encrypted and authenticated (JWE, `dir` with A256GCM), for one purpose, with an end. */
export interface Sealer {
  /** @param purpose binds the value to one cookie, so that no other cookie's value passes for it. */
  seal(purpose: string, value: Readonly<Record<string, unknown>>, lifeSeconds: number): Promise<string>
  /** What was sealed; undefined if it is too old, was tampered with, is for another purpose or of another shape. */
  open<Shape extends z.ZodType>(
    purpose: string,
    sealed: string,
    shape: Shape,
  ): Promise<z.output<Shape> | undefined>
}

interface Key {
  readonly id: string
  readonly bytes: Uint8Array
}

function keyOf(secret: string): Key {
  const bytes = createHash('sha256').update(`kontor cookie key\n${secret}`).digest()
  return { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8), bytes }
}

/** @param secrets newest first: the first seals, all of them open, so that a rotation signs nobody out. */
export function createSealer(secrets: readonly [string, ...string[]]): Sealer {
  const [first, ...others] = secrets
  const newest = keyOf(first)
  const keys = [newest, ...others.map(keyOf)]
  return {
    seal: (purpose, value, lifeSeconds) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: newest.id })
        .setAudience(purpose)
        .setExpirationTime(Math.floor(Date.now() / 1000) + lifeSeconds)
        .encrypt(newest.bytes),
    async open(purpose, sealed, shape) {
      try {
        const { payload } = await jwtDecrypt(
          sealed,
          ({ kid }) => {
            const key = keys.find(({ id }) => id === kid)
            if (key === undefined) throw new errors.JWEDecryptionFailed()
            return key.bytes
          },
          { audience: purpose, contentEncryptionAlgorithms: ['A256GCM'], keyManagementAlgorithms: ['dir'] },
        )
        return shape.safeParse(payload['value']).data
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
  }
}
