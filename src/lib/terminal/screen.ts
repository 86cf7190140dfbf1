import {t} from '../i18n/translate.js'
import {type Link, linker} from './links.js'
import {type Paint, painter} from './text.js'
import {wrapText} from './wrap.js'

/** What a view is made for: a terminal with its width and what it can do, or a stream that is none. */
export interface Screen {
  /** Colours, where there are any. */
  paint: Paint
  /** Links, where there are any. */
  link: Link
  /** How many columns a line may take; undefined where nothing is to be cut. */
  width: number | undefined
  /** How many lines are seen at once; undefined where there is no end. */
  height: number | undefined
  /** Time in ms since 1970 from which others are shown (`3 min ago`); undefined where times are to stay as they are. */
  now: number | undefined
  /** Whether words are to stand instead of symbols, and nothing is drawn over: KLING_PLAIN. */
  isPlain: boolean
}

interface Stream {
  isTTY?: boolean
  columns?: number
  rows?: number
}

/** The screen behind a stream. */
export function screenOf(stream: Stream, env: Record<string, string | undefined>, now: number): Screen {
  const isPlain = Boolean(env.KLING_PLAIN)
  const isTerminal = Boolean(stream.isTTY)
  const isFitted = isTerminal && !isPlain
  return {
    paint: painter(stream, env),
    link: linker(stream, env),
    // A terminal that does not know its size says 0.
    width: isFitted ? stream.columns || Number(env.COLUMNS) || 80 : undefined,
    height: isFitted ? stream.rows || Number(env.LINES) || 24 : undefined,
    now: isTerminal ? now : undefined,
    isPlain,
  }
}

/**
 * `✓ Saved cat.mp4`: what has been done, in words that stand without the mark.
 *
 * @param screen `this.screen` of the command
 */
export function successLine(text: string, {paint, isPlain}: Screen): string {
  return isPlain ? text : `${paint('green', '✓')} ${text}`
}

/** `→ Go on with: …`: what to do next. */
export function hintLine(text: string, {paint, isPlain, width}: Screen): string {
  if (isPlain) return t`Hint: ${text}`
  const first = `${paint('cyan', '→')} `
  return width === undefined ? first + text : wrapText(text, width, {first})
}
