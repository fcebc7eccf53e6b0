/**
 * Takes the pictures in the README from the running shop: `npm start` in one terminal, `npm run screenshot` in another.
 * KONTOR_ORIGIN is the shop's address (default http://localhost:4000), CHROMIUM the browser (default: from the PATH).
 */
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { findBrowser, launchBrowser } from '../test/browser/shop-browser.ts'

const origin = process.env['KONTOR_ORIGIN'] ?? 'http://localhost:4000'
const folder = fileURLToPath(new URL('./images/', import.meta.url))

const executable = findBrowser()
if (executable === undefined) process.exit(1)
const browser = await launchBrowser(executable)
try {
  const desk = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' })
  await desk.goto(`${origin}/en`, { waitUntil: 'networkidle' })
  await picture(desk, 'shop')

  await desk.goto(`${origin}/en/search?q=oak`, { waitUntil: 'networkidle' })
  await picture(desk, 'search')
  const product = await desk.locator('main a[href^="/en/p/"]').first().getAttribute('href')
  await desk.goto(`${origin}${product ?? ''}`, { waitUntil: 'networkidle' })
  await picture(desk, 'product')

  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await phone.goto(`${origin}/de`, { waitUntil: 'networkidle' })
  await picture(phone, 'phone')
} finally {
  await browser.close()
}

async function picture(page: Page, name: string): Promise<void> {
  const path = `${folder}${name}.png`
  await page.screenshot({ path })
  console.log(path)
}
