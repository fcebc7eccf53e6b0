import type { FastifyInstance } from 'fastify'
import type { ApplicationContext } from '../context.ts'
import { paths } from '../contract.ts'
import { processPaymentEvents, storePaymentEvent } from './payment-event.ts'
import { InvalidWebhook, type PaymentEvent } from './payment-provider.ts'

/** Largest event that is read; Stripe's are below 20 kB. */
const bodyLimit = 256 * 1024

/**
 * Mounts the endpoint that the payment provider calls. An event is stored, answered with 200, and processed after
 * that; what is not processed then, the worker finds. A wrong signature gives 400 and stores nothing. While the
 * database is away the answer is 503, and the provider sends the event again.
 */
export async function registerPaymentWebhook(
  fastify: FastifyInstance,
  application: ApplicationContext,
): Promise<void> {
  // A scope of its own: the signature is over the bytes, so here no parser may touch the body.
  await fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, parsed) => {
      parsed(null, body)
    })
    scope.post(paths.paymentWebhook, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const event = readEvent(application, body, request.headers)
      if (event === 'invalid') return reply.code(400).send({ error: 'The signature does not fit the body.' })
      if (event !== undefined) {
        await application.database.transaction((transaction) =>
          storePaymentEvent(transaction, application.paymentProvider.name, event),
        )
        reply.raw.once('finish', () => {
          processStored(application)
        })
      }
      return reply.code(200).send({ received: true })
    })
    done()
  })
}

function readEvent(
  { paymentProvider, log }: ApplicationContext,
  body: Buffer,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): PaymentEvent | undefined | 'invalid' {
  try {
    return paymentProvider.readEvent(body, headers)
  } catch (error) {
    if (!(error instanceof InvalidWebhook)) throw error
    log.warn({ err: error }, 'refused a payment webhook')
    return 'invalid'
  }
}

function processStored(application: ApplicationContext): void {
  processPaymentEvents(application).catch((error: unknown) => {
    application.log.warn({ err: error }, 'left a stored payment event to the worker')
  })
}
