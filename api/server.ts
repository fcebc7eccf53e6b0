import { createServer as createHttpServer } from 'node:http'
import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Application } from './application.ts'
import { mountCacheOperations } from './cache-operations.ts'
import { keepAliveSeconds, paths } from './contract.ts'
import { commonHeaders } from './graphql/answers/common-headers.ts'
import { createFront, type Front } from './graphql/answers/front.ts'
import { createSharedAnswers, type SharedAnswers } from './graphql/answers/shared-answers.ts'
import { createGraphql, type Graphql } from './graphql/apollo.ts'
import { requestIdOf, serveGraphql } from './graphql/serve.ts'
import type { ServedRequest } from './graphql/served-request.ts'
import { registerPaymentWebhook } from './payment/webhook.ts'
import { createReadiness } from './readiness.ts'
import { server as settings } from './resilience/settings.ts'
import { createAuthenticator } from './security/authentication.ts'

export interface Server {
  readonly fastify: FastifyInstance
  /** What the server asks before its routes; for servers of other kinds. */
  readonly answers: SharedAnswers
  /** From now on /readyz says no and connections are not kept; requests are still served. */
  startDraining(): void
  /** Stops accepting, waits for the requests that run. The application stays open. */
  close(): Promise<void>
}

/**
 * The HTTP server of the API, not yet listening.
 * @param graphql its Apollo started by then; by default the server's own
 */
export async function createServer(application: Application, graphql?: Graphql): Promise<Server> {
  const { config, log } = application
  let draining = false
  // Until its parts are made; nothing listens before that.
  let front: Front = (request, response, next) => {
    next(request, response)
  }
  const app = fastify({
    logger: false,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    bodyLimit: settings.bodyLimitBytes,
    serverFactory: (handler) =>
      createHttpServer(
        {
          keepAliveTimeout: keepAliveSeconds * 1_000,
          headersTimeout: settings.headersTimeout,
          requestTimeout: settings.requestTimeout,
          connectionsCheckingInterval: settings.connectionsCheckingInterval,
        },
        (request, response) => {
          front(request, response, handler)
        },
      ),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: requestIdOf,
    routerOptions: { caseSensitive: true },
  })
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    // Answers depend on the signed-in person and on the moment. Those that do not are given before this (front.ts).
    void reply.header('cache-control', 'private, no-store')
    done()
  })
  // When the answer goes out and not when the request came in, or connections of requests that ran meanwhile would
  // be kept, and the server would wait for them until their keep-alive ends.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) void reply.header('connection', 'close')
    done()
  })
  await app.register(helmet, {
    // An API shows no pages: nothing may be loaded, framed or guessed.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(cors, {
    origin: [config.publicOrigin, ...config.corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'apollo-require-preflight',
      'x-client-name',
      'x-request-id',
    ],
    exposedHeaders: ['x-request-id', 'ratelimit', 'ratelimit-policy', 'retry-after', 'age', 'cache-status'],
    maxAge: 7_200,
  })
  app.setErrorHandler(answerError(application))
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(errorBody('NOT_FOUND', `There is nothing at ${request.url.slice(0, 200)}.`, request.id)),
  )
  const own = graphql ?? (await startedGraphql(application))
  mountGraphql(app, application, own.apollo)
  mountOperations(app, application, () => draining)
  mountCacheOperations(app, application, own)
  await registerPaymentWebhook(app, application)
  const allowed = [config.publicOrigin, ...config.corsOrigins]
  const answers = createSharedAnswers(application, own, await commonHeaders(app, allowed))
  const { trustedProxies } = config
  front = createFront({ answers, trustedProxies, isDraining: () => draining, log })
  return {
    fastify: app,
    answers,
    startDraining: () => {
      draining = true
    },
    close: () => app.close(),
  }
}

async function startedGraphql(application: Application): Promise<Graphql> {
  const graphql = createGraphql(application)
  await graphql.apollo.start()
  return graphql
}

function mountGraphql(
  app: FastifyInstance,
  application: Application,
  apollo: ApolloServer<ServedRequest>,
): void {
  const authenticate = createAuthenticator(application.config.oidc)
  app.addHook('onClose', () => apollo.stop())
  app.route({
    method: ['GET', 'POST'],
    url: paths.graphql,
    handler: (request, reply) => {
      const incoming = {
        method: request.method,
        // The same id in logs, errors and headers, whoever made it.
        headers: { ...request.headers, 'x-request-id': request.id },
        clientAddress: request.ip,
        gone: abortedWhenGone(reply),
      }
      return serveGraphql(
        application,
        authenticate,
        incoming,
        (makeContext) => {
          const handle = fastifyApolloHandler<ServedRequest>(apollo, { context: makeContext })
          return Promise.resolve(handle.call(app, request, reply))
        },
        () => reply.statusCode,
      )
    },
  })
}

function mountOperations(app: FastifyInstance, application: Application, isDraining: () => boolean): void {
  const askDependencies = createReadiness(application)
  app.get(paths.health, () => ({ alive: true }))
  app.get(paths.ready, async (_request, reply) => {
    if (isDraining())
      return reply.code(503).send({ ready: false, reasons: { process: 'it is shutting down' } })
    const readiness = await askDependencies()
    return reply.code(readiness.ready ? 200 : 503).send(readiness)
  })
  app.get(paths.metrics, async (_request, reply) => {
    const { registry } = application.metrics
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** Faults before a handler runs: body too large, no JSON, wrong type; and what handlers other than GraphQL throw. */
function answerError({ log }: Application) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return reply.code(status).send(errorBody('BAD_REQUEST', error.message, request.id))
    log.error({ err: error, requestId: request.id, url: request.routeOptions.url }, 'unexpected error')
    const message = 'Something went wrong on our side. Please report the request id.'
    return reply.code(status).send(errorBody('INTERNAL_SERVER_ERROR', message, request.id))
  }
}

function errorBody(code: string, message: string, requestId: string): object {
  return { errors: [{ message, extensions: { code, requestId } }] }
}

function abortedWhenGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort()
  })
  return controller.signal
}
