import { expect, test } from 'vitest'
import { fromXrayTraceId, readRemoteParent, toXrayTraceId } from '../../../api/telemetry/trace-headers.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'

test('reads traceparent before the AWS header', () => {
  const headers = {
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
  }
  expect(readRemoteParent(headers)).toEqual({ traceId, spanId: 'b7ad6b7169203331', sampled: true })
})

test('reads what a load balancer sends: a root without a parent', () => {
  const header = 'Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678'
  expect(readRemoteParent({ 'x-amzn-trace-id': header })).toEqual({
    traceId: '67891233abcdef012345678912345678',
    spanId: undefined,
    sampled: true,
  })
})

test('respects that the caller does not sample', () => {
  expect(readRemoteParent({ traceparent: `00-${traceId}-b7ad6b7169203331-00` })?.sampled).toBe(false)
  const amazon = 'Root=1-67891233-abcdef012345678912345678;Sampled=0'
  expect(readRemoteParent({ 'x-amzn-trace-id': amazon })?.sampled).toBe(false)
})

test.each([
  {},
  { traceparent: 'nonsense' },
  { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
  { 'x-amzn-trace-id': 'Root=1-x-y' },
])('takes %j for no parent', (headers) => {
  expect(readRemoteParent(headers)).toBeUndefined()
})

test('spells trace ids for X-Ray and back', () => {
  expect(toXrayTraceId(traceId)).toBe('1-0af76519-16cd43dd8448eb211c80319c')
  expect(fromXrayTraceId(toXrayTraceId(traceId))).toBe(traceId)
})
