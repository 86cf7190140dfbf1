import type {SKRSContext2D} from '@napi-rs/canvas'

import type {FrameLayout} from './frame-layout.js'
import type {Lettering} from './lettering.js'

/** The characters of a time code; for choosing fonts. */
export const TIME_CODE_TEXT = '0123456789.:/ s'

/** The foot of the frame: a thin progress bar and the time code. */
export interface Footer {
  draw(context: SKRSContext2D, seconds: number): void
}

/** Prepares the foot of a clip of `duration` seconds. */
export function createFooter(
  {width, height, margin, unit}: FrameLayout,
  lettering: Lettering,
  {duration, accent}: {duration: number; accent: string},
): Footer {
  const size = 14.5 * unit
  const font = lettering.font(size, 500)
  const total = `${duration.toFixed(1)} s`
  const longest = `${'0'.repeat(Math.floor(duration).toString().length)}.0 / ${total}`
  const room = lettering.measure(500)(longest) * size + 16 * unit
  const y = height - margin - 2 * unit
  const thickness = 3 * unit
  const length = width - margin * 2 - room

  return {
    draw(context, seconds) {
      context.fillStyle = 'rgba(255, 255, 255, 0.28)'
      context.beginPath()
      context.roundRect(margin, y - thickness / 2, length, thickness, thickness / 2)
      context.fill()
      context.fillStyle = accent
      context.beginPath()
      const done = Math.min(1, seconds / duration)
      context.roundRect(
        margin,
        y - thickness / 2,
        Math.max(thickness, length * done),
        thickness,
        thickness / 2,
      )
      context.fill()
      context.font = font
      context.textAlign = 'right'
      context.textBaseline = 'middle'
      context.fillStyle = 'rgba(255, 255, 255, 0.9)'
      context.fillText(`${seconds.toFixed(1)} / ${total}`, width - margin, y)
      context.textAlign = 'left'
    },
  }
}
