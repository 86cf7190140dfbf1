import {expect} from 'chai'
import fc from 'fast-check'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {exchange, fuzzOptions, inParallel} from '../support/fuzz.js'
import {ask, cookieOf, startGallery, writeClips} from '../support/gallery.js'
import {movie} from '../support/pictures.js'
import {rawRequests} from '../support/raw-requests.js'
import {makeHome} from '../support/run-kling.js'

describe('fuzz: kling gallery', function () {
  this.timeout(0)

  it('answers any request and goes on, and tells nothing without the token', async () => {
    const {runs, seed} = fuzzOptions(10_000)
    const home = makeHome()
    const film = join(home.folder, 'any.mp4')
    writeFileSync(film, movie)
    writeClips(home, [
      {id: 'cat', at: '2026-11-01T10:00:00.000Z', prompt: 'SECRET-PROMPT', end: 'succeed', film},
    ])
    const gallery = await startGallery(home, {argv: ['--no-follow']})
    let answered = 0
    try {
      const {host, port} = new URL(gallery.url)
      const cookie = await cookieOf(gallery)
      const paths = ['/', '/events', '/files/cat', '/stars', '/page.js', '/index.html']
      const bodies = ['{"id":"cat","starred":true}', '{"id":"cat","starred":false}']
      const origin = `Origin: ${gallery.origin}`
      const check = (title: string, credentials: string[], look: (answer: string) => void): Promise<void> => {
        const parts = {host, paths, credentials, bodies}
        const cases = fc.sample(rawRequests(parts), {numRuns: runs / 2, seed})
        return inParallel(cases, async bytes => {
          const answer = await exchange(Number(port), bytes)
          if (answer.startsWith('HTTP/1.1 ')) answered++
          const about = `${title}, seed ${seed}: ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}\n${answer}`
          expect(answer, about).to.not.match(/^HTTP\/1\.1 5/m)
          expect(answer, about).to.not.match(/\n {4}at |node:internal/)
          try {
            look(answer)
          } catch (error) {
            throw new Error(about, {cause: error})
          }
        })
      }
      await check('outside', ['', origin], answer => {
        expect(answer).to.not.match(/SECRET-PROMPT|ftyp|<script|^HTTP\/1\.1 (?:2|303)/m)
      })
      await check('inside', [`Cookie: ${cookie}`, `Cookie: ${cookie}\r\n${origin}`], answer => {
        expect(answer).to.not.include('root:')
      })
      const page = await ask(gallery.origin, {headers: {cookie}})
      expect(page.status).to.equal(200)
    } finally {
      const {code, stderr} = await gallery.stop()
      home.remove()
      expect(answered).to.be.above(0)
      expect({code, stderr}).to.deep.equal({code: 130, stderr: ''})
    }
  })
})
