import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { z } from 'zod'
import { paths } from '../../api/contract.ts'

export interface Answer {
  readonly status: number
  readonly body: string
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks the candidate of a release, which no shopper reaches yet. Rejects if it does not answer in time. */
export type Candidate = (request: {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  /** Besides the content type. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}) => Promise<Answer>

const timeoutMilliseconds = 10_000

/** A candidate behind the load balancer's test listener. @param origin - address without a path */
export function httpCandidate(origin: string, fetchFrom: typeof fetch = fetch): Candidate {
  return async ({ method, path, headers, body }) => {
    const response = await fetchFrom(`${origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(body !== undefined && { body }),
    })
    return {
      status: response.status,
      body: await response.text(),
      headers: Object.fromEntries(response.headers),
    }
  }
}

const albAnswer = z.object({
  statusCode: z.number(),
  body: z.string().default(''),
  headers: z.record(z.string(), z.string()).default({}),
})

/** A candidate that is a version of a Lambda function. It is called as the load balancer would call it. */
export function lambdaCandidate(functionArn: string, lambda: LambdaClient): Candidate {
  return async ({ method, path, headers, body }) => {
    const { pathname, searchParams } = new URL(path, 'http://release-check')
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: functionArn,
        Payload: JSON.stringify({
          requestContext: { elb: { targetGroupArn: 'release-check' } },
          httpMethod: method,
          path: pathname,
          // The load balancer hands parameters over as they were sent, still encoded.
          queryStringParameters: encoded(searchParams),
          headers: {
            host: 'release-check',
            'content-type': 'application/json',
            'x-forwarded-for': '127.0.0.1',
            ...headers,
          },
          body: body ?? '',
          isBase64Encoded: false,
        }),
      }),
      { abortSignal: AbortSignal.timeout(timeoutMilliseconds) },
    )
    const text = new TextDecoder().decode(Payload)
    if (FunctionError !== undefined) throw new Error(`${functionArn} failed (${FunctionError}): ${text}`)
    const answer = albAnswer.parse(JSON.parse(text))
    return { status: answer.statusCode, body: answer.body, headers: answer.headers }
  }
}

function encoded(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters].map(([name, value]) => [name, encodeURIComponent(value)]))
}

/** Sends a GraphQL operation. @returns the status and the body as JSON; undefined if the body is none */
export async function askGraphql(
  candidate: Candidate,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<{ status: number; json: unknown }> {
  const { status, body } = await candidate({
    method: 'POST',
    path: paths.graphql,
    body: JSON.stringify({ query, variables }),
  })
  return { status, json: parseJson(body) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
