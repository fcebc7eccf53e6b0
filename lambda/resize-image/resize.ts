import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import sharp from 'sharp'

/** Widths in pixels of the storefront's layouts, at one and two device pixels. */
const widths = [320, 640, 960, 1600] as const
const formats = ['avif', 'webp'] as const
/** Larger originals are refused: decoding takes 4 bytes a pixel. 50 megapixels are 200 MB. */
const maximumPixels = 50_000_000

export interface Picture {
  readonly sourceBucket: string
  readonly key: string
}

export interface Target {
  readonly s3: S3Client
  readonly bucket: string
}

/** The original is no picture that can be shown. Trying again would not change it. */
export class UnusableImage extends Error {
  override readonly name = 'UnusableImage'
}

/**
 * Writes a picture in every width that does not enlarge it, and in every format, beside each other:
 * `assets/products/oak-table.jpg` becomes `assets/products/oak-table/640.webp`, ….
 *
 * @returns keys written
 * @throws UnusableImage if the original is missing, empty, no image, or too large
 */
export async function resizeImage({ sourceBucket, key }: Picture, { s3, bucket }: Target): Promise<string[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: sourceBucket, Key: key }))
  const original = await Body?.transformToByteArray()
  if (original === undefined || original.length === 0) throw new UnusableImage(`${key} is empty`)
  const width = await measure(key, original)
  const folder = key.replace(/\.[^./]+$/, '')
  const written: string[] = []
  for (const target of widthsFor(width)) {
    for (const format of formats) {
      const name = `${folder}/${target}.${format}`
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: name,
          Body: await scale(original, target, format),
          ContentType: `image/${format}`,
          // A new picture gets a new name from the catalogue, so that caches may keep this one.
          CacheControl: 'public, max-age=31536000, immutable',
        }),
      )
      written.push(name)
    }
  }
  return written
}

/** The standard widths up to the picture's own, at least one. */
function widthsFor(width: number): number[] {
  const smaller = widths.filter((candidate) => candidate <= width)
  return smaller.length > 0 ? smaller : [width]
}

async function measure(key: string, original: Uint8Array): Promise<number> {
  try {
    const { autoOrient } = await sharp(original, { limitInputPixels: maximumPixels }).metadata()
    if (autoOrient.width * autoOrient.height > maximumPixels) {
      throw new Error(`it has more than ${maximumPixels} pixels`)
    }
    return autoOrient.width
  } catch (error) {
    throw new UnusableImage(
      `${key} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

/** Turned upright by its EXIF data, which is dropped with all other metadata (it can hold the photographer's home). */
function scale(original: Uint8Array, width: number, format: (typeof formats)[number]): Promise<Buffer> {
  return sharp(original, { limitInputPixels: maximumPixels })
    .autoOrient()
    .resize({ width })
    .toFormat(format)
    .toBuffer()
}
