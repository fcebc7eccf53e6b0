/** Cache tags of the catalogue, as cached values carry them and `catalog.changed` events name them. */

/** Texts, prices, pictures, availability of one product and its variants. */
export const productTag = (productId: string): string => `product:${productId}`

/** Names and place of one category. */
export const categoryTag = (categoryId: string): string => `category:${categoryId}`

/** Lists, searches, counts: which products there are, and in which order. */
export const listTag = 'catalog'

/** Everything of the catalogue; for an import, which changes more products than an event should name. */
export const wholeCatalogTag = 'catalog:all'
