import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { createLedger } from './ledger.ts'
import { purgeEdge } from './purge.ts'

const positive = z.coerce.number().int().positive()
const config = z
  .object({
    DISTRIBUTION_ID: z.string(),
    LEDGER_TABLE: z.string(),
    MAXIMUM_TAGS: positive,
    PATHS_PER_HOUR: positive,
    EVERYTHING_SECONDS: positive,
  })
  .parse(process.env)
const edge = {
  distributionId: config.DISTRIBUTION_ID,
  maximumTags: config.MAXIMUM_TAGS,
  pathsPerHour: config.PATHS_PER_HOUR,
  everythingSeconds: config.EVERYTHING_SECONDS,
  cloudFront: new CloudFrontClient(),
  ledger: createLedger(new DynamoDBClient(), config.LEDGER_TABLE),
  clock: () => new Date(),
  log: (line: object) => {
    console.log(JSON.stringify(line))
  },
}

/** Consumer of the queue of invalidations. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return purgeEdge(event.Records, edge)
}
