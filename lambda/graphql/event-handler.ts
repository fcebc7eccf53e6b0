import type { ApolloServer } from '@apollo/server'
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda'
import type { ALBEvent, ALBResult, Context } from 'aws-lambda'
import type { Application } from '../../api/application.ts'
import { paths } from '../../api/contract.ts'
import type { SentAnswer } from '../../api/graphql/answers/answer-sender.ts'
import { isQuestion } from '../../api/graphql/answers/question.ts'
import { createGraphql } from '../../api/graphql/apollo.ts'
import { requestIdOf, serveGraphql } from '../../api/graphql/serve.ts'
import type { ServedRequest } from '../../api/graphql/served-request.ts'
import { server as settings } from '../../api/resilience/settings.ts'
import { createServer } from '../../api/server.ts'
import { createAuthenticator } from '../../api/security/authentication.ts'
import { clientAddressOf } from './client-address.ts'
import { answerAs, type SingleValueEvent, withSingleValues } from './multi-value.ts'

/**
 * The integration's types are those of CommonJS, in which Apollo's class counts as another one than in ES modules; at
 * run time it only calls the server that it is given.
 */
type StartOnLambda = (
  server: ApolloServer<ServedRequest>,
  requestHandler: unknown,
  options: { context: (given: { event: ALBEvent }) => Promise<ServedRequest> },
) => (event: ALBEvent, context: Context) => Promise<ALBResult>
const startOnLambda = startServerAndCreateLambdaHandler as unknown as StartOnLambda

/** What @fastify/helmet sends from the servers, as far as it means something for JSON. */
const headers = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
}

/**
 * Serves events of an Application Load Balancer by the application that the servers run: GraphQL straight through
 * Apollo, all else (webhooks, readiness, preflights) through the server's routes without a socket.
 */
export async function createEventHandler(
  application: Application,
): Promise<(event: ALBEvent, context: Context) => Promise<ALBResult>> {
  const graphqlParts = createGraphql(application)
  const { apollo } = graphqlParts
  const authenticate = createAuthenticator(application.config.oidc)
  // The integration starts Apollo itself, and only an Apollo that has not been started.
  const { fastify, answers } = await createServer(application, graphqlParts)
  // Apollo's integration knows the context's maker only when the handler is made; here each request has its own.
  const makers = new WeakMap<ALBEvent, () => Promise<ServedRequest>>()
  const serveApollo = startOnLambda(apollo, handlers.createALBEventRequestHandler(), {
    context: ({ event }) => {
      const make = makers.get(event)
      if (make === undefined) throw new Error('An event reached Apollo without its request.')
      return make()
    },
  })

  /** As the servers do before their routes; undefined: the answer is none that shoppers share. */
  async function shared(event: SingleValueEvent): Promise<ALBResult | undefined> {
    const request = { method: event.httpMethod, url: urlOf(event), headers: event.headers }
    if (!isQuestion(request)) return undefined
    const address = () => clientAddressOf(event.headers['x-forwarded-for'], application.config.trustedProxies)
    const sent = answers.recall(request) ?? (await answers.answer(request, address))
    return sent && resultOf(sent, event.httpMethod)
  }

  async function graphql(event: SingleValueEvent, context: Context): Promise<ALBResult> {
    const requestId = requestIdOf(event)
    const fault = bodyFault(event)
    if (fault !== undefined) return refuse(fault.status, fault.message, requestId)
    const incoming = {
      method: event.httpMethod,
      headers: { ...event.headers, 'x-request-id': requestId },
      clientAddress: clientAddressOf(event.headers['x-forwarded-for'], application.config.trustedProxies),
    }
    const result = await serveGraphql(
      application,
      authenticate,
      incoming,
      async (makeContext) => {
        makers.set(event, makeContext)
        return await serveApollo(event, context)
      },
      ({ statusCode }) => statusCode,
    )
    return { ...result, headers: { ...headers, ...result.headers, 'x-request-id': requestId } }
  }

  async function others(event: SingleValueEvent): Promise<ALBResult> {
    const response = await fastify.inject({
      method: event.httpMethod as 'GET',
      url: event.path,
      headers: event.headers,
      payload: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    })
    const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const)
    return { statusCode: response.statusCode, headers: Object.fromEntries(answered), body: response.body }
  }

  return async (event, context) => {
    const single = withSingleValues(event)
    // Between events nothing listens for what has changed.
    await application.cache.catchUp()
    const isGraphql = event.path === paths.graphql && ['GET', 'POST'].includes(event.httpMethod)
    const result =
      (await shared(single)) ?? (isGraphql ? await graphql(single, context) : await others(single))
    return answerAs(event, result)
  }
}

/** The integration would answer these with the parser's message as plain text. */
function bodyFault({ httpMethod, body, isBase64Encoded }: SingleValueEvent) {
  if (httpMethod !== 'POST') return undefined
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > settings.bodyLimitBytes) {
    return {
      status: 413,
      message: `The body has ${bytes.length} bytes; ${settings.bodyLimitBytes} are allowed.`,
    }
  }
  try {
    JSON.parse(bytes.toString())
    return undefined
  } catch {
    return { status: 400, message: 'The body is not JSON.' }
  }
}

function refuse(statusCode: number, message: string, requestId: string): ALBResult {
  return {
    statusCode,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId },
    body: JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST', requestId } }] }),
  }
}

/** The balancer hands the parameters over as they were sent, still encoded (ELB user guide). */
function urlOf({ path, queryStringParameters, multiValueQueryStringParameters }: ALBEvent): string {
  const parameters = Object.entries(multiValueQueryStringParameters ?? queryStringParameters ?? {})
  const pairs = parameters.flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}=${value}`),
  )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

function resultOf({ status, headers: list, body }: SentAnswer, method: string): ALBResult {
  const named: Record<string, string> = {}
  for (let index = 0; index < list.length; index += 2) named[list[index] ?? ''] = list[index + 1] ?? ''
  const isText = named['content-encoding'] === undefined
  return {
    statusCode: status,
    headers: named,
    body: method === 'HEAD' ? '' : (body ?? Buffer.alloc(0)).toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText && method !== 'HEAD',
  }
}
