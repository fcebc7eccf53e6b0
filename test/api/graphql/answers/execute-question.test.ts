import type { ApolloServer } from '@apollo/server'
import { expect, test } from 'vitest'
import type { Application } from '../../../../api/application.ts'
import type { Collected } from '../../../../api/cache/cache.ts'
import {
  createExecuteQuestion,
  ExecutionFailed,
  type OwnAnswer,
} from '../../../../api/graphql/answers/execute-question.ts'
import type { Question } from '../../../../api/graphql/answers/question.ts'
import type { ServedRequest } from '../../../../api/graphql/served-request.ts'
import { newFacts } from '../../../../api/telemetry/request-facts.ts'

const question: Question = {
  key: 'answer:1',
  hash: 'ab'.repeat(32),
  operationName: 'Page',
  variables: { first: 3 },
  canonical: '{"first":3}',
}

interface Executed {
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  readonly result: { data?: object | null; errors?: object[]; extensions?: object }
  readonly errorCodes?: readonly string[]
  readonly collected?: Partial<Collected<unknown>>
  readonly during?: (context: ServedRequest) => void
}

/** Runs a question against an Apollo that answers as told; tells what Apollo was asked. */
async function run({ status, headers, result, errorCodes, collected, during }: Executed) {
  const asked: { request?: object; context?: ServedRequest } = {}
  const facts = newFacts('request-1', 'test')
  const apollo = {
    executeOperation(request: object, { contextValue }: { contextValue: ServedRequest }) {
      asked.request = request
      asked.context = contextValue
      facts.errorCodes = errorCodes ?? []
      during?.(contextValue)
      return Promise.resolve({
        http: { status, headers: new Map(headers) },
        body: { kind: 'single', singleResult: result },
      })
    },
  }
  const provenance = { parts: [], epoch: 1, freshUntil: null }
  const application = {
    log: { child: () => undefined },
    cache: {
      collect: async (work: () => Promise<unknown>) => ({
        value: await work(),
        provenance,
        tags: ['product:42'],
        uncacheable: undefined,
        ...collected,
      }),
    },
  }
  const execute = createExecuteQuestion(
    application as unknown as Application,
    apollo as unknown as ApolloServer<ServedRequest>,
  )
  return { asked, answer: await execute(question, facts, 'payer-1') }
}

const whole = { data: { products: [] }, extensions: { cost: 1 } }

async function own(executed: Executed): Promise<OwnAnswer> {
  const { answer } = await run(executed)
  if (!('uncacheable' in answer)) throw new Error('The answer was kept for others.')
  return answer.uncacheable
}

test('executes as for a guest without an address; only the budget knows who asks', async () => {
  const { asked } = await run({ result: whole })
  expect(asked.context).toMatchObject({ viewer: { kind: 'guest' }, clientAddress: '', payer: 'payer-1' })
  expect(asked.request).toEqual({
    operationName: 'Page',
    variables: { first: 3 },
    extensions: { persistedQuery: { version: 1, sha256Hash: question.hash } },
  })
})

test('keeps a whole answer, with a tag that its bytes decide', async () => {
  const { answer } = await run({ result: whole, headers: [['ratelimit', '"cost";r=1;t=1']] })
  expect(answer).toMatchObject({
    variants: { identity: Buffer.from('{"data":{"products":[]},"extensions":{"cost":1}}\n') },
    meta: { etag: expect.stringMatching(/^[\w-]{22}$/) as string },
  })
  expect(JSON.stringify((answer as { meta: unknown }).meta)).not.toContain('ratelimit')
  const other = await run({ result: { data: { products: [1] } } })
  expect((other.answer as { meta: unknown }).meta).not.toEqual((answer as { meta: unknown }).meta)
})

test.each<[string, Executed]>([
  [
    'what a resolver called private',
    {
      result: whole,
      during: (context) => {
        context.keepPrivate()
      },
    },
  ],
  ['what nothing could invalidate', { result: whole, collected: { tags: [] } }],
  ['what was made of old values', { result: whole, collected: { uncacheable: 'It holds an old value.' } }],
  ['partial answers', { result: { data: {}, errors: [{}] }, errorCodes: ['BAD_CURSOR'] }],
  ['refusals', { status: 429, result: { errors: [{}] }, errorCodes: ['RATE_LIMITED'] }],
])('does not keep %s', async (_what, executed) => {
  expect((await own(executed)).status).toBe(executed.status ?? 200)
})

test.each(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])(
  'takes %s for a failure, in a part of the answer too, so that an older one may stand in',
  async (code) => {
    const executed = { result: { data: { products: null }, errors: [{}] }, errorCodes: [code] }
    await expect(run(executed)).rejects.toThrow(ExecutionFailed)
  },
)
