import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { wholeCatalogTag } from '../../api/catalog/catalog-tags.ts'
import { environment } from '../../api/contract.ts'
import { httpCandidate } from '../../lambda/check-release/candidate.ts'
import { apiChecks, findFaults, readiness } from '../../lambda/check-release/checks.ts'
import { chooseQuestions } from '../../lambda/warm-cache/choose-questions.ts'
import { warmUp } from '../../lambda/warm-cache/warm-up.ts'
import { seedCategories, seedProducts } from '../api/catalog/seed.ts'
import { type RunningApi, startApi } from '../api/start-api.ts'

const once = { attempts: 1, pauseMilliseconds: 0, sleep: () => Promise.resolve() }
const documents = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../web/generated/documents.json', import.meta.url), 'utf8')))

let api: RunningApi
let sql: pg.Client
beforeAll(async () => {
  api = await startApi({ [environment.trustedDocuments]: 'web/generated/documents.json' })
  sql = new pg.Client({ connectionString: api.config.database.directUrl })
  await sql.connect()
})
afterAll(async () => {
  await sql.end()
  await api.close()
})

test('a release over an empty database is refused, and over a stocked one let through', async () => {
  const candidate = httpCandidate(api.origin)
  expect(await findFaults(apiChecks, candidate, once)).toEqual([
    expect.stringMatching(/^categories/),
    expect.stringMatching(/^product list/),
    'product page: there is no product to look at',
  ])

  const shop = {
    run: async (text: string, values: unknown[] = []) =>
      (await sql.query<Record<string, unknown>>(text, values)).rows,
  }
  await seedCategories(shop, [{ id: 1, path: [1], texts: { en: { slug: 'lamps', name: 'Lamps' } } }])
  await seedProducts(shop, [
    {
      id: 1,
      categoryId: 1,
      publishedAt: '2026-01-01T00:00:00Z',
      texts: { en: { slug: 'reading-lamp', title: 'Reading lamp' } },
      variants: [{ id: 1, eur: 4900, chf: 5500 }],
    },
  ])
  // The shop's caches were told nothing of what was inserted past it.
  await api.application.cache.invalidate([wholeCatalogTag])
  expect(await findFaults([readiness, ...apiChecks], candidate, once)).toEqual([])
})

test('the warm-up gets an answer to every question about what is in the catalogue', async () => {
  const candidate = httpCandidate(api.origin)
  const { questions } = await chooseQuestions(candidate, documents, () => Promise.resolve([]))
  // Entrances, the category with its list, and the product, in four markets.
  expect(questions).toHaveLength(4 * 5)
  const pace = { questionsPerSecond: 1_000, concurrency: 4, maximumSeconds: 50 }
  const surroundings = {
    now: Date.now,
    sleep: (milliseconds: number) => sleep(milliseconds),
    tell: () => undefined,
  }
  expect(await warmUp(candidate, questions, pace, surroundings)).toMatchObject({ answered: 20, faults: [] })
})
