import type { PopularQuestion } from '../../api/cache/popular-questions.ts'
import type { Candidate } from '../check-release/candidate.ts'
import { entranceQuestions, inTheWordsOf, type TrustedDocuments } from './questions.ts'

/** What to warm with, and where that comes from. */
export interface Chosen {
  readonly source: 'statistics' | 'catalogue'
  readonly questions: readonly PopularQuestion[]
  /** Why there are no statistics, for the log. */
  readonly remark: string | undefined
}

/** Fewer are no statistics: a shop that has just opened, or a cache that was just emptied. */
const fewest = 20

/** What shoppers ask most; else what they would see first. A failure of the statistics is a remark, no failure. */
export async function chooseQuestions(
  candidate: Candidate,
  documents: TrustedDocuments,
  readPopular: () => Promise<readonly PopularQuestion[]>,
): Promise<Chosen> {
  const popular = await readPopular().catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  )
  const questions = typeof popular === 'string' ? [] : inTheWordsOf(documents, popular)
  if (questions.length >= fewest) return { source: 'statistics', questions, remark: undefined }
  const remark =
    typeof popular === 'string' ? popular : `only ${questions.length} questions have been counted`
  return { source: 'catalogue', questions: await entranceQuestions(candidate, documents), remark }
}
