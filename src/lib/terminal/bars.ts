import {oneLine} from './format-field.js'
import type {Screen} from './screen.js'
import {displayWidth, fitText} from './text.js'

/** A bar of two parts and what it is of. */
export interface Bar {
  label: string
  /** The full part. */
  full: number
  /** The light part behind it. */
  light: number
  /** What follows the bar. */
  text: string
}

const gap = 2
const shortest = 4

/** Eighths of a column. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

function drawn({full, light}: Bar, perColumn: number, {paint}: Screen): string {
  const steps = Math.round((full / perColumn) * 8)
  const whole = '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8]!
  const ends = Math.round((full + light) / perColumn)
  const rest = '░'.repeat(Math.max(0, ends - Math.ceil(steps / 8)))
  // What is there is seen, however small it is.
  if (whole + rest === '' && full + light > 0) return paint('cyan', '▏')
  return (whole && paint('cyan', whole)) + (rest && paint('dim', rest))
}

/**
 * Bars under one another, the longest as long as the screen has room. Nothing where words stand instead of symbols, and
 * where there is no room.
 */
export function barsView(bars: Bar[], screen: Screen): string {
  const width = screen.width ?? 80
  const widest = (texts: string[]): number => Math.max(...texts.map(displayWidth), 0)
  const labels = Math.min(widest(bars.map(({label}) => label)), Math.floor(width / 3))
  const room = width - labels - widest(bars.map(({text}) => text)) - 2 * gap
  const most = Math.max(...bars.map(({full, light}) => full + light), 0)
  if (screen.isPlain || room < shortest || most === 0) return ''
  return bars
    .map(bar => {
      const label = fitText(oneLine(bar.label), labels)
      const pad = ' '.repeat(labels - displayWidth(label) + gap)
      const line = drawn(bar, most / room, screen)
      return `${label}${pad}${line}${line && ' '.repeat(gap)}${bar.text}`
    })
    .join('\n')
}
