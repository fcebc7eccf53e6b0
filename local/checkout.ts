import { fileURLToPath } from 'node:url'

/** The folder with package.json, wherever the launcher was called from. */
export const checkoutFolder = fileURLToPath(new URL('..', import.meta.url))
