import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

const howTo =
  'Get one with `apt-get install chromium` (Debian, Ubuntu) or `brew install --cask chromium` (macOS), ' +
  'or name one in CHROMIUM=/path/to/chromium.'

function onPath(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/**
 * The browser that tests drive: the one that CHROMIUM names, else the first on the PATH. Without one it says so
 * loudly and the suite is skipped, unless KONTOR_REQUIRE_BROWSER=1.
 *
 * @throws Error if a browser is required, or if CHROMIUM names none.
 */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM names "${named}", which does not exist. ${howTo}`)
  }
  const found = names.map(onPath).find((path) => path !== undefined)
  if (found !== undefined) return found
  const fault = `No browser: neither CHROMIUM nor ${names.join(', ')} on the PATH. ${howTo}`
  if (process.env['KONTOR_REQUIRE_BROWSER'] === '1') throw new Error(fault)
  console.warn(`\n!!! BROWSER TESTS ARE SKIPPED. ${fault}\n`)
  return undefined
}

/** Starts the browser; the flags keep it from looking anything up outside of this machine. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A shopper with an empty basket: a browser context of its own, and what went wrong in its pages. */
export interface Shopper {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors on the console and uncaught ones; requests to other addresses. */
  readonly complaints: readonly string[]
}

/** Opens a new visit to the shop at `origin`. */
export async function newShopper(
  browser: Browser,
  origin: string,
  options: { javaScript: boolean; locale?: string } = { javaScript: true },
): Promise<Shopper> {
  const context = await browser.newContext({
    baseURL: origin,
    javaScriptEnabled: options.javaScript,
    locale: options.locale ?? 'en-GB',
    viewport: { width: 1280, height: 900 },
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // The browser reports every answer of 400 and above, those included that a test asks for.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text())
    }
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (hostname !== new URL(origin).hostname) complaints.push(`request to ${request.url()}`)
  })
  return { context, page, complaints }
}
