import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { purgeEdge } from './purge.ts'

const { DISTRIBUTION_ID, MAXIMUM_TAGS } = z
  .object({ DISTRIBUTION_ID: z.string(), MAXIMUM_TAGS: z.coerce.number().int().positive() })
  .parse(process.env)
const cloudFront = new CloudFrontClient()

/** Consumer of the queue of invalidations. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return purgeEdge(event.Records, { distributionId: DISTRIBUTION_ID, maximumTags: MAXIMUM_TAGS, cloudFront })
}
