import {t} from '../i18n/translate.js'
import {type Paint, displayWidth, fitText, formatBytes, formatSeconds, plainText} from './text.js'
import {formatState} from './labels.js'

/** What goes on, on stderr: a line that is written over, or lines for those who read them one by one. */
export interface ProgressLine {
  /**
   * @param text asked for at every turn, so that times go on, with the columns that it may take
   * @param state the same for a log: a line each time that it is another one
   */
  show(text: (room: number) => string, state?: string): void
  /** Wipes the line. */
  clear(): void
}

interface Stream {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

type Env = Record<string, string | undefined>

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const turnMs = 100

/** A spinner with a text on a terminal; lines for KLING_PLAIN and for terminals that cannot go back; else nothing. */
export function progressLine(stream: Stream, env: Env, paint: Paint): ProgressLine {
  if (env.KLING_PLAIN || (stream.isTTY && env.TERM === 'dumb')) return stateLines(stream)
  if (!stream.isTTY || env.CI) return {show: () => {}, clear: () => {}}
  let timer: NodeJS.Timeout | undefined
  let current: (room: number) => string = () => ''
  let turn = 0
  const draw = (): void => {
    // The spinner, the space after it, and the last column, which some terminals break after.
    const room = Math.max((stream.columns || 80) - 3, 10)
    const frame = paint('cyan', frames[turn++ % frames.length]!)
    // What was there before is wiped after the text, not before it: nothing flickers.
    stream.write(`\r${frame} ${fitText(plainText(current(room)), room)}\u001B[K`)
  }
  return {
    show(text) {
      current = text
      if (timer) return
      draw()
      timer = setInterval(draw, turnMs)
      timer.unref()
    },
    clear() {
      if (!timer) return
      clearInterval(timer)
      timer = undefined
      stream.write('\r\u001B[K')
    },
  }
}

function stateLines(stream: Stream): ProgressLine {
  let last: string | undefined
  return {
    show(_text, state) {
      if (state === undefined || state === last) return
      last = state
      stream.write(`${plainText(state)}\n`)
    },
    clear() {},
  }
}

/** As many parts of a line, the most important ones first, as fit. */
function fitParts(parts: string[], room: number): string {
  let line = parts[0] ?? ''
  for (const part of parts.slice(1)) {
    if (displayWidth(line) + 2 + displayWidth(part) > room) break
    line += `  ${part}`
  }
  return line
}

/** A transfer under way. */
export interface Transfer {
  /** Bytes that are there. */
  done: number
  /** Bytes of the whole, where it is known. */
  total: number | undefined
  /** Those of `done` that came in this run. */
  fresh: number
  /** Time in which they came. */
  elapsedMs: number
}

/** `████░░░░  42 %  1.2 MB of 3.0 MB  800 KB/s  2 s left` */
export function transferView({done, total, fresh, elapsedMs}: Transfer, room: number): string {
  const rate = elapsedMs > 300 && fresh > 0 ? fresh / (elapsedMs / 1000) : undefined
  const speed = rate === undefined ? [] : [`${formatBytes(Math.round(rate))}/s`]
  if (!total) return fitParts([t`downloading`, formatBytes(done), ...speed], room)
  const share = Math.min(done / total, 1)
  const width = Math.min(20, Math.max(room - 30, 8))
  const filled = Math.round(share * width)
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
  const size = t`${formatBytes(done)} of ${formatBytes(total)}`
  const rest = rate && share < 1 ? [t`${formatSeconds((total - done) / rate)} left`] : []
  return fitParts([`${bar}  ${Math.round(share * 100)} %`, size, ...speed, ...rest], room)
}

/** A transfer for a log: a line for each quarter. */
export function transferState({done, total}: Transfer, file: string): string {
  const quarters = total ? Math.floor(Math.min(done / total, 1) * 4) * 25 : 0
  if (quarters === 0) return t`Downloading ${file}.`
  return t`Downloading ${file}: ${quarters} %.`
}

/** A task that is waited for. */
export interface Waiting {
  taskId: string
  status: string
  /** Time since it was submitted, or since it has been waited for. */
  elapsedSeconds: number
  /** Time that such tasks take, where some were made before. */
  typicalSeconds: number | undefined
}

/** `processing  12 s, usually 1 min 30 s  847487393472614443` */
export function waitingView({taskId, status, elapsedSeconds, typicalSeconds}: Waiting, room: number): string {
  const elapsed = formatSeconds(elapsedSeconds)
  const time =
    typicalSeconds === undefined ? elapsed : t`${elapsed}, usually ${formatSeconds(typicalSeconds)}`
  return fitParts([formatState(status), time, taskId], room)
}

/** The same for a log. */
export function waitingState({taskId, status}: Waiting): string {
  if (status === 'succeed') return t`Task ${taskId} succeeded.`
  return status === 'failed' ? t`Task ${taskId} failed.` : t`Task ${taskId} is ${formatState(status)}.`
}

/** `3 of 10 done  5 processing  2 submitted  1 min 20 s`: tasks that are waited for together, by their states. */
export function waitingForAllView(states: Iterable<string>, elapsedSeconds: number, room: number): string {
  const all = [...states]
  const ended = all.filter(state => state === 'succeed' || state === 'failed')
  const others = countsOf(all.filter(state => state !== 'succeed'))
  return fitParts([t`${ended.length} of ${all.length} done`, formatSeconds(elapsedSeconds), ...others], room)
}

/** `2 processing  1 submitted  1 min 20 s  Ctrl-C ends`: open tasks that are looked at, by their states. */
export function watchingView(states: Iterable<string>, elapsedSeconds: number, room: number): string {
  return fitParts([...countsOf(states), formatSeconds(elapsedSeconds), t`Ctrl-C to stop`], room)
}

function countsOf(states: Iterable<string>): string[] {
  const counts = new Map<string, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) => `${count} ${formatState(state)}`).sort()
}
