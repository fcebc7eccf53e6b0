import type { RequestContext } from '../context.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import type { CategoryRecord, CategoryReference } from './catalog-source.ts'
import { catalogLoaders } from './loaders.ts'

/** A category of which only the name and the way to it are known; the rest is read if it is selected. */
interface CategoryOnPath extends CategoryReference {
  readonly ancestors: readonly CategoryReference[]
}

/** What the fields of Category are resolved from. */
export type CategoryParent = CategoryRecord | CategoryOnPath

/** The last category of a path from the root down; null if the path is empty. */
export function categoryOfPath(path: readonly CategoryReference[]): CategoryOnPath | null {
  const last = path.at(-1)
  return last === undefined ? null : { ...last, ancestors: path.slice(0, -1) }
}

export const categoryResolvers = {
  id: (category: CategoryParent) => encodeGlobalId('Category', category.id),
  parent: (category: CategoryParent) => categoryOfPath(category.ancestors),
  ancestors: (category: CategoryParent) =>
    category.ancestors.map((_, index) => categoryOfPath(category.ancestors.slice(0, index + 1))),
  children: async (category: CategoryParent, _: unknown, context: RequestContext) => {
    const { children, ancestors, id, slug, name } = await whole(category, context)
    return children.map((child) => categoryOfPath([...ancestors, { id, slug, name }, child]))
  },
  description: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    (await whole(category, context)).description,
  productCount: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    (await whole(category, context)).productCount,
  image: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    (await whole(category, context)).image,
  alternates: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    (await whole(category, context)).slugs,
}

async function whole(category: CategoryParent, context: RequestContext): Promise<CategoryRecord> {
  if ('productCount' in category) return category
  const record = await catalogLoaders(context).categories.load(category.id)
  if (record !== undefined) return record
  // Removed since the path was read: what is known stays true for this answer, and it has nothing in it any more.
  return { ...category, children: [], slugs: [], description: null, productCount: 0, image: null }
}
