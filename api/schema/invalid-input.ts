import type { z } from 'zod'

/** Member of every mutation's result union: an argument that the types allow and the shop does not. */
export interface InvalidInput {
  readonly __typename: 'InvalidInput'
  readonly code: string
  readonly message: string
  readonly path: readonly string[]
}

/** @param path of the argument, e.g. `['input', 'lines', '0', 'quantity']` */
export function invalidInput(path: readonly string[], message: string, code = 'INVALID_INPUT'): InvalidInput {
  return { __typename: 'InvalidInput', code, message, path }
}

/** The first fault that zod found. Clients correct one field at a time; the path tells which. */
export function invalidByZod(error: z.ZodError, base: readonly string[]): InvalidInput {
  const [issue] = error.issues
  return invalidInput(
    [...base, ...(issue?.path ?? []).map(String)],
    issue?.message ?? 'The input is not valid.',
  )
}
