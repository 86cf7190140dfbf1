import {t} from '../i18n/translate.js'
import type {Screen} from './screen.js'

/** A part of a terminal that is drawn over, at the end of what is there. */
export interface LiveView {
  /** @param footer a line below the text */
  draw(text: string, footer: string): void
  /** Wipes it. */
  wipe(): void
}

interface Stream {
  write(text: string): unknown
}

/** Terminals that know it show what is between these at once; others pass over them. */
const [begin, end] = ['\u001B[?2026h', '\u001B[?2026l']
/** Lines that are too long are cut by the terminal itself: else they would take more lines than are counted. */
const [cut, wrap] = ['\u001B[?7l', '\u001B[?7h']
const [wipeLine, wipeBelow] = ['\u001B[K', '\u001B[J']

/** @param screen looked at each time, since its size may change */
export function liveView(stream: Stream, screen: () => Screen): LiveView {
  let drawn = 0
  let size = ''
  // Up to the first of the lines that are there; after a change of size they are no longer where they were.
  const toStart = ({width, height}: Screen): string => {
    const isResized = size !== '' && size !== `${width} ${height}`
    size = `${width} ${height}`
    if (isResized) return '\u001B[2J\u001B[H'
    return drawn > 1 ? `\u001B[${drawn - 1}A\r` : '\r'
  }
  return {
    draw(text, footer) {
      const now = screen()
      const lines = [
        ...fitLines(text.split('\n'), (now.height ?? Infinity) - 2),
        '',
        now.paint('dim', footer),
      ]
      const start = toStart(now)
      stream.write(
        begin + cut + start + lines.map(line => line + wipeLine).join('\n') + wipeBelow + wrap + end,
      )
      drawn = lines.length
    },
    wipe() {
      if (drawn > 0) stream.write(toStart(screen()) + wipeBelow)
      drawn = 0
    },
  }
}

function fitLines(lines: string[], height: number): string[] {
  if (lines.length <= height) return lines
  const shown = lines.slice(0, Math.max(height - 1, 1))
  return [...shown, t`… and ${lines.length - shown.length} more`]
}
