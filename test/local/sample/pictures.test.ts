import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sampleCatalogue } from '../../../local/sample/catalogue.ts'
import { kinds } from '../../../local/sample/kinds/all.ts'
import { drawPictures } from '../../../local/sample/pictures/draw-pictures.ts'
import { pictureOf } from '../../../local/sample/pictures/picture.ts'
import { shapes } from '../../../local/sample/pictures/shapes.ts'
import { pictureFolder, productFile } from '../../../local/sample/shopify-files.ts'

const products = sampleCatalogue()

test('every kind has a drawing, every drawing a kind, and there are at least thirty', () => {
  expect(new Set(kinds.map(({ shape }) => shape))).toEqual(new Set(Object.keys(shapes)))
  expect(Object.keys(shapes).length).toBeGreaterThanOrEqual(30)
})

test('every picture is small, whole and free of scripts, text and outside addresses', () => {
  for (const product of products) {
    expect(product.pictures.length).toBeGreaterThanOrEqual(2)
    for (const picture of product.pictures) {
      const svg = pictureOf(product, picture)
      expect(Buffer.byteLength(svg), picture.file).toBeLessThanOrEqual(4096)
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 800 800"/)
      expect(svg).not.toMatch(/NaN|undefined|<script|<text|<image|href="(?!#)|\son\w+=/)
      for (const [, id] of svg.matchAll(/url\(#(\w)\)/g)) expect(svg).toContain(`id="${id ?? ''}"`)
    }
  }
})

test('is the same at every call, and differs between colours and views', () => {
  const product = products[0]!
  const drawn = product.pictures.map((picture) => pictureOf(product, picture))
  expect(product.pictures.map((picture) => pictureOf(product, picture))).toEqual(drawn)
  expect(new Set(drawn).size).toBe(drawn.length)
})

test('one picture of each drawing can be rendered and shows more than its background', async () => {
  const seen = new Set<string>()
  for (const product of products) {
    if (seen.has(product.kind.shape)) continue
    seen.add(product.kind.shape)
    const image = sharp(Buffer.from(pictureOf(product, product.pictures[0]!)), { density: 9 })
    const { channels } = await image.stats()
    const spread = Math.max(...channels.map(({ stdev }) => stdev))
    expect(spread, product.kind.shape).toBeGreaterThan(8)
  }
}, 30_000)

test('the files are those that the product file names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-pictures-'))
  try {
    const some = products.slice(0, 20)
    const count = await drawPictures(some, join(folder, 'new'))
    const files = await readdir(join(folder, 'new'))
    expect(files).toHaveLength(count)
    const csv = productFile(some)
    for (const file of files) expect(csv).toContain(`${pictureFolder}/${file}`)
    expect(await readFile(join(folder, 'new', files[0]!), 'utf8')).toMatch(/<\/svg>\n$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
