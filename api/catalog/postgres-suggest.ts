import type { Language } from '../locale.ts'
import { type CatalogReader, languageColumn, withoutNul } from './postgres-rows.ts'
import { type Question, questionsOf } from './search-question.ts'

const mostSuggestions = 8

/** Titles that are compared; those that begin as typed come first among them. */
const candidates = 100

/**
 * Titles that go on as the shopper types (weight A of the documents): best sellers among those whose words begin so; if there are none, titles with
 * similar words. A title that begins with what was typed comes before one that has it later. A title counts once.
 * Indexes: product_search_de or _en by tier, product_text_pkey. $1 tsquery, $2 what was typed, $3 language.
 */
const suggestSql = (question: Question, tiers: string): string => `
select t.title
from (
  select f.product_id, f.sales_count from product_search f
  where f.${question.language} @@ ${asked(question)} and ts_filter(f.${question.language}, '{a}') @@ ${asked(question)}
    and ${tiers}
  order by f.sales_count desc, f.product_id desc
  limit ${String(candidates)}
) f
join product_text t on t.product_id = f.product_id and t.language = $3
group by t.title
order by starts_with(lower(t.title), $2) desc, max(f.sales_count) desc, t.title
limit ${String(mostSuggestions)}`

function asked({ isWebSearch, language }: Question): string {
  return isWebSearch ? `websearch_to_tsquery('shop_${language}', $1)` : '$1::tsquery'
}

/** Best sellers first: most suggestions come from the small indexes of the upper tiers. */
const tierSteps = ['f.tier = 1', 'f.tier <= 2', 'true']

/** Products of a rare word are looked up at once. */
const rare = 200

export async function suggest(reader: CatalogReader, prefix: string, language: Language): Promise<string[]> {
  for (const ask of questionsOf(reader, prefix, language) ?? []) {
    const question = await ask()
    if (question === undefined) continue
    let titles: string[] = []
    for (const tiers of question.matches <= rare ? tierSteps.slice(-1) : tierSteps) {
      const rows = await reader.read<{ title: string }>({
        name: 'catalog_suggest',
        text: suggestSql(question, tiers),
        values: [question.wide, withoutNul(prefix).toLowerCase().trim(), languageColumn(language)],
      })
      titles = rows.map(({ title }) => title)
      if (titles.length === mostSuggestions) break
    }
    if (titles.length > 0) return titles
  }
  return []
}
