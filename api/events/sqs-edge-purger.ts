import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { edgePurge } from '../resilience/settings.ts'
import type { EdgePurger } from './edge-purge.ts'

/** A message holds 256 KiB; 500 tags of the longest are half of it. */
const tagsPerMessage = 500

/** Purges CloudFront by way of the queue that `lambda/purge-edge` reads. */
export function createSqsEdgePurger(queueUrl: string): EdgePurger {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: { requestTimeout: edgePurge.timeout, connectionTimeout: edgePurge.timeout },
  })
  return {
    async purge(tags) {
      for (let from = 0; from < tags.length; from += tagsPerMessage) {
        const MessageBody = JSON.stringify({ tags: tags.slice(from, from + tagsPerMessage) })
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
      }
    },
  }
}
