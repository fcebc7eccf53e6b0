import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy'
import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Candidate, httpCandidate, lambdaCandidate } from '../../lambda/check-release/candidate.ts'
import { apiChecks, findFaults, readiness, webChecks } from '../../lambda/check-release/checks.ts'
import { candidateAddress, runHook } from '../../lambda/check-release/hook.ts'

const patience = { attempts: 3, pauseMilliseconds: 3000, sleep: () => Promise.resolve() }

/** Answers of a healthy API, by a piece of the question. */
const goodAnswers: readonly (readonly [string, unknown])[] = [
  ['thisFieldDoesNotExist', { errors: [{ message: 'no such field' }] }],
  ['categories', { data: { categories: [{ slug: 'lamps' }] } }],
  ['products(first: 5)', { data: { products: { nodes: [{ slug: 'lamp', title: 'Lamp' }] } } }],
  ['products(first: 1)', { data: { products: { nodes: [{ slug: 'lamp' }] } } }],
  ['product(slug', { data: { product: { variants: [{ id: 'v' }] } } }],
  ['search', { data: { search: { nodes: [] } } }],
  ['cart(id', { data: { cart: null } }],
]

function api(answers: readonly (readonly [string, unknown])[]): Candidate {
  return ({ path, body }) => {
    if (path === '/readyz') return Promise.resolve({ status: 200, body: '{"ready":true}' })
    const answer = answers.find(([piece]) => body?.includes(piece))?.[1]
    return Promise.resolve({ status: 200, body: JSON.stringify(answer) })
  }
}

function apiBut(piece: string, answer: unknown): Candidate {
  return api([[piece, answer], ...goodAnswers])
}

describe('the check of the API', () => {
  it('finds no fault in one that answers shoppers', async () => {
    expect(await findFaults([readiness, ...apiChecks], api(goodAnswers), patience)).toEqual([])
  })

  it.each([
    ['no categories', 'categories', { data: { categories: [] } }, /^categories: HTTP 200/],
    [
      'an error beside its data',
      'search',
      { data: { search: { nodes: [] } }, errors: [{ message: 'x' }] },
      /^search: .*errors/,
    ],
    ['an empty product list', 'products(first: 5)', { data: { products: { nodes: [] } } }, /^product list/],
    [
      'a product without variants',
      'product(slug',
      { data: { product: { variants: [] } } },
      /^product page: product lamp/,
    ],
    [
      'nothing to look at',
      'products(first: 1)',
      { data: { products: { nodes: [] } } },
      /there is no product to look at/,
    ],
    ['a cart for a stranger', 'cart(id', { data: { cart: { id: 'mine' } } }, /^unknown cart/],
    ['anything for nonsense', 'thisFieldDoesNotExist', { data: {} }, /an invalid operation was not refused/],
    ['no JSON', 'categories', undefined, /^categories: .*no JSON/],
  ])('finds the fault in one that gives %s', async (_what, piece, answer, fault) => {
    expect(await findFaults(apiChecks, apiBut(piece, answer), patience)).toEqual([
      expect.stringMatching(fault),
    ])
  })

  it('reports all faults together', async () => {
    const silent: Candidate = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const faults = await findFaults(apiChecks, silent, patience)
    expect(faults).toHaveLength(apiChecks.length)
    expect(faults[0]).toBe('categories: connect ECONNREFUSED')
  })

  it('is patient with one that still starts', async () => {
    const healthy = api(goodAnswers)
    let calls = 0
    const starting: Candidate = (request) => {
      calls += 1
      return calls < 3 ? Promise.reject(new Error('not yet')) : healthy(request)
    }
    expect(await findFaults(apiChecks, starting, patience)).toEqual([])
  })

  it('does not take a process for ready that says it is not', async () => {
    const unready: Candidate = () => Promise.resolve({ status: 503, body: '{"reasons":{"writer":"away"}}' })
    expect(await findFaults([readiness], unready, patience)).toEqual([
      'readiness: /readyz answered 503: {"reasons":{"writer":"away"}}',
    ])
  })
})

describe('the check of the storefront', () => {
  it.each([
    ['a whole page', 200, '<html>…</html>', []],
    ['half a page', 200, '<html>', ['home page: / answered 200 with 6 characters, not a whole page']],
    ['an error page', 500, '</html>', ['home page: / answered 500 with 7 characters, not a whole page']],
  ])('judges %s', async (_what, status, body, faults) => {
    expect(await findFaults(webChecks, () => Promise.resolve({ status, body }), patience)).toEqual(faults)
  })
})

describe('a candidate behind a listener', () => {
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('is asked over HTTP', async () => {
    const origin = await serve((request, response) => {
      request.on('data', (body: Buffer) => {
        response.statusCode = 418
        response.end(
          `${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-type'] ?? ''} ${String(request.headers['x-client-name'])} ${body.toString()}`,
        )
      })
    })
    const headers = { 'x-client-name': 'check' }
    const asked = { method: 'POST', path: '/graphql?a=b', headers, body: 'question' } as const
    expect(await httpCandidate(origin)(asked)).toMatchObject({
      status: 418,
      body: 'POST /graphql?a=b application/json check question',
      headers: { 'content-length': '49' },
    })
  })

  it('rejects when it is not there', async () => {
    await expect(httpCandidate('http://127.0.0.1:1')({ method: 'GET', path: '/' })).rejects.toThrow(
      'fetch failed',
    )
  })
})

describe('a candidate that is a version of a function', () => {
  const lambda = mockClient(LambdaClient)
  const arn = 'arn:aws:lambda:eu-central-1:111111111111:function:graphql:7'
  const candidate = lambdaCandidate(arn, new LambdaClient())
  const payload = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value)) as unknown as NonNullable<InvokeCommandOutput['Payload']>
  beforeEach(() => {
    lambda.reset()
  })

  it('is called as a load balancer would call it', async () => {
    const headers = { age: '3' }
    lambda.on(InvokeCommand).resolves({ Payload: payload({ statusCode: 200, headers, body: '{"data":{}}' }) })
    const asked = {
      method: 'POST',
      path: '/graphql?name=a%20b',
      headers: { accept: 'x/y' },
      body: '{}',
    } as const
    expect(await candidate(asked)).toEqual({ status: 200, body: '{"data":{}}', headers })
    const input = lambda.commandCalls(InvokeCommand)[0]?.args[0].input
    expect(input?.FunctionName).toBe(arn)
    expect(JSON.parse(input?.Payload as string)).toMatchObject({
      httpMethod: 'POST',
      path: '/graphql',
      queryStringParameters: { name: 'a%20b' },
      headers: { accept: 'x/y' },
      body: '{}',
      isBase64Encoded: false,
    })
  })

  it('rejects when the function fails, with what it said', async () => {
    lambda
      .on(InvokeCommand)
      .resolves({ FunctionError: 'Unhandled', Payload: payload({ errorMessage: 'InvalidConfig' }) })
    await expect(candidate({ method: 'GET', path: '/' })).rejects.toThrow(/Unhandled.*InvalidConfig/)
  })

  it('rejects an answer that no load balancer would take', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: payload('hello') })
    await expect(candidate({ method: 'GET', path: '/' })).rejects.toThrow()
  })
})

describe('the hook', () => {
  const codeDeploy = mockClient(CodeDeployClient)
  const event = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'e-1' }
  const told = () =>
    codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand).map(({ args }) => args[0].input)

  beforeEach(() => {
    codeDeploy.reset()
    codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).resolves({})
    vi.spyOn(console, 'log').mockReturnValue(undefined)
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it.each([
    ['Succeeded', () => Promise.resolve([])],
    ['Failed', () => Promise.resolve(['home page: it is empty'])],
    ['Failed', () => Promise.reject(new Error('cannot judge'))],
  ] as const)('tells CodeDeploy %s', async (status, judge) => {
    await runHook(event, new CodeDeployClient(), judge)
    expect(told()).toEqual([{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'e-1', status }])
  })

  it('refuses an event that is none of CodeDeploy', async () => {
    await expect(runHook({}, new CodeDeployClient(), () => Promise.resolve([]))).rejects.toThrow(
      'DeploymentId',
    )
    expect(told()).toEqual([])
  })

  it('fails when CodeDeploy cannot be told, so that it takes its time-out for an answer', async () => {
    codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).rejects(new Error('throttled'))
    await expect(runHook(event, new CodeDeployClient(), () => Promise.resolve([]))).rejects.toThrow(
      'throttled',
    )
  })
})

describe('the address of the candidate', () => {
  it('is a listener or a function', () => {
    expect(candidateAddress({ CANDIDATE_ORIGIN: 'https://shop.example:8443' })).toEqual({
      kind: 'http',
      origin: 'https://shop.example:8443',
    })
    expect(candidateAddress({ CANDIDATE_FUNCTION: 'arn:aws:lambda:x' })).toEqual({
      kind: 'lambda',
      functionArn: 'arn:aws:lambda:x',
    })
  })

  it.each([{}, { CANDIDATE_ORIGIN: 'shop.example' }, { CANDIDATE_FUNCTION: 'graphql' }])(
    'must be one of them: %o',
    (given) => {
      expect(() => candidateAddress(given)).toThrow()
    },
  )
})
