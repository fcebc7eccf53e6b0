import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { invalidByZod } from '../../schema/invalid-input.ts'
import { editCatalog, recordChange } from './edit.ts'
import { languageColumn } from '../postgres/rows.ts'
import { catalogEdited, type CatalogEditResult, type SetArguments } from './catalog-edited.ts'
import { language, line } from './fields.ts'

const synonymInput = z.object({
  language,
  words: z
    .array(line(100).transform((word) => word.toLowerCase()))
    .min(1, { error: 'Give at least one word.' })
    .max(50)
    .transform((words) => [...new Set(words)]),
})

/** `Mutation.synonymSet`. A word has synonyms in one set of a language at a time. */
export async function synonymSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof synonymInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = synonymInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const { words } = parsed.data
  const column = languageColumn(parsed.data.language)
  const edit = { operation: 'synonymSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(edit, context, async (transaction) => {
    // Two sets with a word in common, at once: the second sees the first's, because it waits here.
    await transaction.query(sql('synonyms_lock')`lock table search_synonym in share row exclusive mode`)
    await transaction.query(sql('synonyms_clear')`
      delete from search_synonym where language = ${column} and words && ${words}::text[]`)
    if (words.length > 1) {
      await transaction.query(sql('synonyms_set')`
        insert into search_synonym (language, words) values (${column}, ${words}::text[])`)
    }
    await recordChange(transaction, edit, { tags: [] }, context)
    return catalogEdited(words.join(', '))
  })
}
