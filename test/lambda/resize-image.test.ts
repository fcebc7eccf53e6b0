import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import sharp, { type Sharp } from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { resizeImage, UnusableImage } from '../../lambda/resize-image/resize.ts'

const s3 = mockClient(S3Client)
const picture = { sourceBucket: 'assets', key: 'assets/products/oak-table.jpg' }
const target = { s3: new S3Client(), bucket: 'assets' }

async function originalIs(original: Buffer | Promise<Buffer>): Promise<void> {
  const bytes = await original
  const body = { transformToByteArray: () => Promise.resolve(bytes) }
  s3.on(GetObjectCommand).resolves({ Body: body as unknown as NonNullable<GetObjectCommandOutput['Body']> })
}

function jpeg(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#b58' } }).jpeg()
}

function written() {
  return s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)
}

beforeEach(() => {
  s3.reset()
  s3.on(PutObjectCommand).resolves({})
})

describe('resizeImage', () => {
  it('writes every width that does not enlarge, in both formats, beside the original', async () => {
    await originalIs(jpeg(1000, 500).toBuffer())
    const keys = await resizeImage(picture, target)
    expect(keys).toEqual([
      'assets/products/oak-table/320.avif',
      'assets/products/oak-table/320.webp',
      'assets/products/oak-table/640.avif',
      'assets/products/oak-table/640.webp',
      'assets/products/oak-table/960.avif',
      'assets/products/oak-table/960.webp',
    ])
    const webp = written().find(({ Key }) => Key === 'assets/products/oak-table/640.webp')
    expect(webp).toMatchObject({ Bucket: 'assets', ContentType: 'image/webp' })
    expect(await sharp(webp?.Body as Buffer).metadata()).toMatchObject({
      format: 'webp',
      width: 640,
      height: 320,
    })
  })

  it('keeps the width of a picture that is smaller than all', async () => {
    await originalIs(jpeg(100, 100).toBuffer())
    expect(await resizeImage(picture, target)).toEqual([
      'assets/products/oak-table/100.avif',
      'assets/products/oak-table/100.webp',
    ])
  })

  it('turns a picture upright, and drops where it was taken', async () => {
    await originalIs(
      jpeg(400, 200)
        .withExif({ IFD0: { Artist: 'Ada' } })
        .withMetadata({ orientation: 6 })
        .toBuffer(),
    )
    await resizeImage(picture, target)
    const metadata = await sharp(written()[1]?.Body as Buffer).metadata()
    expect(metadata).toMatchObject({ width: 200, height: 400 })
    expect(metadata.exif).toBeUndefined()
  })

  it.each([
    ['is empty', Buffer.alloc(0), 'oak-table.jpg is empty'],
    ['is no picture', Buffer.from('<html>'), 'cannot be used'],
    ['is cut off in its header', Buffer.from('ffd8ffe000104a46', 'hex'), 'cannot be used'],
  ])('refuses an original that %s', async (_why, original, message) => {
    await originalIs(original)
    const failure = resizeImage(picture, target)
    await expect(failure).rejects.toBeInstanceOf(UnusableImage)
    await expect(failure).rejects.toThrow(message)
    expect(written()).toEqual([])
  })

  it('refuses one that would not fit into memory, before decoding it', async () => {
    await originalIs(
      sharp({ create: { width: 10_000, height: 5_001, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    )
    await expect(resizeImage(picture, target)).rejects.toThrow(UnusableImage)
  })

  it('leaves it to Lambda to try again when S3 fails', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'gone', $metadata: {} }))
    await expect(resizeImage(picture, target)).rejects.toThrow('gone')
    await originalIs(jpeg(100, 100).toBuffer())
    s3.on(PutObjectCommand).rejects(new Error('slow down'))
    await expect(resizeImage(picture, target)).rejects.toThrow('slow down')
  })
})
