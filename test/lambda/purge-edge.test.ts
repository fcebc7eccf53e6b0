import {
  CloudFrontClient,
  CreateInvalidationCommand,
  TooManyInvalidationsInProgress,
} from '@aws-sdk/client-cloudfront'
import type { SQSRecord } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { purgeEdge } from '../../lambda/purge-edge/purge.ts'

const cloudFront = mockClient(CloudFrontClient)
const edge = { distributionId: 'E1', maximumTags: 3, cloudFront: new CloudFrontClient() }

function record(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    receiptHandle: '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'eu-central-1',
  }
}

function batches() {
  return cloudFront.commandCalls(CreateInvalidationCommand).map(({ args }) => args[0].input.InvalidationBatch)
}

beforeEach(() => {
  cloudFront.reset()
  cloudFront.on(CreateInvalidationCommand).resolves({})
})

describe('purgeEdge', () => {
  it('purges the tags of all messages once, each once', async () => {
    const records = [record('a', { tags: ['product:1', 'category:9'] }), record('b', { tags: ['Product:1'] })]
    expect(await purgeEdge(records, edge)).toEqual({ batchItemFailures: [] })
    expect(batches()).toHaveLength(1)
    expect(batches()[0]?.Paths).toEqual({ Quantity: 2, Items: ['#category:9', '#product:1'] })
  })

  it('purges everything when there are more tags than that is worth', async () => {
    await purgeEdge([record('a', { tags: ['p:1', 'p:2', 'p:3', 'p:4'] })], edge)
    expect(batches()[0]?.Paths).toEqual({ Quantity: 1, Items: ['/*'] })
  })

  it('gives a batch that comes twice the same reference, for which CloudFront purges once', async () => {
    const records = [record('a', { tags: ['p:1'] }), record('b', { tags: ['p:2'] })]
    await purgeEdge(records, edge)
    await purgeEdge(records, edge)
    await purgeEdge([record('c', { tags: ['p:1'] })], edge)
    const [first, second, other] = batches().map((batch) => batch?.CallerReference)
    expect(second).toBe(first)
    expect(other).not.toBe(first)
  })

  it.each(['not json', '{"tags":[]}', '{"tags":[""]}', '{"tag":"p:1"}', `{"tags":["${'x'.repeat(257)}"]}`])(
    'sends back what it cannot read, and purges the rest: %s',
    async (body) => {
      const answer = await purgeEdge([record('bad', body), record('good', { tags: ['p:1'] })], edge)
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
      expect(batches()[0]?.Paths?.Items).toEqual(['#p:1'])
    },
  )

  it('asks CloudFront nothing when there is nothing to purge', async () => {
    await purgeEdge([record('bad', 'not json')], edge)
    expect(batches()).toHaveLength(0)
  })

  it('sends everything back when CloudFront refuses, so that nothing stays stale', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined)
    cloudFront
      .on(CreateInvalidationCommand)
      .rejects(new TooManyInvalidationsInProgress({ message: 'too many', $metadata: {} }))
    const answer = await purgeEdge([record('a', { tags: ['p:1'] }), record('b', 'not json')], edge)
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }])
    expect(error).toHaveBeenCalledWith(expect.stringContaining('too many'))
    error.mockRestore()
  })
})
