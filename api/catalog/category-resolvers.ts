import type { RequestContext } from '../context.ts'
import { encodeGlobalId } from '../schema/global-id.ts'
import type { CategoryRecord, CategoryReference } from './catalog-source.ts'
import { catalogLoaders } from './loaders.ts'

/** A category of which only the name, and perhaps the way to it, is known; the rest is read if it is selected. */
interface CategoryOnPath extends CategoryReference {
  readonly ancestors: readonly CategoryReference[] | undefined
}

/** What the fields of Category are resolved from. */
export type CategoryParent = CategoryRecord | CategoryOnPath

/** The last category of a path from the root down; null if the path is empty. */
export function categoryOfPath(path: readonly CategoryReference[]): CategoryOnPath | null {
  const last = path.at(-1)
  return last === undefined ? null : { ...last, ancestors: path.slice(0, -1) }
}

/** A category as a card names it. */
export function categoryOfReference(reference: CategoryReference): CategoryOnPath {
  return { ...reference, ancestors: undefined }
}

async function ancestorsOf(
  category: CategoryParent,
  context: RequestContext,
): Promise<readonly CategoryReference[]> {
  return category.ancestors ?? (await whole(category, context)).ancestors
}

export const categoryResolvers = {
  id: (category: CategoryParent) => encodeGlobalId('Category', category.id),
  parent: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    categoryOfPath(await ancestorsOf(category, context)),
  ancestors: async (category: CategoryParent, _: unknown, context: RequestContext) => {
    const path = await ancestorsOf(category, context)
    return path.map((_ancestor, index) => categoryOfPath(path.slice(0, index + 1)))
  },
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
  seo: async (category: CategoryParent, _: unknown, context: RequestContext) => {
    const { name, description, seoTitle, seoDescription } = await whole(category, context)
    return { title: seoTitle ?? name, description: seoDescription ?? description ?? '' }
  },
  alternates: async (category: CategoryParent, _: unknown, context: RequestContext) =>
    (await whole(category, context)).slugs,
}

async function whole(category: CategoryParent, context: RequestContext): Promise<CategoryRecord> {
  if ('productCount' in category) return category
  const record = await catalogLoaders(context).categories.load(category.id)
  if (record !== undefined) return record
  // Removed since the path was read: what is known stays true for this answer, and it has nothing in it any more.
  return {
    ...category,
    ancestors: category.ancestors ?? [],
    children: [],
    slugs: [],
    description: null,
    seoTitle: null,
    seoDescription: null,
    productCount: 0,
    image: null,
  }
}
