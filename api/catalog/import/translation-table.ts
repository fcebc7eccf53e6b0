import type pg from 'pg'
import { copy, copyLine } from './copy-text.ts'
import type { ProductTranslation } from './translations.ts'

/** Translated fields as the file has them, for the session; a batch joins its products with what they add up to. */
const createFieldTable = `
  create temp table import_field (
    line integer not null, language text not null, identification text not null, field text not null,
    default_content text not null, content text not null, excerpt text not null
  )`

/**
 * A product's translations are found by its handle, or by Shopify's id, whose handle the export gives in the default
 * content of the field “handle”. A language needs a title.
 */
const addUp = `
  create temp table import_translation as
  with named as (
    select coalesce(i.default_content, t.identification) as handle, t.language, t.field, t.content, t.excerpt
    from import_field t
    left join (
      select distinct on (language, identification) language, identification, default_content
      from import_field where field = 'handle' and default_content <> ''
      order by language, identification, line
    ) i using (language, identification)
  )
  select handle, language,
         max(content) filter (where field = 'handle') as slug,
         max(content) filter (where field = 'title') as title,
         max(content) filter (where field = 'body_html') as description_html,
         max(excerpt) filter (where field = 'body_html') as excerpt,
         max(content) filter (where field = 'meta_title') as seo_title,
         max(content) filter (where field = 'meta_description') as seo_description
  from named group by handle, language
  having count(*) filter (where field = 'title') > 0;
  create index on import_translation (handle);
  drop table import_field;
  analyze import_translation`

/** Fills import_translation, which lives as long as the connection. */
export async function createTranslationTable(
  client: pg.ClientBase,
  translations: AsyncIterable<ProductTranslation>,
): Promise<void> {
  await client.query(createFieldTable)
  await copy(
    client,
    'import_field',
    'line, language, identification, field, default_content, content, excerpt',
    lines(translations),
  )
  await client.query(addUp)
}

async function* lines(translations: AsyncIterable<ProductTranslation>): AsyncGenerator<string> {
  for await (const row of translations) {
    yield copyLine([
      row.line,
      row.language,
      row.identification,
      row.field,
      row.defaultContent,
      row.content,
      row.excerpt,
    ])
  }
}
