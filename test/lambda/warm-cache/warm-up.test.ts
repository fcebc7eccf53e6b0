import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { PopularQuestion } from '../../../api/cache/popular-questions.ts'
import { readTypeDefinitions } from '../../../api/schema.ts'
import type { Answer, Candidate } from '../../../lambda/check-release/candidate.ts'
import { apiChecks } from '../../../lambda/check-release/checks.ts'
import { chooseQuestions } from '../../../lambda/warm-cache/choose-questions.ts'
import { faultsOf } from '../../../lambda/warm-cache/judge.ts'
import { addressOf, entranceQuestions, inTheWordsOf } from '../../../lambda/warm-cache/questions.ts'
import { type Pace, warmUp } from '../../../lambda/warm-cache/warm-up.ts'

const documents = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../../web/generated/documents.json', import.meta.url), 'utf8')))

const pace: Pace = { questionsPerSecond: 10, concurrency: 3, maximumSeconds: 60 }

/** Time that passes only by sleeping; several sleepers wake in order. */
function surroundings() {
  let clock = 0
  const told: number[] = []
  return {
    told,
    now: () => clock,
    sleep: (milliseconds: number) => {
      clock = Math.max(clock, clock + milliseconds)
      return Promise.resolve()
    },
    tell: ({ asked }: { asked: number }) => void told.push(asked),
  }
}

const questionsOf = (count: number): PopularQuestion[] =>
  Array.from({ length: count }, (_, number) => ({
    hash: 'a'.repeat(64),
    operationName: 'Home',
    variables: `{"n":${number}}`,
  }))

const good: Answer = { status: 200, body: '{"data":{"categories":[]}}' }
const variablesOf = (path: string) =>
  new URL(path, 'http://candidate').searchParams.get('variables') ?? 'none'

describe('warmUp', () => {
  it('asks every question once, by its address and under a name that is not counted', async () => {
    const asked: string[] = []
    const names = new Set<string | undefined>()
    const candidate: Candidate = ({ path, headers }) => {
      asked.push(variablesOf(path))
      names.add(headers?.['x-client-name'])
      return Promise.resolve(good)
    }
    expect(await warmUp(candidate, questionsOf(7), pace, surroundings())).toEqual({
      questions: 7,
      answered: 7,
      leftOut: 0,
      seconds: 1,
      faults: [],
    })
    expect(asked.sort()).toEqual(questionsOf(7).map(({ variables }) => variables))
    expect([...names]).toEqual(['warm-up'])
  })

  it('keeps to its rate and to its concurrency', async () => {
    const at: number[] = []
    const clock = surroundings()
    let waiting = 0
    let most = 0
    const candidate: Candidate = async () => {
      at.push(clock.now())
      waiting += 1
      most = Math.max(most, waiting)
      await new Promise((resolve) => setImmediate(resolve))
      waiting -= 1
      return good
    }
    await warmUp(candidate, questionsOf(30), pace, clock)
    expect(at).toHaveLength(30)
    expect(at.at(-1)).toBeGreaterThanOrEqual(2_900)
    expect(most).toBe(3)
  })

  it('goes on after failures, and tells of them', async () => {
    const candidate: Candidate = ({ path }) => {
      switch (variablesOf(path)) {
        case '{"n":0}':
          return Promise.resolve({ status: 503, body: 'busy' })
        case '{"n":1}':
          return Promise.reject(new Error('connect ECONNREFUSED'))
        case '{"n":2}':
          return Promise.resolve({ status: 200, body: '{"data":null,"errors":[{"message":"no"}]}' })
        default:
          return Promise.resolve(good)
      }
    }
    const { answered, faults } = await warmUp(candidate, questionsOf(5), pace, surroundings())
    expect(answered).toBe(2)
    expect([...faults].sort()).toEqual([
      'Home {"n":0}: HTTP 503',
      'Home {"n":1}: connect ECONNREFUSED',
      'Home {"n":2}: HTTP 200',
    ])
  })

  it('leaves a candidate alone that is asked too much, then asks again', async () => {
    const clock = surroundings()
    let refusals = 1
    const candidate: Candidate = () => {
      if (refusals === 0) return Promise.resolve(good)
      refusals -= 1
      return Promise.resolve({ status: 429, body: '', headers: { 'retry-after': '12' } })
    }
    const { answered, faults } = await warmUp(candidate, questionsOf(2), pace, clock)
    expect({ answered, faults }).toEqual({ answered: 2, faults: [] })
    expect(clock.now()).toBeGreaterThanOrEqual(12_000)
  })

  it('ends in time, and says what it left out', async () => {
    const clock = surroundings()
    const { answered, leftOut, seconds } = await warmUp(
      () => Promise.resolve(good),
      questionsOf(1_000),
      { ...pace, maximumSeconds: 25 },
      clock,
    )
    expect(answered + leftOut).toBe(1_000)
    expect(answered).toBe(250)
    expect(seconds).toBe(25)
    expect(clock.told.length).toBeGreaterThanOrEqual(2)
  })

  it('gives up on a candidate that always refuses', async () => {
    const candidate: Candidate = () =>
      Promise.resolve({ status: 429, body: '', headers: { 'retry-after': '40' } })
    const { answered, faults, leftOut } = await warmUp(candidate, questionsOf(9), pace, surroundings())
    expect({ answered, leftOut }).toEqual({ answered: 0, leftOut: 9 - faults.length })
    expect(faults[0]).toContain('HTTP 429 until the end')
  })
})

describe('the questions', () => {
  const lamps: Candidate = ({ path }) =>
    Promise.resolve({
      status: 200,
      body: path.includes('operationName=Navigation')
        ? '{"data":{"categories":[{"slug":"lamps"},{"slug":"sofas"}]}}'
        : '{"data":{"products":{"nodes":[{"slug":"reading-lamp"}]}}}',
    })

  it('are the entrances, categories and best sellers of every market where nothing was counted', async () => {
    const { source, questions, remark } = await chooseQuestions(lamps, documents, () => Promise.resolve([]))
    expect(source).toBe('catalogue')
    expect(remark).toBe('only 0 questions have been counted')
    // Navigation, Home, two categories with page and list, one product; four markets.
    expect(questions).toHaveLength(4 * 7)
    expect(new Set(questions.map(addressOf)).size).toBe(questions.length)
    expect(questions.map(({ operationName }) => operationName).slice(0, 7)).toEqual([
      'Navigation',
      'Home',
      'CategoryPage',
      'ProductList',
      'CategoryPage',
      'ProductList',
      'ProductPage',
    ])
  })

  it("are in the storefront's own words, with variables that its documents take", async () => {
    const schema = buildSchema(readTypeDefinitions().join('\n'))
    for (const { hash, variables } of await entranceQuestions(lamps, documents)) {
      const text = documents[hash] ?? ''
      expect(validate(schema, parse(text))).toEqual([])
      for (const name of Object.keys(JSON.parse(variables) as object)) expect(text).toContain(`$${name}:`)
    }
  })

  it('are the entrances only where the candidate tells of no catalogue', async () => {
    const silent: Candidate = () => Promise.reject(new Error('connect ECONNREFUSED'))
    expect((await entranceQuestions(silent, documents)).map(({ operationName }) => operationName)).toEqual(
      Array.from({ length: 4 }, () => ['Navigation', 'Home']).flat(),
    )
  })

  it('are those that shoppers ask, where they were counted', async () => {
    const [hash = ''] = Object.keys(documents)
    const popular = questionsOf(20).map((question) => ({ ...question, hash }))
    const chosen = await chooseQuestions(lamps, documents, () => Promise.resolve(popular))
    expect(chosen).toEqual({ source: 'statistics', questions: popular, remark: undefined })
  })

  it('survive statistics that cannot be read', async () => {
    const chosen = await chooseQuestions(lamps, documents, () => Promise.reject(new Error('no such cache')))
    expect(chosen).toMatchObject({ source: 'catalogue', remark: 'no such cache' })
  })

  it('of the release before are asked in the words of this one, if it still asks them', () => {
    const before = { hash: 'b'.repeat(64), variables: '{}' }
    const questions = inTheWordsOf(documents, [
      { ...before, operationName: 'Home' },
      { ...before, operationName: 'Gone' },
    ])
    expect(questions.map(({ operationName }) => operationName)).toEqual(['Home'])
    expect(documents[questions[0]?.hash ?? '']).toContain('query Home(')
  })
})

describe('a release that must be warm', () => {
  const warmed = { questions: 100, answered: 95, leftOut: 0, seconds: 4, faults: ['Home: HTTP 503'] }

  it('is, when nine of ten questions got a good answer', () => {
    expect(faultsOf(warmed)).toEqual([])
    expect(faultsOf({ ...warmed, answered: 48, leftOut: 50 })).toEqual([])
  })

  it('is not, when fewer did or none was asked', () => {
    expect(faultsOf({ ...warmed, answered: 80 })).toEqual([
      '80 of 100 questions got a good answer; at least 90 % are needed',
      'Home: HTTP 503',
    ])
    expect(faultsOf({ ...warmed, questions: 0, answered: 0 })).toHaveLength(2)
  })
})

describe("the questions of a release's judge", () => {
  it('are questions that the schema knows', async () => {
    const schema = buildSchema(readTypeDefinitions().join('\n'))
    const asked: string[] = []
    const candidate: Candidate = ({ body }) => {
      const { query } = z.object({ query: z.string() }).parse(JSON.parse(body ?? ''))
      asked.push(query)
      return Promise.resolve(
        query.includes('products(first: 1)')
          ? { status: 200, body: '{"data":{"products":{"nodes":[{"slug":"lamp"}]}}}' }
          : good,
      )
    }
    for (const check of apiChecks) await check.run(candidate)
    const faulty = asked.flatMap((query) => validate(schema, parse(query)).map(({ message }) => message))
    expect(faulty).toEqual(['Cannot query field "thisFieldDoesNotExist" on type "Query".'])
  })
})
