import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that nothing is misread or misheard (crockford.com/base32.html). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A number that a person can read out, e.g. K-7F3K-92QD. Random, so that it tells nobody how many orders there are;
 * 32^8 values, so that a clash is rare, and the table's unique constraint finds it.
 *
 * @param random 8 random bytes; 256 is a multiple of 32, so every digit is equally likely
 */
export function orderNumber(random: Uint8Array = randomBytes(8)): string {
  const digits = Array.from(random, (byte) => alphabet.charAt(byte % alphabet.length)).join('')
  return `K-${digits.slice(0, 4)}-${digits.slice(4, 8)}`
}
