import { z } from 'zod'
import type { Queryable } from '../../database/database.ts'
import { slugOf } from '../import/slug.ts'
import { languageColumn } from '../postgres/rows.ts'
import { language, line, name, prose, slug } from './fields.ts'

/** Texts of a category or collection in one language. */
const shelfText = z.object({
  language,
  name,
  slug: slug.nullish(),
  description: prose(10_000).nullish(),
  seoTitle: line(255).nullish(),
  seoDescription: line(1_000).nullish(),
})

export type ShelfText = z.output<typeof shelfText>

export const shelfTexts = z
  .array(shelfText)
  .refine((texts) => new Set(texts.map((text) => text.language)).size === texts.length, {
    error: 'Each language may be given once.',
  })

export const firstShelfTexts = shelfTexts.min(1, { error: 'A text in at least one language is needed.' })

/**
 * Writes texts of a category or collection, each language that is given; the caller has locked it. What is left out of
 * a text stays as it is, null removes it. A first text's slug is made of the name, and of the id where the name has no
 * letter that may stand in an address.
 */
export async function writeShelfTexts(
  transaction: Queryable,
  shelf: 'category' | 'collection',
  id: string,
  texts: readonly ShelfText[],
): Promise<void> {
  const rows = texts.map((text) => ({
    ...text,
    language: languageColumn(text.language),
    slug: text.slug ?? undefined,
    made: slugOf(text.name).slice(0, 200).replace(/-$/, '') || `${shelf}-${id}`,
  }))
  const values = [id, JSON.stringify(rows)]
  await transaction.query({ ...statements[shelf].update, values })
  await transaction.query({ ...statements[shelf].insert, values })
}

const statements = {
  category: writeStatements('category_text', 'category_id'),
  collection: writeStatements('collection_text', 'collection_id'),
}

function writeStatements(table: 'category_text' | 'collection_text', key: string) {
  const keptUnless = (column: string, field: string) =>
    `${column} = case when x.text ? '${field}' then x.text ->> '${field}' else t.${column} end`
  return {
    update: {
      name: `${table}_update`,
      text: `
        update ${table} t set name = x.text ->> 'name', slug = coalesce(x.text ->> 'slug', t.slug),
          ${keptUnless('description', 'description')}, ${keptUnless('seo_title', 'seoTitle')},
          ${keptUnless('seo_description', 'seoDescription')}
        from jsonb_array_elements($2) x (text)
        where t.${key} = $1 and t.language = x.text ->> 'language'`,
    },
    insert: {
      name: `${table}_insert`,
      text: `
        insert into ${table} (${key}, language, slug, name, description, seo_title, seo_description)
        select $1, x.text ->> 'language', coalesce(x.text ->> 'slug', x.text ->> 'made'), x.text ->> 'name',
               x.text ->> 'description', x.text ->> 'seoTitle', x.text ->> 'seoDescription'
        from jsonb_array_elements($2) x (text)
        on conflict (${key}, language) do nothing`,
    },
  }
}
