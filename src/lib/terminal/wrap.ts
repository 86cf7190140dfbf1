import {displayWidth} from './text.js'

/** Characters of Chinese and Japanese, between which a line may end. */
const wide = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
/** No line begins with these, and none ends with those. */
const closing = '，。；：！？、）》」』】”’…—·'
const opening = '（《「『【“‘'

const latin = `[^\\s${wide}${opening}${closing}|]`

/**
 * What stays on one line: a word or a Chinese character, with the punctuation that belongs to it. After a bar, which
 * stands between the values of a flag, a line may end.
 */
const piece = new RegExp(
  `\\s+|[${opening}]*(?:[${wide}]|${latin}+\\|*|\\|+)?[${closing}]+|[${opening}]*(?:[${wide}]|${latin}+\\|*|\\|+)|[${opening}]+`,
  'gu',
)

// eslint-disable-next-line no-control-regex -- colours and links, which take no room
const sequence = /\u001B\[[\d;]*m|\u001B\]8;;[^\u0007\u001B]*(?:\u0007|\u001B\\)/g

/** Columns of a text with colours and links. */
export function shownWidth(text: string): number {
  return displayWidth(text.includes('\u001B') ? text.replace(sequence, '') : text)
}

/** How a text is put into lines. */
export interface WrapOptions {
  /** What the first line begins with; it is part of the width. */
  first?: string
  /** What all other lines begin with; as many blanks as the first is wide when left out. */
  rest?: string
}

/**
 * A text in lines of at most `width` columns, for English and Chinese: no line ends within a word, begins with closing
 * punctuation or ends with an opening bracket. A word that is wider than a line has a line of its own, whole: it can be
 * copied. The text's own line ends stay; colours and links take no room.
 */
export function wrapText(text: string, width: number, {first = '', rest}: WrapOptions = {}): string {
  const indent = rest ?? ' '.repeat(shownWidth(first))
  const room = Math.max(width - Math.max(shownWidth(first), shownWidth(indent)), 2)
  return text
    .split('\n')
    .flatMap(line => wrapLine(line, room))
    .map((line, index) => (index === 0 ? first : line === '' ? '' : indent) + line)
    .join('\n')
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const part of text.trim().match(piece) ?? []) {
    const own = shownWidth(part)
    if (taken + own > width && line.trim()) {
      lines.push(line.trimEnd())
      line = ''
      taken = 0
    }
    if (line === '' && part.trim() === '') continue
    line += part
    taken += own
  }
  return [...lines, line.trimEnd()]
}

/** The words of a command for a shell, those in quotes with their blanks. */
const shellWords = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"])+/g

/**
 * A command to copy in lines of at most `width` columns, which end with the sign that continues it in the shell. Text
 * in quotes goes on without one where it is wider than a line.
 */
export function wrapCommand(command: string, width: number, sign = '\\'): string {
  if (shownWidth(command) <= width) return command
  const indent = '    '
  const lines: string[] = []
  let line = ''
  for (const word of withValues(command.match(shellWords) ?? [], width - indent.length - sign.length - 1)) {
    const longer = line === '' ? word : `${line}${line.trim() ? ' ' : ''}${word}`
    if (line.trim() === '' || shownWidth(longer) + sign.length < width) {
      line = longer
      continue
    }
    lines.push(`${line} ${sign}`)
    line = indent + word
  }
  return [...lines, line].flatMap(one => (shownWidth(one) <= width ? one : wrapQuoted(one, width))).join('\n')
}

/** Flags together with the words after them, which may be their values, as far as both fit. */
function withValues(words: string[], room: number): string[] {
  const pieces: string[] = []
  let isOpen = false
  for (const word of words) {
    const isFlag = word.startsWith('-')
    const joined = `${pieces.at(-1)} ${word}`
    if (isOpen && !isFlag && shownWidth(joined) <= room) pieces[pieces.length - 1] = joined
    else pieces.push(word)
    isOpen = isFlag && !word.includes('=')
  }
  return pieces
}

function wrapQuoted(line: string, width: number): string {
  const indent = /^ */.exec(line)![0]
  return wrapText(line.trimStart(), width, {first: indent, rest: indent})
}

/** Lines of a whole view on a screen of `width` columns: what is indented was fitted before, or is to be copied. */
export function wrapLines(text: string, width: number | undefined): string {
  if (width === undefined) return text
  return text
    .split('\n')
    .map(line => (/^[\s{}[\]]/.test(line) || shownWidth(line) <= width ? line : wrapText(line, width)))
    .join('\n')
}
