import { CellFault, quoted } from './rejection.ts'
import { slugOf } from './slug.ts'
import type { Dictionaries } from './translations.ts'

/** Deeper than Shopify's taxonomy (7 levels); more is not a path. */
const maximumDepth = 10
/** Shopify's taxonomy has about 12,000. The whole tree is held in memory. */
const maximumCategories = 50_000

/** A category on its way to the database. */
interface CategoryDocument {
  /** The path, e.g. “Furniture > Sofas”. */
  readonly id: string
  readonly parent: string | null
  /** In order of first appearance, from 1. */
  readonly position: number
  readonly texts: Readonly<Record<string, CategoryText>>
}

interface CategoryText {
  readonly name: string
  readonly slug: string
  /** Slug to fall back to where two categories have the same name: parent and name. */
  readonly longSlug: string
  readonly description: string | null
}

export interface Categories {
  /**
   * Notes a category and those above it.
   *
   * @param path as in the column “Product category”, e.g. “Home & Garden > Decor > Vases”
   * @returns its external id, or null for an empty path
   * @throws CellFault if the path is no path
   */
  of(path: string): string | null
  /** Categories that have been noted since this was last asked, parents first. */
  fresh(): readonly CategoryDocument[]
}

/** Collects the category tree of a file while its products are read. */
export function collectCategories(dictionaries: Dictionaries): Categories {
  const found = new Set<string>()
  let fresh: CategoryDocument[] = []
  return {
    of(path) {
      const names = path.split('>').map((name) => name.trim())
      if (path.trim() === '') return null
      if (names.length > maximumDepth || names.some((name) => slugOf(name) === '')) {
        throw new CellFault(
          null,
          `${quoted(path)} is not a path of categories: up to ${maximumDepth} names, separated by “>”.`,
        )
      }
      let parent: string | null = null
      for (const [index] of names.entries()) {
        const id: string = names.slice(0, index + 1).join(' > ')
        if (!found.has(id)) {
          if (found.size === maximumCategories)
            throw new CellFault(null, `There are more than ${maximumCategories} categories.`)
          found.add(id)
          fresh.push(categoryDocument(names.slice(0, index + 1), id, parent, found.size, dictionaries))
        }
        parent = id
      }
      return parent
    },
    fresh: () => {
      const given = fresh
      fresh = []
      return given
    },
  }
}

function categoryDocument(
  names: readonly string[],
  id: string,
  parent: string | null,
  position: number,
  dictionaries: Dictionaries,
): CategoryDocument {
  const name = names.at(-1) ?? ''
  const parentName = names.at(-2) ?? ''
  const texts: Record<string, CategoryText> = {
    en: { name, slug: slugOf(name), longSlug: slugOf(`${parentName} ${name}`), description: null },
  }
  for (const { language, categoryNames, categoryHandles, categoryDescriptions } of dictionaries.values()) {
    const translated = categoryNames.get(name)
    if (translated === undefined) continue
    const handle = slugOf(categoryHandles.get(slugOf(name)) ?? translated) || slugOf(name)
    const parentTranslated = categoryNames.get(parentName) ?? parentName
    texts[language] = {
      name: translated,
      slug: handle,
      longSlug: slugOf(`${parentTranslated} ${handle}`),
      description: categoryDescriptions.get(name) ?? null,
    }
  }
  return { id, parent, position, texts }
}
