import fastify, { type FastifyInstance } from 'fastify'
import type { Application } from '../application.ts'
import { paths } from '../contract.ts'
import { createReadiness } from '../readiness.ts'
import { outboxAge } from './relay.ts'

/** What a worker answers to those who watch it; not yet listening. */
export async function createWorkerServer(application: Application): Promise<FastifyInstance> {
  const { database, metrics, log } = application
  const server = fastify({ logger: false, forceCloseConnections: true })
  const askDependencies = createReadiness(application)
  server.get(paths.health, () => ({ alive: true }))
  server.get(paths.ready, async (_request, reply) => {
    const readiness = await askDependencies()
    return reply.code(readiness.ready ? 200 : 503).send(readiness)
  })
  server.get(paths.metrics, async (_request, reply) => {
    try {
      metrics.outboxAgeSeconds.set(await outboxAge({ query: (statement) => database.readLatest(statement) }))
    } catch (error) {
      // Without the database the last known age stays; the other numbers are wanted all the more.
      log.warn({ err: error }, 'could not ask for the age of the outbox')
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  await server.ready()
  return server
}
