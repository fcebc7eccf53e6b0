/** Cache tags of the catalogue, as cached values carry them and `catalog.changed` events name them. */

/** Texts, prices, pictures, availability of one product and its variants. */
export const productTag = (productId: string): string => `product:${productId}`

/** Names and place of one category. */
export const categoryTag = (categoryId: string): string => `category:${categoryId}`

/** Name, texts and members of one collection. */
export const collectionTag = (collectionId: string): string => `collection:${collectionId}`

/** Name and address of one brand. */
export const brandTag = (brandId: string): string => `brand:${brandId}`

/** Names of attributes, their options and units; part of every product that has some, and of facets. */
export const attributesTag = 'attributes'

/** Lists, searches, counts: which products there are, and in which order. */
export const listTag = 'catalog'

/** Everything of the catalogue; for an import, which changes more products than an event should name. */
export const wholeCatalogTag = 'catalog:all'

/** Tags that one event may name: a stream entry of 20 kB, which every process applies in half a millisecond. */
const mostTags = 500

/**
 * Tags for one event, each once; a bulk change of more than that names the whole catalogue instead, because every
 * value of the catalogue carries that tag.
 */
export function coalesceTags(tags: Iterable<string>, limit: number = mostTags): string[] {
  const distinct = [...new Set(tags)]
  return distinct.length > limit ? [wholeCatalogTag] : distinct
}
