import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {sessionSvg} from '../../scripts/session-svg.js'
import {useFolder} from '../support/folder.js'
import {smallFilms} from '../support/preload.js'
import {hasScript} from '../support/terminal.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const style = {color: undefined, isBold: false, isDim: false}
const piece = (text: string): object => ({column: 0, width: text.length, text, style})

/** The words of the last screen, a row each; numbers and ages are other ones in each recording. */
function lastScreen(svg: string): string[] {
  const rows = [...svg.matchAll(/<text class="t\d+ last" y="(\d+)">(.*?)<\/text>/g)]
  return rows
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([, , pieces]) =>
      pieces!
        .replace(/<[^>]*>/g, ' ')
        .replace(/just now|\d+ \w+ ago/g, 'lately')
        .replace(/\d+/g, '0')
        .replace(/\s+/g, ' ')
        // How much of a prompt fits depends on the width of its age.
        .replace(/ ?\S*…/g, '…')
        .trim(),
    )
}

describe('docs: the recorded session', () => {
  const inFolder = useFolder()

  it('shows what the program shows today', function () {
    if (!hasScript) this.skip()
    const fresh = inFolder('session.svg')
    const args = [join(root, 'scripts/session.js'), fresh, '40']
    const {status, stderr} = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: {...process.env, ...smallFilms},
    })
    expect(status, stderr).to.equal(0)
    const [kept, now] = [join(root, 'docs/session.svg'), fresh].map(file =>
      lastScreen(readFileSync(file, 'utf8')),
    )
    expect(now).to.have.length.above(10)
    expect(kept).to.deep.equal(now)
  })

  it('is small, needs nothing from elsewhere, and stands still where that is asked for', () => {
    const svg = readFileSync(join(root, 'docs/session.svg'), 'utf8')
    expect(svg.length).to.be.below(150_000)
    expect(svg).to.match(/^<svg [^>]*aria-label="[^"]+"/)
    expect(svg).to.contain('@media (prefers-reduced-motion:reduce)')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).to.not.match(/https?:|@import|url\(|<script/)
    expect(svg).to.contain('class="t0')
    expect(svg.match(/<text /g)).to.have.lengthOf(svg.match(/<\/text>/g)!.length)
  })

  it('shows each row from its time to its end, and the last screen without an end', () => {
    const svg = sessionSvg({
      frames: [
        {at: 0, screen: [[piece('a<b')], []]},
        {at: 500, screen: [[piece('a<b')], [piece('second')]]},
        {at: 1000, screen: [[piece('other')], [piece('second')]]},
      ],
      duration: 2000,
      columns: 10,
      rows: 2,
      title: 'x & y',
    })
    expect(svg).to.contain('@keyframes t0{0%{visibility:visible}50%{visibility:hidden}}')
    expect(svg).to.contain('@keyframes t1{0%{visibility:hidden}50%{visibility:visible}}')
    expect(svg).to.contain('@keyframes t2{0%{visibility:hidden}25%{visibility:visible}}')
    expect(svg).to.match(/<text class="t0" y="14"><tspan [^>]*>a&lt;b<\/tspan>/)
    expect(svg).to.match(/<text class="t1 last" y="14"><tspan [^>]*>other</)
    expect(svg).to.match(/<text class="t2 last" y="34"><tspan [^>]*>second</)
    expect(svg).to.contain('aria-label="x &amp; y"')
  })
})
