import { createHash } from 'node:crypto'
import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront'
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { z } from 'zod'

/** A message: tags whose cached answers are out of date, e.g. `product:42`. CloudFront takes tags up to 256 long. */
const message = z.object({ tags: z.array(z.string().min(1).max(256)).min(1) })

export interface Edge {
  readonly distributionId: string
  /** More distinct tags than this in one batch, and everything is purged: it is one path on the bill. */
  readonly maximumTags: number
  readonly cloudFront: CloudFrontClient
}

/**
 * Purges the tags of a batch with one invalidation.
 *
 * @returns the messages to deliver again: those that cannot be read, which so come to the dead-letter queue, or
 * all, if CloudFront refuses
 */
export async function purgeEdge(records: readonly SQSRecord[], edge: Edge): Promise<SQSBatchResponse> {
  const unreadable: SQSRecord[] = []
  const tags = new Set<string>()
  for (const record of records) {
    const parsed = message.safeParse(parseJson(record.body))
    if (!parsed.success) unreadable.push(record)
    // CloudFront compares tags without regard to case.
    else for (const tag of parsed.data.tags) tags.add(tag.toLowerCase())
  }
  const purged = tags.size === 0 || (await invalidate([...tags].sort(), records, edge))
  return {
    batchItemFailures: (purged ? unreadable : records).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html: a tag is a path with `#`. */
async function invalidate(
  tags: readonly string[],
  records: readonly SQSRecord[],
  { cloudFront, distributionId, maximumTags }: Edge,
): Promise<boolean> {
  const paths = tags.length > maximumTags ? ['/*'] : tags.map((tag) => `#${tag}`)
  // The same messages give the same reference, so that a batch delivered twice is purged and paid for once.
  const reference = createHash('sha256')
  for (const { messageId } of records) reference.update(messageId)
  try {
    await cloudFront.send(
      new CreateInvalidationCommand({
        DistributionId: distributionId,
        InvalidationBatch: {
          CallerReference: reference.digest('hex'),
          Paths: { Quantity: paths.length, Items: paths },
        },
      }),
    )
    return true
  } catch (error) {
    console.error(JSON.stringify({ message: 'purge refused', tags: tags.length, error: String(error) }))
    return false
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
