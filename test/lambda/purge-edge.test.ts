import {
  CloudFrontClient,
  CreateInvalidationCommand,
  TooManyInvalidationsInProgress,
} from '@aws-sdk/client-cloudfront'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import type { SQSRecord } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createLedger } from '../../lambda/purge-edge/ledger.ts'
import { type Edge, purgeEdge } from '../../lambda/purge-edge/purge.ts'

const cloudFront = mockClient(CloudFrontClient)
const dynamo = mockClient(DynamoDBClient)
const log = vi.fn<(line: object) => void>()
const now = new Date('2026-11-22T20:59:30Z')
const edge: Edge = {
  distributionId: 'E1',
  maximumTags: 3,
  pathsPerHour: 10,
  everythingSeconds: 300,
  cloudFront: new CloudFrontClient(),
  ledger: createLedger(new DynamoDBClient({ region: 'eu-central-1' }), 'ledger'),
  clock: () => now,
  log,
}

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

/** Accounts as DynamoDB would keep them. */
let accounts: Map<string, number>

beforeEach(() => {
  log.mockReset()
  cloudFront.reset()
  cloudFront.on(CreateInvalidationCommand).resolves({})
  accounts = new Map()
  dynamo.reset()
  dynamo.on(UpdateItemCommand).callsFake((input: UpdateItemCommandInput) => {
    const account = input.Key?.['account']?.S ?? ''
    const { ':amount': amount, ':most': most } = input.ExpressionAttributeValues ?? {}
    const spent = accounts.get(account)
    if (spent !== undefined && input.ConditionExpression !== undefined && spent > Number(most?.N)) {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} })
    }
    accounts.set(account, (spent ?? 0) + Number(amount?.N))
    return {}
  })
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

  it.each([
    ['CloudFront is busy', new TooManyInvalidationsInProgress({ message: 'too many', $metadata: {} })],
    ['CloudFront throttles', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })],
  ])('sends everything back when %s, so that nothing stays stale, and pays nothing', async (_, error) => {
    cloudFront.on(CreateInvalidationCommand).rejects(error)
    const answer = await purgeEdge([record('a', { tags: ['p:1'] }), record('b', 'not json')], edge)
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }])
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ message: 'purge refused', tags: 1 }))
    expect([...accounts.values()]).toEqual([0])
  })

  it('sends everything back when nobody can tell what has been spent', async () => {
    dynamo.on(UpdateItemCommand).rejects(new Error('throttled'))
    const answer = await purgeEdge([record('a', { tags: ['p:1'] })], edge)
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'a' }])
    expect(batches()).toHaveLength(0)
  })
})

describe('the budget', () => {
  const purge = (id: string, ...tags: string[]) => purgeEdge([record(id, { tags })], edge)
  const paths = () => batches().map((batch) => batch?.Paths?.Items)

  it('is counted in paths, by the hour', async () => {
    await purge('a', 'p:1', 'p:2')
    await purge('b', 'p:3')
    expect([...accounts]).toEqual([['paths/2026-11-22T20', 3]])
    await purgeEdge([record('c', { tags: ['p:1'] })], {
      ...edge,
      clock: () => new Date('2026-11-22T21:00:00Z'),
    })
    expect(accounts.get('paths/2026-11-22T21')).toBe(1)
  })

  it('near its end pays for everything at once, which is one path, instead of many tags', async () => {
    for (const id of ['a', 'b', 'c']) await purge(id, `${id}:1`, `${id}:2`, `${id}:3`)
    await purge('d', 'd:1', 'd:2')
    expect(paths().at(-1)).toEqual(['/*'])
    expect(accounts.get('paths/2026-11-22T20')).toBe(10)
  })

  it('when it is spent, lets what is at the edge expire, and says so', async () => {
    accounts.set('paths/2026-11-22T20', 10)
    expect(await purge('a', 'p:1', 'p:2')).toEqual({ batchItemFailures: [] })
    expect(paths()).toEqual([])
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({ decision: 'expiry', EdgePathsPurged: 0, EdgeTagsLeftToExpire: 2 }),
    )
  })

  it('does not empty the edge again and again during an import', async () => {
    const many = (id: string) => purge(id, `${id}:1`, `${id}:2`, `${id}:3`, `${id}:4`)
    for (const id of ['a', 'b', 'c']) await many(id)
    expect(paths()).toEqual([['/*']])
    await purgeEdge([record('d', { tags: ['1', '2', '3', '4'] })], {
      ...edge,
      clock: () => new Date(now.getTime() + 300_000),
    })
    expect(paths()).toEqual([['/*'], ['/*']])
  })

  it('is not spent on what nobody needs: single tags go on being purged beside an import', async () => {
    await purge('a', 'a:1', 'a:2', 'a:3', 'a:4')
    await purge('b', 'b:1')
    expect(paths()).toEqual([['/*'], ['#b:1']])
    expect(log.mock.calls.map(([line]) => line)).toMatchObject([
      { decision: 'everything', EdgePathsPurged: 1, EdgeTagsLeftToExpire: 0 },
      { decision: 'tags', EdgePathsPurged: 1, EdgeTagsLeftToExpire: 0 },
    ])
  })

  it('forgets its accounts after they mean nothing', async () => {
    await purge('a', 'p:1')
    const [call] = dynamo.commandCalls(UpdateItemCommand)
    const expires = Number(call?.args[0].input.ExpressionAttributeValues?.[':expires']?.N)
    expect(expires).toBe(now.getTime() / 1_000 + 7_200)
  })
})
