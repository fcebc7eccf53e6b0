import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SampleProduct } from '../catalogue.ts'
import { pictureOf } from './picture.ts'

/** Files written at a time: enough to keep the disk busy, few enough not to run out of file handles. */
const atOnce = 64

/**
 * Draws every picture of the catalogue into a folder, which is made if needed; existing ones are replaced.
 *
 * @returns how many
 */
export async function drawPictures(products: readonly SampleProduct[], folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  const jobs = products.flatMap((product) => product.pictures.map((picture) => ({ product, picture })))
  for (let first = 0; first < jobs.length; first += atOnce) {
    await Promise.all(
      jobs
        .slice(first, first + atOnce)
        .map(({ product, picture }) => writeFile(join(folder, picture.file), pictureOf(product, picture))),
    )
  }
  return jobs.length
}
