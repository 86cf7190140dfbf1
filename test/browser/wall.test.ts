import {expect} from 'chai'
import {until, useBrowser} from '../support/browser.js'
import {type NotedClip, type RunningGallery, makeFilm, startGallery, writeClips} from '../support/gallery.js'
import {type Home, makeHome, runKling} from '../support/run-kling.js'

describe('the wall of kling gallery, in a browser', () => {
  const pages = useBrowser()
  let home: Home
  let gallery: RunningGallery

  before(async () => {
    home = makeHome()
    const film = await makeFilm(home)
    const made = Array.from({length: 12}, (_, index): NotedClip => {
      const at = `2026-11-02T${String(10 + index)}:00:00.000Z`
      return {id: `row-${index}`, at, prompt: `Row ${index}`, end: 'succeed', film, file: `row-${index}.mp4`}
    })
    const failed: NotedClip = {
      id: 'bird',
      at: '2026-11-02T23:00:00.000Z',
      prompt: 'A bird',
      end: 'failed',
      reason: 'ContentRiskDetected',
    }
    writeClips(home, [...made, failed])
    gallery = await startGallery(home, {argv: ['--no-follow']})
  })
  after(async () => {
    await gallery.stop()
    await runKling(['sandbox', 'reset'], {home})
    home.remove()
  })

  it('draws pictures from the top', async () => {
    const page = await pages.open(gallery.url)
    await until(page, `document.querySelectorAll('img.poster').length >= 6`)
    const asked = [...new Set(pages.requests.flatMap(url => /files\/([^?]+)/.exec(url)?.[1] ?? []))]
    const cards = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.card:has(.picture.ready)')].map(({dataset}) => dataset.id)`,
    )
    expect(asked).to.deep.equal(cards.slice(0, asked.length))
  })

  it('shows failed tasks small, with the reason in words, and does not count them', async () => {
    const page = await pages.open(gallery.url)
    await until(page, `document.querySelectorAll('img.poster').length >= 1`)
    const width = (id: string): Promise<number> =>
      page.evaluate<number>(`document.querySelector('[data-id="${id}"]').offsetWidth`)
    expect(await width('bird')).to.be.below((await width('row-11')) / 2)
    expect(await page.locator('[data-id="bird"] .reason').textContent()).to.equal(
      'blocked by the content filter',
    )
    expect(await page.locator('.count').textContent()).to.match(/^\d+ clips?, 1 failed$/)
  })
})
