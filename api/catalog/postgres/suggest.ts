import type { Language } from '../../locale.ts'
import { type CatalogReader, languageColumn, withoutNul } from './rows.ts'
import { type Question, questionsOf } from './search-question.ts'

const mostSuggestions = 8

/** Titles that are compared; those that begin as typed come first among them. */
const candidates = 100

/** Products of a rare word are looked up at once; of a frequent one among the best sellers first. */
const rare = 200

/** Products that are looked at one by one, where a word is in many texts and in hardly a title. */
const mostRead = 2_000

/**
 * Titles that go on as the shopper types: best sellers among those whose words begin so; if there are none, titles with
 * similar words. A title that begins with what was typed comes before one that has it later. A title counts once.
 * Indexes: product_search_de or _en by tier, product_text_pkey. $1 tsquery, $2 the same of titles, $3 what was typed,
 * $4 language.
 */
const suggestSql = ({ language, isWebSearch }: Question, tiers: string): string => {
  const query = isWebSearch ? `websearch_to_tsquery('shop_${language}', $1)` : '$1::tsquery'
  const ofTitles = isWebSearch ? query : '$2::tsquery'
  return `
select t.title
from (
  select f.product_id, f.sales_count
  from (select * from product_search where ${language} @@ ${query} and ${tiers} limit ${String(mostRead)}) f
  where f.${language} @@ ${ofTitles}
  order by f.sales_count desc, f.product_id desc
  limit ${String(candidates)}
) f
join product_text t on t.product_id = f.product_id and t.language = $4
where $2::text is not null
group by t.title
order by starts_with(lower(t.title), $3) desc, max(f.sales_count) desc, t.title
limit ${String(mostSuggestions)}`
}

export async function suggest(reader: CatalogReader, prefix: string, language: Language): Promise<string[]> {
  for (const ask of questionsOf(reader, prefix, language, { followsPage: false }) ?? []) {
    const question = await ask()
    if (question === undefined) continue
    let titles: string[] = []
    for (const tiers of question.matches <= rare ? ['true'] : ['tier = 1', 'tier <= 2', 'true']) {
      if (tiers === 'true' && titles.length > 0) break
      const rows = await reader.read<{ title: string }>({
        name: 'catalog_suggest',
        text: suggestSql(question, tiers),
        values: [
          question.wide,
          question.titles,
          withoutNul(prefix).toLowerCase().trim(),
          languageColumn(language),
        ],
      })
      titles = rows.map(({ title }) => title)
      if (titles.length === mostSuggestions) break
    }
    if (titles.length > 0) return titles
  }
  return []
}
