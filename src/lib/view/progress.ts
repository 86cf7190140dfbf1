import {type Paint, sayBytes, saySeconds} from './text.js'

/** One line on stderr that is written over: a spinner with a text, or nothing where stderr is no terminal. */
export interface ProgressLine {
  /** `text` is asked for at every turn, so that times go on. */
  show(text: () => string): void
  /** Wipes the line. */
  clear(): void
}

interface Stream {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const turnMs = 100

export function progressLine(
  stream: Stream,
  env: Record<string, string | undefined>,
  paint: Paint,
): ProgressLine {
  if (!stream.isTTY || env.TERM === 'dumb' || env.CI) return {show: () => {}, clear: () => {}}
  let timer: NodeJS.Timeout | undefined
  let current: () => string = () => ''
  let turn = 0
  const draw = (): void => {
    const room = Math.max((stream.columns ?? 80) - 4, 10)
    const text = [...current()].slice(0, room).join('')
    stream.write(`\r\u001B[K${paint('cyan', frames[turn++ % frames.length]!)} ${text}`)
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

/** `████░░░░  42 %  1.2 of 3.0 MB  800 KB/s`: a transfer that began `elapsedMs` ago. */
export function transferView(done: number, total: number | undefined, elapsedMs: number): string {
  const rate = elapsedMs > 300 ? done / (elapsedMs / 1000) : undefined
  const speed = rate === undefined ? '' : `  ${sayBytes(Math.round(rate))}/s`
  if (!total) return `downloading  ${sayBytes(done)}${speed}`
  const share = Math.min(done / total, 1)
  const filled = Math.round(share * 20)
  const rest = rate && share < 1 ? `  ${saySeconds((total - done) / rate)} left` : ''
  return `${'█'.repeat(filled)}${'░'.repeat(20 - filled)}  ${Math.round(share * 100)} %  ${sayBytes(done)} of ${sayBytes(total)}${speed}${rest}`
}
