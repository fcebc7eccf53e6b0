import { fileURLToPath } from 'node:url'

/** The sample as it ships. */
export const productsPath = fileURLToPath(new URL('products.csv', import.meta.url))
export const translationsPath = fileURLToPath(new URL('translations.csv', import.meta.url))
