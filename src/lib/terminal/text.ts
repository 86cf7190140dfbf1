import {styleText} from 'node:util'
import {t} from '../i18n/translate.js'

/**
 * Characters that are not seen and change what is: control characters but tab and line end, soft hyphens, zero-width
 * characters, marks and overrides of direction, invisible operators, fillers, byte order marks, tags. As a class of a
 * regular expression with the flag `u`.
 */
const unseen =
  '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B\\u200C\\u200E\\u200F\\u202A-\\u202E' +
  '\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\u{E0000}-\\u{E0FFF}'
/** A joiner is one of them unless it makes one emoji of two. */
const strayJoiner =
  '(?<!\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\uFE0F?)\\u200D|\\u200D(?!\\p{Extended_Pictographic})'

const unseenText = new RegExp(`[${unseen}]|${strayJoiner}`, 'gu')
/** Line ends that a terminal does not know, and that a reader of the text may take for one. */
const oddLineEnds = /[\u2028\u2029]/g
const plainAscii = /^[\t\n -~]*$/

/**
 * Text of elsewhere as it may go to a terminal: nothing in it that does something or hides something is left; tabs and line
 * ends are. The one sanitizer, used by every view, table and error.
 */
export function plainText(text: string): string {
  return plainAscii.test(text) ? text : text.replace(oddLineEnds, ' ').replace(unseenText, '')
}

/** Colours as `painter` sets them, and links as `linker` makes them. */
const ownSequence =
  // eslint-disable-next-line no-control-regex -- what a view may hold
  /(\u001B\[(?:0|1|2|3|4|22|23|24|3\d|4\d|9\d)m|\u001B\]8;;(?:(?:https?|file):\/\/[!-~]*)?\u001B\\)/

/** A whole view, with colours and links of its own, as it may go to a terminal: what its parts let through ends here. */
export function screenText(text: string): string {
  if (plainAscii.test(text)) return text
  return text
    .split(ownSequence)
    .map((part, index) => (index % 2 === 1 ? part : plainText(part)))
    .join('')
}

/** JSON in which such characters are escaped: for programs it is the same. */
export function escapeUnseen(json: string): string {
  if (plainAscii.test(json)) return json
  const escape = (text: string): string =>
    Array.from({length: text.length}, (_, index) => text.charCodeAt(index))
      .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join('')
  // Line ends and tabs of JSON itself are none of them.
  return json.replace(oddLineEnds, escape).replace(unseenText, escape)
}

/** A stream as far as colours go. */
interface Stream {
  isTTY?: boolean
}

export type Format = Parameters<typeof styleText>[0]

/** Whether a stream takes colours: NO_COLOR, KLING_PLAIN, FORCE_COLOR and TERM=dumb are honoured. */
export function hasColors(stream: Stream, env: Record<string, string | undefined>): boolean {
  if (env.NO_COLOR || env.KLING_PLAIN) return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0'
  return Boolean(stream.isTTY) && env.TERM !== 'dumb'
}

/** A painter for a stream; without colours it returns the text as it is. */
export function painter(
  stream: Stream,
  env: Record<string, string | undefined>,
): (format: Format, text: string) => string {
  if (!hasColors(stream, env)) return (_format, text) => text
  return (format, text) => styleText(format, text, {validateStream: false})
}

export type Paint = ReturnType<typeof painter>

/** Characters that take two columns: East Asian wide and full-width ones, and what is drawn as emoji by itself. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u

/** Characters that take none: marks, joiners, controls, and the later parts of Korean syllables. */
const zero = /[\p{Mark}\p{Cf}\p{Cc}\u1160-\u11FF]/u

/** Text that is one column a character. */
const narrow = /^[ -~]*$/

/** Text of such characters and of Chinese ones, which are two columns each: faster determined than by its clusters. */
const plainChinese = /^[ -~\u3001-\u301B\u4E00-\u9FFF\uFF01-\uFF60]*$/
const chinese = /[^ -~]/g

let segmenter: Intl.Segmenter | undefined

/** What a reader takes for one character each: an emoji of several parts is one. */
function clusters(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'})
  return Array.from(segmenter.segment(text), ({segment}) => segment)
}

function clusterWidth(cluster: string): number {
  // What is drawn as one picture is as wide as one: families, flags, and those that a selector makes emoji.
  if (/\uFE0F|\u200D|\p{Regional_Indicator}/u.test(cluster) && /\p{Emoji}/u.test(cluster)) return 2
  let width = 0
  for (const char of cluster) if (!zero.test(char)) width += wide.test(char) ? 2 : 1
  return /\p{Emoji_Modifier}/u.test(cluster) ? Math.min(width, 2) : width
}

/** Columns that a text takes on a terminal: wide characters and emoji count two, marks none. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length
  if (plainChinese.test(text)) return text.length + text.match(chinese)!.length
  return clusters(text).reduce((width, cluster) => width + clusterWidth(cluster), 0)
}

/** A text of at most `width` columns; one that is longer ends with `…`. */
export function fitText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let room = width - 1
  let fitting = ''
  for (const cluster of clusters(text)) {
    room -= clusterWidth(cluster)
    if (room < 0) break
    fitting += cluster
  }
  return width < 1 ? '' : `${fitting.trimEnd()}…`
}

/** `1.2 MB`, `640 KB`: a number of bytes for people. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** `5`, `8.4`: the seconds of a video for people. */
export function shownSeconds(seconds: number): string {
  return String(Math.round(seconds * 10) / 10)
}

/** `8 s`, `2 min 05 s`: a time in seconds for people. */
export function formatSeconds(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return t`${whole} s`
  return t`${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
