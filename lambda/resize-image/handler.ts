import { S3Client } from '@aws-sdk/client-s3'
import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda'
import { z } from 'zod'
import { resizeImage, UnusableImage } from './resize.ts'

const { TARGET_BUCKET } = z.object({ TARGET_BUCKET: z.string() }).parse(process.env)
const s3 = new S3Client()

/** Invoked by EventBridge for every original that is uploaded. Throws, to be tried again, unless that is useless. */
export async function handler({ detail }: S3ObjectCreatedNotificationEvent): Promise<void> {
  const { key } = detail.object
  try {
    const written = await resizeImage(
      { sourceBucket: detail.bucket.name, key },
      { s3, bucket: TARGET_BUCKET },
    )
    console.log(JSON.stringify({ message: 'picture resized', key, written }))
  } catch (error) {
    if (!(error instanceof UnusableImage)) throw error
    console.error(JSON.stringify({ message: 'picture refused', key, reason: error.message }))
  }
}
