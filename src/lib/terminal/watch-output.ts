import {liveView} from './live-region.js'
import type {Screen} from './screen.js'
import {plainText} from './text.js'

/** What `--watch` shows: a view that is drawn over, or a line for each change. */
export interface WatchOutput {
  /** Reports a record that is new or has changed. */
  tell(record: object): void
  /** Nothing more is reported; what was drawn is wiped. */
  end(): void
}

/** How often a view is drawn although nothing has changed: times go on. */
const turnMs = 1000

interface LiveOptions {
  stream: {write(text: string): unknown}
  screen: () => Screen
  /** The view as it is now; undefined as long as there is nothing to see. */
  text: () => string | undefined
  /** The line below it. @param room columns that it may take */
  footer: (room: number) => string
}

/** A view on a terminal, drawn at each change and each second. */
export function watchLive({stream, screen, text, footer}: LiveOptions): WatchOutput {
  const live = liveView(stream, screen)
  const draw = (): void => {
    const shown = text()
    if (shown !== undefined) live.draw(shown, plainText(footer((screen().width ?? 80) - 1)))
  }
  const timer = setInterval(draw, turnMs)
  timer.unref()
  return {
    tell: draw,
    end() {
      clearInterval(timer)
      live.wipe()
    },
  }
}

/** A line for each change. */
export function watchLines(
  stream: {write(text: string): unknown},
  line: (record: object) => string,
): WatchOutput {
  return {tell: record => void stream.write(`${line(record)}\n`), end: () => {}}
}
