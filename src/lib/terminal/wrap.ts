import {displayWidth} from './text.js'

/** Chinese characters, between which a line may end. */
const wide = '\\p{Script=Han}'
/** No line begins with these, and none ends with those. */
const closing = '，。；：！？、）》」”…'
const opening = '（《「“'

/** What stays on one line: a word or a Chinese character, with the punctuation that belongs to it. */
const piece = new RegExp(
  `\\s+|[${opening}]*(?:${wide}|[^\\s${wide}${opening}${closing}]+)?[${closing}]+|[${opening}]*(?:${wide}|[^\\s${wide}${opening}${closing}]+)|[${opening}]+`,
  'gu',
)

/** A text of Chinese and Latin words in lines of at most `width` columns; its own line ends stay. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap(line => wrapLine(line, Math.max(width, 2)))
    .join('\n')
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const part of text.trim().match(piece) ?? []) {
    taken += displayWidth(part)
    if (taken <= width) {
      line += part
      continue
    }
    if (line.trim()) lines.push(line.trimEnd())
    line = part.trimStart()
    while ((taken = displayWidth(line)) > width) {
      const head = headOf(line, width)
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  return [...lines, line.trimEnd()]
}

/** As many characters as fit. */
function headOf(text: string, width: number): string {
  let head = ''
  for (const char of text) {
    if (head && displayWidth(head + char) > width) break
    head += char
  }
  return head
}
