import {existsSync} from 'node:fs'
import {type Browser, type BrowserContextOptions, type Page, chromium} from 'playwright-core'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of this machine that pages are tried in; undefined when there is none. */
export const chromiumPath = places.find(path => path !== undefined && existsSync(path))

/** Pages of one browser, and what they asked for. */
export interface Pages {
  open(url: string, options?: BrowserContextOptions): Promise<Page>
  /** Addresses that any page has asked for since the test began. */
  requests: string[]
  /** What pages complained of. */
  errors: string[]
}

/** Gives a suite a browser; the suite is skipped where there is none. */
export function useBrowser(): Pages {
  let browser: Browser | undefined
  const pages: Pages = {
    requests: [],
    errors: [],
    async open(url, options = {}) {
      const context = await browser!.newContext({
        viewport: {width: 1280, height: 800},
        timezoneId: 'UTC',
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(100_000)
      page.on('request', request => pages.requests.push(request.url()))
      page.on('pageerror', error => pages.errors.push(String(error)))
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') pages.errors.push(message.text())
      })
      await page.goto(url)
      return page
    },
  }
  before('a browser', async function () {
    if (chromiumPath === undefined) {
      process.stderr.write('There is no Chromium on this machine: the page is not tried.\n')
      this.skip()
    }
    const isRoot = process.getuid?.() === 0
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--autoplay-policy=no-user-gesture-required', ...(isRoot ? ['--no-sandbox'] : [])],
    })
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
    pages.requests.length = 0
    pages.errors.length = 0
  })
  after(() => browser?.close())
  return pages
}

/** Waits until something is so. Playwright's own way is forbidden by the page's policy. */
export async function until(page: Page, condition: string): Promise<void> {
  const deadline = Date.now() + 100_000
  while (!(await page.evaluate(condition))) {
    if (Date.now() > deadline) throw new Error(`it never came to this: ${condition}`)
    await page.waitForTimeout(30)
  }
}
