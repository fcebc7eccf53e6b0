import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleCatalogue, type SamplePicture, type SampleProduct } from '../sample/catalogue.ts'
import { pictureOf } from '../sample/pictures/picture.ts'
import { pictureFolder } from '../sample/shopify-files.ts'

/** One of each kind of the sample. */
function chosen(): { readonly product: SampleProduct; readonly picture: SamplePicture }[] {
  const kinds = new Map(sampleCatalogue().map((product) => [product.kind, product]))
  return [...kinds.values()].flatMap((product) =>
    product.pictures.slice(0, 1).map((picture) => ({ product, picture })),
  )
}

/** Addresses of the pictures that all made-up products share. */
export function sharedPictures(): string[] {
  return chosen().map(({ picture }) => `${pictureFolder}/${picture.file}`)
}

/** Draws them into a folder, which is made if needed. */
export async function drawSharedPictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    chosen().map(({ product, picture }) =>
      writeFile(join(folder, picture.file), pictureOf(product, picture)),
    ),
  )
}
