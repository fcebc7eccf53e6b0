import { createSocket, type Socket } from 'node:dgram'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startApi } from '../start-api.ts'

interface SegmentDocument {
  readonly name: string
  readonly id: string
  readonly trace_id: string
  readonly parent_id?: string
  readonly fault?: boolean
  readonly subsegments?: readonly { readonly name: string }[]
}

/** Receives what the X-Ray daemon would: a header line and a segment document in each UDP packet. */
let daemon: Socket
let segments: SegmentDocument[]
beforeEach(async () => {
  segments = []
  daemon = createSocket('udp4')
  daemon.on('message', (packet) => {
    const [header = '', document = ''] = packet.toString().split('\n')
    expect(JSON.parse(header)).toEqual({ format: 'json', version: 1 })
    segments.push(JSON.parse(document) as SegmentDocument)
  })
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve))
})
afterEach(() => daemon.close())

test('one segment holds a request and its statements, in the trace that the load balancer began', async () => {
  const api = await startApi({
    TRACER: 'xray',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
  })
  const root = '1-67891233-abcdef012345678912345678'
  await api.ask('query Traced { products(first: 1) { totalCount } }', {
    headers: { 'x-amzn-trace-id': `Root=${root};Parent=463ac35c9f6413ad;Sampled=1` },
  })
  await vi.waitFor(() => {
    expect(segments.length).toBeGreaterThan(0)
  }, 10_000)
  await api.close()

  const [segment] = segments
  expect(segment).toMatchObject({ name: 'kontor-api', trace_id: root, parent_id: '463ac35c9f6413ad' })
  const statements = segment?.subsegments?.filter(({ name }) => name.startsWith('sql ')) ?? []
  expect(statements.length).toBeGreaterThan(0)
  expect(api.log.lines).toContainEqual(
    expect.objectContaining({ operation: 'Traced', traceId: '67891233abcdef012345678912345678' }),
  )

  // The SDK's daemon address is module state, so that the failure is told here: a request that throws is a fault,
  // and one that the caller does not sample is not sent.
  const sent = segments.length
  const other = await startApi({
    TRACER: 'xray',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
  })
  const { tracer } = other.application
  await tracer.traceRequest('quiet', { 'x-amzn-trace-id': `Root=${root};Sampled=0` }, () => Promise.resolve())
  await expect(tracer.traceRequest('broken', {}, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  )
  await vi.waitFor(() => {
    expect(segments.slice(sent)).toEqual([expect.objectContaining({ fault: true })])
  }, 10_000)
  await other.close()
})
