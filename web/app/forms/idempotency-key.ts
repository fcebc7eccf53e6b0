import { createHash, randomUUID } from 'node:crypto'

/** A key for one rendered form. */
export function newFormKey(): string {
  return randomUUID()
}

/**
 * The idempotency key of one call that a form leads to. It depends on what the form says, so that a resubmission
 * does nothing twice, while a form that was changed after going back counts as a new wish.
 */
export function callKey(formKey: string, ...what: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify([formKey, ...what]))
    .digest('base64url')
}
