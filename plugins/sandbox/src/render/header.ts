import {type Canvas, createCanvas, type SKRSContext2D} from '@napi-rs/canvas'

import {fitLine} from './caption-layout.js'
import type {FrameLayout} from './frame-layout.js'
import type {Lettering} from './lettering.js'
import type {ReferenceCard} from './reference-cards.js'

const NOTICE = 'local preview'
const PILL_SIZE = 15
const LABEL_SIZE = 14.5

/** The texts that every header shows; for choosing fonts. */
export const HEADER_TEXT = NOTICE

/** Where the header's two lines end, in pixels from the top. */
export function headerBottom({margin, unit}: FrameLayout): number {
  return margin + 58 * unit
}

/** The height of the small reference cards in the header. */
export function thumbnailHeight({unit}: FrameLayout): number {
  return 84 * unit
}

/**
 * Draws the strip at the top of every frame: a small "local preview" pill, the label line, and reference cards
 * in the right corner (below the lines when the frame is narrow).
 */
export function drawHeader(
  layout: FrameLayout,
  lettering: Lettering,
  content: {label: string; accent: string; cards: readonly ReferenceCard[]},
): Canvas {
  const {width, margin, unit, landscape} = layout
  const {label, accent, cards} = content
  const cardsHeight = cards.length > 0 ? thumbnailHeight(layout) + 24 * unit : 0
  const bottom = landscape
    ? Math.max(headerBottom(layout), margin + cardsHeight)
    : headerBottom(layout) + cardsHeight
  const canvas = createCanvas(width, Math.ceil(bottom + 60 * unit))
  const context = canvas.getContext('2d')
  drawScrim(context, canvas)

  const pillHeight = 27 * unit
  drawPill(context, lettering, {x: margin, y: margin, height: pillHeight, size: PILL_SIZE * unit, accent})

  const cardsWidth = cards.reduce((sum, card) => sum + card.width + 12 * unit, 0)
  const room = landscape ? width - margin * 2 - cardsWidth : width - margin * 2
  const size = LABEL_SIZE * unit
  context.font = lettering.font(size, 450)
  context.fillStyle = 'rgba(255, 255, 255, 0.88)'
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.shadowColor = 'rgba(0, 0, 0, 0.75)'
  context.shadowBlur = 5 * unit
  context.fillText(
    fitLine(label, room / size, lettering.measure(450)),
    margin + 2 * unit,
    margin + pillHeight + 19 * unit,
  )
  context.shadowColor = 'transparent'

  let x = landscape ? width - margin - cardsWidth + 12 * unit : margin
  const y = landscape ? margin : headerBottom(layout) + 16 * unit
  for (const card of cards) {
    const shadow = (card.canvas.width - card.width) / 2
    const below = landscape ? 0 : (thumbnailHeight(layout) - card.height) / 2
    context.drawImage(card.canvas, x - shadow, y + below - shadow)
    x += card.width + 12 * unit
  }

  return canvas
}

function drawScrim(context: SKRSContext2D, {width, height}: Canvas): void {
  const scrim = context.createLinearGradient(0, 0, 0, height)
  scrim.addColorStop(0, 'rgba(6, 8, 14, 0.6)')
  scrim.addColorStop(0.5, 'rgba(6, 8, 14, 0.34)')
  scrim.addColorStop(1, 'rgba(6, 8, 14, 0)')
  context.fillStyle = scrim
  context.fillRect(0, 0, width, height)
}

function drawPill(
  context: SKRSContext2D,
  lettering: Lettering,
  {x, y, height, size, accent}: {x: number; y: number; height: number; size: number; accent: string},
): void {
  const padding = height * 0.46
  const dot = size * 0.24
  const textWidth = lettering.measure(600)(NOTICE) * size
  context.fillStyle = 'rgba(10, 12, 18, 0.5)'
  context.strokeStyle = 'rgba(255, 255, 255, 0.22)'
  context.lineWidth = Math.max(1, size / 15)
  context.beginPath()
  context.roundRect(x, y, padding * 2 + dot * 4 + textWidth, height, height / 2)
  context.fill()
  context.stroke()
  context.fillStyle = accent
  context.beginPath()
  context.arc(x + padding + dot, y + height / 2, dot, 0, Math.PI * 2)
  context.fill()
  context.fillStyle = '#fff'
  context.font = lettering.font(size, 600)
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillText(NOTICE, x + padding + dot * 4, y + height / 2)
}
