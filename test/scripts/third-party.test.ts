import {expect} from 'chai'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {useFolder} from '../support/folder.js'
import {makeHome, runKling} from '../support/run-kling.js'

interface ThirdParty {
  isFitting(license: string): boolean
  describePackage(folder: string): {name: string; license: string; source: string; text: string}
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = new URL('../../scripts/third-party.js', import.meta.url).href
const {isFitting, describePackage} = (await import(script)) as ThirdParty

describe('the licences of what is in the program', () => {
  const inFolder = useFolder()
  const page = readFileSync(join(root, 'dist/THIRD-PARTY.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (\S+) \| (\d\S*) \| ([^|]+) \| (\S+) \|$/gm)]

  it('are all there, each with its text, and all fit', () => {
    const names = rows.map(([, name]) => name)
    expect(names).to.include.members(['@oclif/core', 'jose', 'node-fetch', 'semver'])
    for (const [, name, version, license, source] of rows) {
      expect(isFitting(license!), `${name}: ${license}`).to.equal(true)
      expect(source).to.match(/^https:\/\/[\w.-]+\/\S+$/)
      const [, text] = page.split(`### ${name} ${version}\n\n`)
      expect(text?.split('\n### ')[0], name).to.match(/permission|permitted|license/i)
    }
  })

  for (const [license, fits] of [
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND BSD-3-Clause', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR ISC) AND GPL-2.0-only', false],
    ['AGPL-3.0-or-later', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['undefined', false],
  ] as const) {
    it(`${license} ${fits ? 'fits' : 'does not fit'}`, () => expect(isFitting(license)).to.equal(fits))
  }

  it('one that does not fit ends the build', () => {
    const folder = inFolder('viral')
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), JSON.stringify({name: 'viral', license: 'GPL-3.0-only'}))
    expect(() => describePackage(folder)).to.throw('viral has the licence GPL-3.0-only')
  })

  it('kling licenses shows them', async () => {
    const home = makeHome()
    try {
      expect((await runKling(['licenses'], {home})).stdout).to.equal(page)
      expect((await runKling(['licenses', '--json'], {home})).json).to.deep.equal({success: true, text: page})
    } finally {
      home.remove()
    }
  })
})
