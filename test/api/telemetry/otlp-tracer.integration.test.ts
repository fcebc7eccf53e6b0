import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApi } from '../start-api.ts'

interface ExportedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly status?: { readonly code?: number }
}

/** Receives what a collector would: OTLP/HTTP with JSON. */
let collector: Server
let spans: ExportedSpan[]
let endpoint: string
beforeEach(async () => {
  spans = []
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[]
      }
      spans.push(
        ...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      )
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  const address = collector.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterEach(() => new Promise((resolve) => collector.close(resolve)))

const traceId = '0af7651916cd43dd8448eb211c80319c'
const parentId = 'b7ad6b7169203331'

test('one trace holds a request and its statements, below the caller', async () => {
  const api = await startApi({ TRACER: 'otlp', OTLP_ENDPOINT: endpoint })
  const answer = await api.ask('query Traced { products(first: 1) { totalCount } }', {
    headers: { traceparent: `00-${traceId}-${parentId}-01` },
  })
  expect(answer.status).toBe(200)
  await api.close()

  const request = spans.find(({ name }) => name === 'graphql')
  expect(request).toMatchObject({ traceId, parentSpanId: parentId })
  const statements = spans.filter(({ name }) => name.startsWith('sql '))
  expect(statements.length).toBeGreaterThan(0)
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]))
  for (const statement of statements) expect(statement.parentSpanId).toBe(request?.spanId)
  expect(api.log.lines).toContainEqual(expect.objectContaining({ operation: 'Traced', traceId }))
})

test('a failing statement marks its span, and a collector that is away disturbs nobody', async () => {
  const api = await startApi({ TRACER: 'otlp', OTLP_ENDPOINT: endpoint })
  const { tracer, database } = api.application
  const failing = tracer.traceRequest('graphql', {}, () =>
    database.read({ name: 'broken', text: 'select x', values: [] }),
  )
  await expect(failing).rejects.toThrow()
  await api.close()
  expect(spans.find(({ name }) => name === 'sql broken')?.status?.code).toBe(2)

  const unheard = await startApi({ TRACER: 'otlp', OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  expect((await unheard.ask('{ categories { id } }')).status).toBe(200)
  await unheard.close()
  expect(unheard.log.text()).toContain('the last spans could not be exported')
})
