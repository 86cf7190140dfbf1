import {expect} from 'chai'
import {appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Locator, Page} from 'playwright-core'
import {until, useBrowser} from '../support/browser.js'
import {
  type NotedClip,
  type RunningGallery,
  dataDirOf,
  makeFilm,
  startGallery,
  writeClips,
} from '../support/gallery.js'
import {smallFilms} from '../support/preload.js'
import {type Home, makeHome, runKling} from '../support/run-kling.js'

const title = (page: Page): Locator => page.locator('.card .title')
const card = (page: Page, id: string): Locator => page.locator(`.card[data-id="${id}"]`)
const focused = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.dataset.id')
const times = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate(`[...document.querySelectorAll('${selector}')].map(video => video.currentTime)`)

describe('kling gallery, in a browser', () => {
  const pages = useBrowser()
  let films: Home
  let film: string
  let home: Home
  let gallery: RunningGallery

  before(async () => {
    films = makeHome()
    film = await makeFilm(films)
  })
  after(async () => {
    await runKling(['sandbox', 'reset'], {home: films})
    films.remove()
  })

  const clips = (): NotedClip[] => [
    {
      id: 'old',
      at: '2026-10-03T09:00:00.000Z',
      prompt: 'An old boat',
      end: 'succeed',
      film,
      model: 'kling-v2-6',
    },
    {
      id: 'bird',
      at: '2026-11-01T08:00:00.000Z',
      prompt: 'A bird',
      end: 'failed',
      reason: 'ContentRiskDetected',
    },
    {id: 'far', at: '2026-11-01T09:00:00.000Z', prompt: 'A far land', end: 'succeed'},
    {id: 'dog', at: '2026-11-01T10:00:00.000Z', prompt: 'A dog', end: 'succeed', film, file: 'rex.mp4'},
    {
      id: 'cat',
      at: '2026-11-01T11:00:00.000Z',
      prompt: '<img src=x onerror=alert(1)> a cat',
      end: 'succeed',
      film,
    },
  ]

  beforeEach(async () => {
    home = makeHome()
    writeClips(home, clips())
    gallery = await startGallery(home, {argv: ['--no-follow']})
  })
  afterEach(async () => {
    await gallery.stop()
    home.remove()
  })

  const open: typeof pages.open = async (url, options) => {
    const page = await pages.open(url, options)
    await page.locator('.card, .empty:visible').first().waitFor()
    return page
  }

  it('shows a wall of all clips, newest first, with text as text', async () => {
    const page = await open(gallery.url)
    expect(new URL(page.url()).search).to.equal('')
    expect(await title(page).allTextContents()).to.deep.equal([
      '<img src=x onerror=alert(1)> a cat',
      'A dog',
      'A far land',
      'A bird',
      'An old boat',
    ])
    expect(await page.locator('.heading').allTextContents()).to.have.length(2)
    await card(page, 'cat').locator('img.poster').waitFor()
    expect(await card(page, 'bird').textContent()).to.contain('blocked by the content filter')
    expect(await page.locator('.wall img:not(.poster)').count()).to.equal(0)
    expect(pages.errors).to.deep.equal([])
  })

  it('plays a clip below the pointer, and only that', async () => {
    const page = await open(gallery.url)
    await card(page, 'dog').hover()
    await until(page, `document.querySelector('.card video')?.currentTime > 0.3`)
    await card(page, 'old').hover()
    await until(page, `document.querySelector('[data-id="old"] video')?.currentTime > 0.1`)
    expect(await page.locator('.card video').count()).to.equal(1)
    await page.mouse.move(5, 5)
    await until(page, `!document.querySelector('.card video')`)
  })

  it('keeps still for those who asked for it', async () => {
    const page = await open(gallery.url, {reducedMotion: 'reduce'})
    await card(page, 'dog').hover()
    await card(page, 'dog').focus()
    expect(await page.locator('.card video').count()).to.equal(0)
    await page.keyboard.press('Space')
    await until(page, `document.querySelector('[data-id="dog"] video')?.currentTime > 0.1`)
  })

  it('filters by words, model, state, date and star', async () => {
    const page = await open(gallery.url)
    const shown = async (expected: string[]): Promise<void> => {
      await until(page, `document.querySelectorAll('.card').length === ${expected.length}`)
      expect(
        await page.locator('.card').evaluateAll(cards => cards.map(one => one.getAttribute('data-id'))),
      ).to.deep.equal(expected)
    }
    const search = page.getByRole('searchbox')
    for (const [words, ids] of [
      ['a DOG', ['dog']],
      ['rex', ['dog']],
      ['task-of-far', ['far']],
      ['boat an', ['old']],
      ['boat cat', []],
    ] as [string, string[]][]) {
      await search.fill(words)
      await shown(ids)
    }
    expect(await page.locator('.empty').textContent()).to.contain('Nothing matches')
    await page.getByRole('button', {name: 'Clear filters'}).click()
    await shown(['cat', 'dog', 'far', 'bird', 'old'])
    const choose = (name: string, value: string): Promise<unknown> =>
      page.getByLabel(name, {exact: true}).selectOption(value)
    await choose('Model', 'kling-v2-6')
    await shown(['old'])
    await choose('Model', '')
    await choose('State', 'failed')
    await shown(['bird'])
    await choose('State', 'remote')
    await shown(['far'])
    await choose('State', '')
    await choose('Date', '2026-10')
    await shown(['old'])
    // What was chosen is in the address: it is there again after a reload.
    await page.reload()
    await shown(['old'])
    await choose('Date', '')
    await card(page, 'far').focus()
    await page.keyboard.press('s')
    await page.getByRole('button', {name: 'Only starred clips'}).click()
    await shown(['far'])
  })

  it('compares two in step: play, pause, seek, frames, again from the start', async () => {
    const page = await open(gallery.url)
    await card(page, 'cat').focus()
    await page.keyboard.press('c')
    await card(page, 'dog').focus()
    await page.keyboard.press('c')
    const videos = '.compare video'
    await until(
      page,
      `[...document.querySelectorAll('${videos}')].filter(video => video.currentTime > 0.3).length === 2`,
    )
    await page.keyboard.press('Space')
    await until(
      page,
      `[...document.querySelectorAll('${videos}')].every(video => video.paused && !video.seeking)`,
    )
    const frames = async (): Promise<number[]> =>
      (await times(page, videos)).map(time => Math.floor(time * 24))
    const [left, right] = await frames()
    expect(left).to.equal(right)
    await page.keyboard.press('.')
    const [frame] = await frames()
    await page.keyboard.press('.')
    await page.keyboard.press('.')
    expect(await frames()).to.deep.equal([frame! + 2, frame! + 2])
    await page.keyboard.press(',')
    expect(await frames()).to.deep.equal([frame! + 1, frame! + 1])
    await page.getByLabel('Position').fill('4.5')
    expect(await frames()).to.deep.equal([108, 108])
    // It comes round: what was behind the middle is before it again.
    await page.keyboard.press('Space')
    await until(page, `[...document.querySelectorAll('${videos}')].every(video => video.currentTime < 2)`)
    await page.keyboard.press('Escape')
    await until(page, `!document.querySelector('.compare').open`)
  })

  it('keeps a star', async () => {
    const page = await open(gallery.url)
    await card(page, 'dog').hover()
    await card(page, 'dog').getByRole('button', {name: 'Add a star'}).click()
    await card(page, 'dog').getByRole('button', {name: 'Remove the star'}).waitFor()
    await page.reload()
    await card(page, 'dog').getByRole('button', {name: 'Remove the star'}).waitFor()
    const {stars} = JSON.parse(readFileSync(join(dataDirOf(home), 'stars.json'), 'utf8')) as {stars: object}
    expect(Object.keys(stars)).to.deep.equal(['dog'])
  })

  it('begins with the starred ones on demand', async () => {
    await gallery.stop()
    writeFileSync(
      join(dataDirOf(home), 'stars.json'),
      '{"version":1,"stars":{"far":"2026-11-01T12:00:00.000Z"}}',
    )
    gallery = await startGallery(home, {argv: ['--no-follow', '--starred']})
    const page = await open(gallery.url)
    expect(await title(page).allTextContents()).to.deep.equal(['A far land'])
    expect(new URL(page.url()).search).to.equal('')
  })

  it('shows a star that another process gives', async () => {
    const page = await open(gallery.url)
    await card(page, 'cat').locator('img.poster').waitFor()
    writeFileSync(
      join(dataDirOf(home), 'stars.json'),
      '{"version":1,"stars":{"cat":"2026-11-01T12:00:00.000Z"}}',
    )
    await until(page, `document.querySelector('[data-id="cat"] [aria-pressed="true"]')`)
  })

  it('copies the command that makes the same again', async () => {
    const request = {
      model_name: 'kling-video-o1',
      prompt: "It's <a> dog",
      mode: 'pro',
      duration: '5',
      aspect_ratio: '9:16',
      some_day: {new: true},
    }
    const note = {version: 1, kind: 'create', path: '/v1/videos/omni-video', request, model: 'kling-video-o1'}
    writeFileSync(join(home.folder, 'films/rex.mp4.json'), JSON.stringify(note))
    const page = await open(gallery.url, {permissions: ['clipboard-read', 'clipboard-write']})
    await card(page, 'dog').locator('.picture').click()
    await page.getByRole('button', {name: 'Copy as command'}).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(
      `kling video create 'It'\\''s <a> dog' --model kling-video-o1 --mode pro --duration 5 --ratio 9:16 ` +
        `--set 'some_day={"new":true}' --output rex-2.mp4`,
    )
    expect(await page.locator('.words').textContent()).to.equal("It's <a> dog")
    expect(await page.locator('.side').textContent()).to.contain('9:16')
    await page.keyboard.press('Escape')
    await card(page, 'far').locator('.picture .chip').click()
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(
      'kling video download task-of-far --output task-of-far.mp4',
    )
  })

  it('goes along with what other processes write', async () => {
    const page = await open(gallery.url)
    const month = join(dataDirOf(home), 'journal/2026-11.jsonl')
    const add = (event: object): void => appendFileSync(month, JSON.stringify(event) + '\n')
    const at = new Date().toISOString()
    const base_url = 'https://api.example.com'
    add({
      at,
      event: 'intent',
      id: 'new',
      kind: 'create',
      region: 'cn',
      base_url,
      prompt: 'A new one',
      pid: process.pid,
    })
    await card(page, 'new').getByText('Submitting').waitFor()
    add({at, event: 'accepted', id: 'new', task_id: 'task-of-new'})
    await card(page, 'new').getByText('Submitted').waitFor()
    add({at, event: 'state', task_id: 'task-of-new', status: 'processing'})
    await card(page, 'new').getByText('Running').waitFor()
    expect(await card(page, 'new').locator('.elapsed').textContent()).to.match(/^\d+:\d\d$/)
    add({at, event: 'state', task_id: 'task-of-new', status: 'succeed'})
    await card(page, 'new').getByText('Not downloaded').waitFor()
    const file = join(home.folder, 'new.mp4')
    copyFileSync(film, file)
    add({at, event: 'downloaded', task_id: 'task-of-new', file, bytes: 1})
    await card(page, 'new').locator('img.poster').waitFor()
    add({at, event: 'forgotten', id: 'new'})
    await until(page, `!document.querySelector('[data-id="new"]')`)
    expect(pages.errors).to.deep.equal([])
  })

  it('follows a task of the sandbox that nobody waits for, until it is downloaded', async () => {
    await gallery.stop()
    const env = {KLING_SANDBOX_SPEED: '20', ...smallFilms}
    gallery = await startGallery(home, {env})
    const page = await open(gallery.url)
    const {json} = await runKling(['video', 'create', 'A live one', '--region', 'sandbox'], {home, env})
    const live = page.locator('.card', {hasText: 'A live one'})
    await live.waitFor()
    await live.getByText('Not downloaded').waitFor()
    const task = String(json.task_id)
    const {code} = await runKling(['video', 'download', task, '-o', 'live.mp4'], {home, env})
    expect(code).to.equal(0)
    await live.locator('img.poster').waitFor()
    await page.close()
    expect(await gallery.stop()).to.deep.equal({code: 130, stderr: ''})
    await runKling(['sandbox', 'reset'], {home, env})
  })

  it('is all to be done with keys', async () => {
    const page = await open(gallery.url)
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).to.equal('cat')
    await page.keyboard.press('l')
    expect(await focused(page)).to.equal('dog')
    await page.keyboard.press('h')
    await page.keyboard.press('End')
    expect(await focused(page)).to.equal('old')
    await page.keyboard.press('k')
    expect(await focused(page)).to.be.oneOf(['far', 'bird', 'cat', 'dog'])
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await until(page, `document.querySelector('[data-id="cat"] video')`)
    await page.keyboard.press('Space')
    await until(page, `!document.querySelector('[data-id="cat"] video')`)
    await page.keyboard.press('Enter')
    await page.locator('.viewer[open] video').waitFor()
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('.viewer .words').textContent()).to.equal('A dog')
    // The next key may come before the event `close`: it is for the clip that was seen last.
    await page.evaluate(
      `addEventListener('close', () => (window.next = document.activeElement.dataset.id), true)`,
    )
    await page.keyboard.press('Escape')
    expect(await focused(page)).to.equal('dog')
    await until(page, 'window.next')
    expect(await page.evaluate('window.next')).to.equal('dog')
    await page.keyboard.press('?')
    await page.getByRole('dialog', {name: 'Keyboard shortcuts'}).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type('boat')
    await until(page, `document.querySelectorAll('.card').length === 1`)
    await page.keyboard.press('Escape')
    expect(await focused(page)).to.equal('old')
  })

  it('names everything for those who do not see it', async () => {
    const page = await open(gallery.url)
    expect(await page.getByRole('feed').count()).to.equal(1)
    expect(await card(page, 'dog').getAttribute('aria-label')).to.equal(
      'A dog, kling-video-o1, On this machine',
    )
    expect(await card(page, 'dog').getAttribute('aria-posinset')).to.equal('2')
    expect(await card(page, 'dog').getAttribute('aria-setsize')).to.equal('5')
    const nameless = `[...document.querySelectorAll('button, input, select')].filter(one => !(one.ariaLabel || one.textContent.trim())).length`
    expect(await page.evaluate(nameless)).to.equal(0)
  })

  it('speaks the language of the program, or the one that is chosen', async () => {
    await gallery.stop()
    gallery = await startGallery(home, {argv: ['--no-follow'], env: {KLING_LANGUAGE: 'zh'}})
    const page = await open(gallery.url)
    expect(await page.getAttribute('html', 'lang')).to.equal('zh-CN')
    expect(await page.getByRole('searchbox').getAttribute('placeholder')).to.equal(
      '搜索提示词、任务编号、文件名',
    )
    await page.getByRole('button', {name: 'English'}).click()
    await page.getByText('All models').first().waitFor({state: 'attached'})
    await page.reload()
    await page.getByRole('button', {name: '中文'}).waitFor()
  })

  it('is dark or light as the system is, or as is chosen', async () => {
    const page = await open(gallery.url, {colorScheme: 'dark'})
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const dark = await ground()
    await page.emulateMedia({colorScheme: 'light'})
    const light = await ground()
    expect(light).to.not.equal(dark)
    await page.getByRole('button', {name: 'Switch between light and dark'}).click()
    expect(await ground()).to.equal(dark)
    await page.reload()
    await card(page, 'cat').waitFor()
    expect(await ground()).to.equal(dark)
  })

  it('asks nobody else for anything', async () => {
    const page = await open(gallery.url)
    await card(page, 'cat').locator('img.poster').waitFor()
    await card(page, 'cat').locator('.picture').click()
    await page.locator('.viewer[open] video').waitFor()
    const others = pages.requests.filter(url => !url.startsWith(gallery.origin) && !url.startsWith('blob:'))
    expect(others).to.deep.equal([])
    expect(pages.requests.length).to.be.above(4)
    expect(pages.errors).to.deep.equal([])
  })

  it('says that nothing has been made yet', async () => {
    await gallery.stop()
    home.remove()
    home = makeHome()
    gallery = await startGallery(home)
    const page = await open(gallery.url)
    expect(await page.locator('.empty').textContent()).to.contain('kling video create')
    mkdirSync(join(dataDirOf(home), 'journal'), {recursive: true})
    writeClips(home, clips().slice(0, 1))
    await card(page, 'old').waitFor()
    expect(await page.locator('.empty').isVisible()).to.equal(false)
  })

  it('says when it has ended', async () => {
    const page = await open(gallery.url)
    await gallery.stop()
    await page.getByText('Connection lost').or(page.getByText('The gallery has stopped')).waitFor()
  })

  it('opens as files, without a server', async () => {
    const {code} = await runKling(['gallery', '--export', 'out'], {home})
    expect(code).to.equal(0)
    await gallery.stop()
    const page = await open(pathToFileURL(join(home.folder, 'out/index.html')).href)
    expect(await title(page).count()).to.equal(5)
    await card(page, 'cat').locator('.poster').waitFor()
    await card(page, 'dog').hover()
    await until(page, `document.querySelector('[data-id="dog"] video')?.currentTime > 0.2`)
    await card(page, 'dog').focus()
    await page.keyboard.press('c')
    await card(page, 'old').focus()
    await page.keyboard.press('c')
    await until(
      page,
      `[...document.querySelectorAll('.compare video')].filter(video => video.currentTime > 0.1).length === 2`,
    )
    expect(pages.requests.filter(url => !url.startsWith('file:') && !url.startsWith('blob:'))).to.deep.equal(
      [],
    )
    expect(pages.errors.filter(text => !text.includes('Tainted'))).to.deep.equal([])
  })

  it('keeps 2,000 tasks out of the document but for those in sight', async () => {
    const many = Array.from({length: 2000}, (_, index): NotedClip => {
      const at = new Date(Date.UTC(2026, 6, 1) + index * 1000_000).toISOString()
      return {id: `clip-${index}`, at, prompt: `Clip ${index}`, end: index % 20 === 0 ? 'failed' : 'succeed'}
    })
    writeClips(home, many)
    const month = join(dataDirOf(home), 'journal/2026-07.jsonl')
    const events = Array.from({length: 2000}, (_, index) => index)
      .filter(index => index % 20 !== 0)
      .map(index => ({
        at: '2026-07-31T23:00:00.000Z',
        event: 'downloaded',
        task_id: `task-of-clip-${index}`,
        file: film,
        bytes: 1,
      }))
    appendFileSync(month, events.map(event => JSON.stringify(event) + '\n').join(''))
    const page = await open(gallery.url)
    const most = `document.querySelectorAll('*').length`
    let elements = 0
    await page.evaluate(`
      window.gaps = []
      let last = performance.now()
      const frame = now => { window.gaps.push(now - last); last = now; requestAnimationFrame(frame) }
      requestAnimationFrame(frame)
    `)
    for (let turn = 0; turn < 40; turn++) {
      await page.mouse.wheel(0, 1500)
      elements = Math.max(elements, await page.evaluate<number>(most))
    }
    const [cards, videos] = await page.evaluate<[number, number]>(
      `[document.querySelectorAll('.card').length, document.querySelectorAll('video').length]`,
    )
    expect(cards).to.be.within(3, 80)
    expect(videos).to.be.below(3)
    expect(elements).to.be.below(2500)
    expect(await page.locator('.count').textContent()).to.equal('1904 clips, 101 failed')
    await page.keyboard.press('End')
    await card(page, 'clip-0').waitFor()
    if (process.env.KLING_TEST_FRAMES) {
      const gaps = (await page.evaluate<number[]>('window.gaps')).slice(1).sort((a, b) => a - b)
      const at = (share: number): string => gaps[Math.floor(gaps.length * share)]!.toFixed(1)
      process.stderr.write(
        `${gaps.length} frames: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, longest ${at(0.9999)} ms; ${elements} elements\n`,
      )
    }
  })
})
