/**
 * Process: writes the sample catalogue beside itself, as Shopify would export it.
 * `node local/sample/generate.ts [--pictures DIR]` also draws its pictures into DIR.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sampleCatalogue } from './catalogue.ts'
import { productsPath, translationsPath } from './files.ts'
import { drawPictures } from './pictures/draw-pictures.ts'
import { productFile, translationFile } from './shopify-files.ts'

const { values } = parseArgs({ options: { pictures: { type: 'string' } } })
const products = sampleCatalogue()
await writeFile(productsPath, productFile(products))
await writeFile(translationsPath, translationFile(products))
const variants = products.reduce((total, product) => total + product.variants.length, 0)
console.log(`${products.length} products with ${variants} variants written.`)
if (values.pictures !== undefined) {
  const count = await drawPictures(products, values.pictures)
  console.log(`${count} pictures drawn in ${values.pictures}.`)
}
