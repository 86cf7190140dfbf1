import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {runProgram} from '../../src/lib/testing/run-program.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const catalogue = JSON.parse(readFileSync(`${root}/src/lib/i18n/zh.json`, 'utf8')) as Record<string, string>
const entries = Object.entries(catalogue)

/** What is typed as it is: it must be the same in every language. */
const typed = (text: string): string[] =>
  (
    text.match(/(?<![\w-])--[a-z][a-z-]+|KLING_[A-Z_]+|<%=.*?%>|<<<\w+_1>>>|kling (?:video|task) [a-z-]+/g) ??
    []
  ).sort()

describe('the Chinese texts', () => {
  it('none is missing, left over, or without the values of its English', async () => {
    const {code, stdout} = await runProgram(['scripts/messages.js'], {cwd: root, env: process.env})
    expect(stdout).to.match(/^\d+ texts\n$/)
    expect(code).to.equal(0)
  })

  it('have the flags, variables and commands of their English as they are', () => {
    for (const [english, text] of entries) expect(typed(text), english).to.deep.equal(typed(english))
  })

  it('have Chinese punctuation between Chinese words', () => {
    for (const [english, text] of entries)
      expect(text, english).to.not.match(/\p{Script=Han}[,;:!?](?:\s|\p{Script=Han}|$)|\p{Script=Han}\.$/u)
  })

  it('have a space between Chinese words and Latin ones', () => {
    for (const [english, text] of entries)
      expect(text, english).to.not.match(/\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}/u)
  })

  it('are sorted by their English', () => {
    const keys = Object.keys(catalogue)
    expect(keys).to.deep.equal([...keys].sort())
  })
})
