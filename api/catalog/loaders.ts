import DataLoader from 'dataloader'
import type { ApplicationContext, RequestContext } from '../context.ts'
import type { Locale } from '../locale.ts'
import type { CategoryRecord, CollectionRecord, ProductRecord, VariantRecord } from './catalog-source.ts'

export interface CatalogLoaders {
  readonly products: DataLoader<string, ProductRecord | undefined>
  readonly variants: DataLoader<string, VariantRecord | undefined>
  readonly categories: DataLoader<string, CategoryRecord | undefined>
  readonly collections: DataLoader<string, CollectionRecord | undefined>
}

/** Collects the reads of one request into one call a kind and round, each id once. Not for longer than a request. */
export function createCatalogLoaders(
  application: Pick<ApplicationContext, 'catalog'>,
  locale: Locale,
): CatalogLoaders {
  const { catalog } = application
  return {
    products: new DataLoader((ids) => catalog.productsByIds(ids, locale)),
    variants: new DataLoader((ids) => catalog.variantsByIds(ids, locale)),
    categories: new DataLoader((ids) => catalog.categoriesByIds(ids, locale.language)),
    collections: new DataLoader((ids) => catalog.collectionsByIds(ids, locale.language)),
  }
}

const ofRequests = new WeakMap<RequestContext, CatalogLoaders>()

/** The loaders of a request, made at first use, when its locale is known; gone with it. */
export function catalogLoaders(context: RequestContext): CatalogLoaders {
  const known = ofRequests.get(context)
  if (known !== undefined) return known
  const made = createCatalogLoaders(context.application, context.locale)
  ofRequests.set(context, made)
  return made
}
