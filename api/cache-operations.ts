import { hostname } from 'node:os'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Application } from './application.ts'
import { describeShards } from './cache/describe-shards.ts'
import { readPopularQuestions } from './cache/popular-questions.ts'
import { paths } from './contract.ts'
import { createDocuments } from './graphql/answers/documents.ts'
import { createQuestions } from './graphql/answers/questions.ts'
import type { Graphql } from './graphql/apollo.ts'

const tag = z.string().regex(/^[^\s,]{1,200}$/, 'a tag like product:42, without spaces and commas')
const limit = z.coerce.number().int().min(1).max(2_000)
const why = z.object({ url: z.string().startsWith(`${paths.graphql}?`).max(16_000) })
const entriesOf = z.object({ tag, limit: limit.default(20) })
const questionsOf = z.object({ limit: limit.default(100) })
const purge = z.object({ tags: z.array(tag).min(1).max(100) })

/**
 * What an operator asks a process about its cache; `npm run cache` shows it to people. Nothing here is for shoppers:
 * the edge and the load balancer do not route it, and a request that came through any proxy gets 404.
 */
export function mountCacheOperations(app: FastifyInstance, application: Application, graphql: Graphql): void {
  const { cache, cluster, onShard, config } = application
  const questions = createQuestions(
    graphql.schema,
    createDocuments(graphql.schema, (hash) => graphql.textOf(hash)),
    config.release,
  )

  app.register(
    (operations, _options, done) => {
      operations.addHook('onRequest', (request, reply, next) => {
        if (cameThroughProxy(request)) reply.callNotFound()
        else next()
      })
      operations.get('/', async () => ({
        process: { pid: process.pid, host: hostname(), release: config.release, upSeconds: process.uptime() },
        ...finite(cache.inspection.state()),
        topTags: cache.inspection.topTags(20),
        shards: await describeShards(cluster),
      }))
      // For those who ask often: nothing of it leaves the process.
      operations.get('/state', () => finite(cache.inspection.state()))
      operations.get('/why', async (request, reply) => {
        const { url } = readOr400(why, request.query)
        const question = await questions.read(url)
        if (question === undefined) return reply.send({ kind: 'not-shared' })
        const { key, operationName, hash, canonical } = question
        const entries = await cache.inspection.explain(key, 'entry')
        return reply.send({ kind: 'shared', key, operationName, hash, variables: canonical, entries })
      })
      operations.get('/entries', async (request) => {
        const given = readOr400(entriesOf, request.query)
        const keys = await cache.inspection.keysOfTag(given.tag, given.limit)
        return Promise.all(
          keys.map(async ({ key, kind }) => ({
            key,
            kind,
            facts: await cache.inspection.explain(key, kind),
          })),
        )
      })
      operations.get('/questions', (request) =>
        readPopularQuestions(
          cluster,
          onShard,
          config.cache.space,
          readOr400(questionsOf, request.query).limit,
        ),
      )
      operations.post('/purge', async (request) => {
        const { tags } = readOr400(purge, request.body)
        application.log.info({ tags }, 'purged by an operator')
        await cache.invalidate(tags)
        return { purged: tags }
      })
      done()
    },
    { prefix: paths.cache },
  )
}

/** Every proxy that we know adds one of these: our own, the load balancer, CloudFront. */
function cameThroughProxy({ headers }: FastifyRequest): boolean {
  return ['x-forwarded-for', 'forwarded', 'via'].some((name) => headers[name] !== undefined)
}

/** JSON has no infinity. */
function finite<State extends { readonly heardAgo: number }>(state: State) {
  return { ...state, heardAgo: Number.isFinite(state.heardAgo) ? state.heardAgo : null }
}

function readOr400<Given>(schema: z.ZodType<Given>, given: unknown): Given {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw Object.assign(new Error(faults.join('; ')), { statusCode: 400 })
}
