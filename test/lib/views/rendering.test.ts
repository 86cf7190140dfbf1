import {Config} from '@oclif/core'
import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import KlingHelp from '../../../src/lib/command/help.js'
import {checksView} from '../../../src/lib/doctor/report.js'
import {errorCodes} from '../../../src/lib/errors/codes.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {languages, useLanguage} from '../../../src/lib/i18n/translate.js'
import {hintLine, screenOf} from '../../../src/lib/terminal/screen.js'
import {shownWidth, wrapLines} from '../../../src/lib/terminal/wrap.js'
import {errorView} from '../../../src/lib/views/error.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const widths = [40, 80, 120]
const packages = ['.', 'plugins/voice', 'plugins/sandbox']

const pipe = screenOf({}, {}, 0)

/** All texts of the program, in both languages, with values as long as those that people see. */
const catalogue = JSON.parse(readFileSync(join(root, 'src/lib/i18n/zh.json'), 'utf8')) as Record<
  string,
  string
>
const values = ['kling-video-o1', '847487393472614443', '/home/user/films/cat.mp4', '5']
const filled = (text: string): string =>
  text.replace(/\{(\d)\}/g, (_all, at: string) => values[Number(at) % values.length]!)

/** Help by its pages. */
class Pages extends KlingHelp {
  page(id: string): string {
    return id === '' ? this.formatRoot() : this.formatCommand(this.config.findCommand(id)!)
  }
}

/** What no line may be: wider than the screen, unless it is one word, or one that begins as none should. */
function expectLines(text: string, width: number): void {
  for (const line of text.split('\n')) {
    const isWord = !/\s/.test(
      line
        .trim()
        .replace(/^[→✓✗!$] /, '')
        .replace(/ \\$/, ''),
    )
    if (!isWord) expect(shownWidth(line), JSON.stringify(line)).to.be.at.most(width)
    expect(line.trim(), JSON.stringify(line)).to.not.match(/^[，。；：！？、）》」』】]/)
    expect(line, JSON.stringify(line)).to.not.match(/[（《「『【]$/)
  }
}

/** Words that are in one of two texts only: those that a line end went through. */
function brokenWords(whole: string, wrapped: string): string[] {
  const words = (text: string): string[] => text.match(/[A-Za-z0-9_./=:<>{}-]+/g) ?? []
  const known = new Set(words(whole))
  return words(wrapped).filter(word => !known.has(word))
}

afterEach(() => useLanguage('en'))

for (const language of languages) {
  for (const width of widths) {
    describe(`${language}, ${width} columns`, () => {
      const screen = screenOf({isTTY: true, columns: width}, {NO_COLOR: '1'}, 0)
      beforeEach(() => useLanguage(language))

      const help = async (folder: string, maxWidth: number): Promise<Record<string, string>> => {
        const config = await Config.load({root: join(root, folder)})
        const own = new Pages(config, {docopts: false, hideCommandSummaryInDescription: true, maxWidth})
        return Object.fromEntries(config.commands.map(({id}) => [id, own.page(id)]))
      }
      for (const folder of packages) {
        it(`the help of ${folder}`, async () => {
          const pages = await help(folder, width)
          const whole = await help(folder, 10_000)
          expect(Object.keys(pages).length).to.be.at.least(2)
          for (const [id, page] of Object.entries(pages)) {
            expectLines(page, width)
            expect(brokenWords(whole[id]!, page), id).to.deep.equal([])
          }
        })
      }

      it('every text of the catalogue as an error and as a hint', () => {
        const codes = errorCodes()
        const texts = Object.entries(catalogue).map(pair => filled(pair[language === 'en' ? 0 : 1]!))
        for (const [index, text] of texts.entries()) {
          const code = codes[index % codes.length]!
          const fields = {
            hint: text,
            task_id: values[1],
            request_id: 'a1b2c3d4-e5f6-7890',
            billed: 'maybe',
          } as const
          const error = new KlingError(code, text, fields)
          const view = errorView(error, screen, false)
          expectLines(view, width)
          expect(brokenWords(errorView(error, pipe, false), view)).to.deep.equal([])
          expectLines(hintLine(text, screen), width)
        }
      })

      it('every text of the catalogue as a check of the doctor', () => {
        for (const pair of Object.entries(catalogue)) {
          const text = filled(pair[language === 'en' ? 0 : 1]!).split('\n')[0]!
          const check = {
            id: 'program.path',
            name: 'x',
            status: 'warn',
            message: text,
            fix: text,
          } as const
          expectLines(wrapLines(checksView([check], screen), width), width)
        }
      })
    })
  }
}
