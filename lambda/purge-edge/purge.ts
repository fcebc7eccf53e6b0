import { createHash } from 'node:crypto'
import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront'
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { z } from 'zod'
import { longestEdgeTag, metrics } from '../../api/contract.ts'
import { decide, type Decision, type Limits } from './budget.ts'
import type { Ledger } from './ledger.ts'

/** A message: tags whose cached answers are out of date, e.g. `product:42`. */
const message = z.object({ tags: z.array(z.string().min(1).max(longestEdgeTag)).min(1) })

export interface Edge extends Limits {
  readonly distributionId: string
  readonly cloudFront: CloudFrontClient
  readonly ledger: Ledger
  readonly clock: () => Date
  /** Writes one line of the log; its numbers become metrics (EMF). */
  readonly log: (line: object) => void
}

/**
 * Purges the tags of a batch with one invalidation, as far as the budget goes.
 *
 * @returns the messages to deliver again: those that cannot be read, which so come to the dead-letter queue, or
 * all, if CloudFront or the ledger refuses
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
  const purged = tags.size === 0 || (await purge([...tags].sort(), records, edge))
  return {
    batchItemFailures: (purged ? unreadable : records).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }
}

async function purge(tags: readonly string[], records: readonly SQSRecord[], edge: Edge): Promise<boolean> {
  try {
    const decision = await decide(tags, edge, edge.ledger, edge.clock())
    if (decision.kind !== 'expiry') await invalidate(decision, records, edge)
    edge.log(measured(tags.length, decision, edge.clock()))
    return true
  } catch (error) {
    edge.log({ message: 'purge refused', tags: tags.length, error: String(error) })
    return false
  }
}

async function invalidate(
  { account, paths }: Exclude<Decision, { kind: 'expiry' }>,
  records: readonly SQSRecord[],
  { cloudFront, distributionId, ledger }: Edge,
): Promise<void> {
  // The same messages give the same reference, so that a batch delivered twice is purged and paid for once.
  const reference = createHash('sha256')
  for (const { messageId } of records) reference.update(messageId)
  reference.update(paths.join())
  try {
    await cloudFront.send(
      new CreateInvalidationCommand({
        DistributionId: distributionId,
        InvalidationBatch: {
          CallerReference: reference.digest('hex'),
          Paths: { Quantity: paths.length, Items: [...paths] },
        },
      }),
    )
  } catch (error) {
    // Refused, e.g. with TooManyInvalidationsInProgress, so nothing will be on the bill.
    await ledger.giveBack(account, paths.length)
    throw error
  }
}

/** CloudWatch's embedded metric format: the log line is the metric. */
function measured(tags: number, { kind, paths }: Decision, now: Date): object {
  const left = kind === 'expiry' ? tags : 0
  return {
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: metrics.namespace,
          Dimensions: [[]],
          Metrics: [{ Name: 'EdgePathsPurged' }, { Name: 'EdgeTagsLeftToExpire' }],
        },
      ],
    },
    message: 'purge',
    decision: kind,
    tags,
    EdgePathsPurged: paths.length,
    EdgeTagsLeftToExpire: left,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
