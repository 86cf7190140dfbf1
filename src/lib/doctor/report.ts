import type {CheckResult, Status} from './check.js'
import {t} from '../i18n/translate.js'
import type {Screen} from '../terminal/screen.js'
import {displayWidth, plainText} from '../terminal/text.js'
import {shownWidth, wrapCommand, wrapText} from '../terminal/wrap.js'

/** Messages have at least so many columns beside the names. */
const narrowest = 28

const symbols = {ok: '✓', warn: '!', fail: '✗'} as const
const colors = {ok: 'green', warn: 'yellow', fail: 'red'} as const

/** Titles of the groups, by the first part of the ids. */
const titles: Record<string, () => string> = {
  program: () => t`Program`,
  settings: () => t`Settings`,
  service: () => t`Kling`,
  network: () => t`Network`,
  disk: () => t`Disk`,
  journal: () => t`Tasks of this machine`,
  plugins: () => t`Plugins`,
  shell: () => t`Shell`,
}

/** The report of `kling doctor`: groups of lines `✓ name  message`, each fix below its line, and what it comes to. */
export function checksView(checks: CheckResult[], screen: Screen): string {
  const {paint, isPlain} = screen
  const names = Math.max(...checks.map(({name}) => displayWidth(name)), 0)
  const mark = (status: Status): string =>
    isPlain ? status.padEnd(4) : paint(colors[status], symbols[status])
  const indent = ' '.repeat((isPlain ? 4 : 1) + 3)
  const arrow = isPlain ? '' : `${paint('cyan', '→')} `
  const width = screen.width ?? Infinity
  const wrapped = (first: string, text: string): string => wrapText(text, width, {first})
  const start = `${indent}${arrow}`
  const below = ' '.repeat(shownWidth(start))
  /** A fix on lines that can be copied. */
  const command = (fix: string): string =>
    start + wrapCommand(fix, width - below.length).replaceAll('\n', `\n${below}`)
  // Where there is little room beside the names, the messages stand below them.
  const isNarrow = width - indent.length - names < narrowest
  const headed = (head: string, name: string, message: string): string =>
    isNarrow
      ? `${head}${name}\n${wrapped(indent, message)}`
      : wrapped(`${head}${name}${' '.repeat(names - displayWidth(name))}  `, message)
  const groups = [...new Set(checks.map(groupOf))].map(group => {
    const lines = checks
      .filter(check => groupOf(check) === group)
      .flatMap(({name, status, message, fix}) => [
        headed(`  ${mark(status)} `, name, plainText(message)),
        ...(fix === undefined ? [] : [command(plainText(fix))]),
      ])
    return [paint('bold', titles[group]?.() ?? group), ...lines].join('\n')
  })
  return [...groups, sum(checks, screen)].join('\n\n')
}

const groupOf = ({id}: CheckResult): string => id.split('.')[0]!

function sum(checks: CheckResult[], {paint}: Screen): string {
  const count = (wanted: Status): number => checks.filter(({status}) => status === wanted).length
  const [failed, warned] = [count('fail'), count('warn')]
  if (failed > 0)
    return paint('red', t`${failed} of ${checks.length} checks failed, ${warned} have warnings.`)
  if (warned > 0)
    return paint('yellow', t`Nothing failed; ${warned} of ${checks.length} checks have warnings.`)
  return paint('green', t`All checks passed.`)
}
