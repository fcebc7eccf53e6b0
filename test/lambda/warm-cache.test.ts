import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readTypeDefinitions } from '../../api/schema.ts'
import type { Candidate } from '../../lambda/check-release/candidate.ts'
import { apiChecks } from '../../lambda/check-release/checks.ts'
import { warmUp } from '../../lambda/warm-cache/warm-up.ts'

const documents = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../web/generated/documents.json', import.meta.url), 'utf8')))
const question = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) })

/** Notes what it is asked. */
function listener(answer: (query: string) => { status: number; body: string }) {
  const asked: z.infer<typeof question>[] = []
  const candidate: Candidate = ({ body }) => {
    const parsed = question.parse(JSON.parse(body ?? ''))
    asked.push(parsed)
    return Promise.resolve(answer(parsed.query))
  }
  return { candidate, asked }
}

const good = { status: 200, body: '{"data":{"categories":[]}}' }

describe('warmUp', () => {
  it("asks the storefront's own words, in every market", async () => {
    const { candidate, asked } = listener(() => good)
    expect(await warmUp(candidate, documents)).toEqual({ asked: 12, faults: [] })
    expect(new Set(asked.map(({ query }) => query)).size).toBe(3)
    for (const { query } of asked) expect(Object.values(documents)).toContain(query)
    expect(asked[0]?.variables).toMatchObject({ language: 'DE', country: 'DE', currency: 'EUR' })
  })

  it('goes on after a failure, and tells of it', async () => {
    const { candidate, asked } = listener((query) =>
      query.includes('query Home') ? { status: 503, body: 'busy' } : good,
    )
    const { faults } = await warmUp(candidate, documents)
    expect(asked).toHaveLength(12)
    expect(faults).toHaveLength(4)
    expect(faults[0]).toBe('Home DE-DE: HTTP 503')
  })

  it('survives a candidate that is not there', async () => {
    const { faults } = await warmUp(() => Promise.reject(new Error('connect ECONNREFUSED')), documents)
    expect(faults).toHaveLength(12)
    expect(faults[0]).toContain('ECONNREFUSED')
  })

  it('tells of an operation that the storefront no longer has', async () => {
    const { candidate } = listener(() => good)
    const { asked, faults } = await warmUp(candidate, {})
    expect(asked).toBe(0)
    expect(faults[0]).toBe('Navigation: no such operation among the trusted documents')
  })
})

describe("the questions of a release's judges", () => {
  it('are questions that the schema knows', async () => {
    const schema = buildSchema(readTypeDefinitions().join('\n'))
    const { candidate, asked } = listener((query) =>
      query.includes('products(first: 1)')
        ? { status: 200, body: '{"data":{"products":{"nodes":[{"slug":"lamp"}]}}}' }
        : good,
    )
    await warmUp(candidate, documents)
    for (const check of apiChecks) await check.run(candidate)
    const faulty = asked.flatMap(({ query }) => validate(schema, parse(query)).map(({ message }) => message))
    expect(faulty).toEqual(['Cannot query field "thisFieldDoesNotExist" on type "Query".'])
  })
})
