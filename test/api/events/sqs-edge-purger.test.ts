import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createEdgePurger } from '../../../api/events/edge-purge.ts'

const sqs = mockClient(SQSClient)
const config = { kind: 'sqs', queueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/purge' } as const

beforeEach(() => {
  sqs.reset()
  sqs.on(SendMessageCommand).resolves({})
})

test('the queue gets tags and their groups, in messages that it takes', async () => {
  const purger = await createEdgePurger(config)
  await purger?.purge(Array.from({ length: 1_200 }, (_, index) => `Product:${index}`))
  const inputs = sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)
  const tags = inputs.flatMap(({ MessageBody }) => (JSON.parse(MessageBody ?? '') as { tags: string[] }).tags)
  expect(inputs.map(({ QueueUrl }) => QueueUrl)).toEqual([config.queueUrl, config.queueUrl, config.queueUrl])
  expect(new Set(tags).size).toBe(1_216)
  expect(tags).toContain('product:1199')
  expect(tags).toContain('product-group:0')
})

test('what the queue does not take is an error, so that the job is done again', async () => {
  sqs.on(SendMessageCommand).rejects(new Error('throttled'))
  const purger = await createEdgePurger(config)
  await expect(purger?.purge(['product:1'])).rejects.toThrow('throttled')
})

test('where there is no edge, nobody purges', async () => {
  expect(await createEdgePurger({ kind: 'none' })).toBeUndefined()
})
