import { S3Client } from '@aws-sdk/client-s3'
import type { S3Event } from 'aws-lambda'
import { z } from 'zod'
import { resizeImage, UnusableImage } from './resize.ts'

const { TARGET_BUCKET } = z.object({ TARGET_BUCKET: z.string() }).parse(process.env)
const s3 = new S3Client()

/** Invoked by S3 for every original that is uploaded. Throws, so that Lambda tries again, unless trying is useless. */
export async function handler(event: S3Event): Promise<void> {
  for (const { s3: uploaded } of event.Records) {
    // S3 encodes keys in events as in the query of a URL.
    const key = decodeURIComponent(uploaded.object.key.replaceAll('+', ' '))
    try {
      const written = await resizeImage(
        { sourceBucket: uploaded.bucket.name, key },
        { s3, bucket: TARGET_BUCKET },
      )
      console.log(JSON.stringify({ message: 'picture resized', key, written }))
    } catch (error) {
      if (!(error instanceof UnusableImage)) throw error
      console.error(JSON.stringify({ message: 'picture refused', key, reason: error.message }))
    }
  }
}
