import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

/** Who is among the best sellers, which searches look at first; see migrations/0022_search.sql. */
export async function refreshSearchTiers(database: Database): Promise<void> {
  await database.transaction((transaction) =>
    transaction.query(sql('search_tiers')`select refresh_search_tiers()`),
  )
}

/** How many products have each word, and which words are gone; see migrations/0022_search.sql. */
export async function refreshSearchWords(database: Database): Promise<void> {
  await database.transaction((transaction) =>
    transaction.query(sql('search_words')`select refresh_search_words()`),
  )
}
