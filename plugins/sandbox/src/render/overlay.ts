import {createCanvas, type SKRSContext2D} from '@napi-rs/canvas'

import {CAPTION_TEXT, createCaptionStrip} from './caption-strip.js'
import {createFooter, TIME_CODE_TEXT} from './footer.js'
import type {FrameLayout} from './frame-layout.js'
import {drawHeader, HEADER_TEXT} from './header.js'
import {createLettering, legible, type Lettering} from './lettering.js'
import type {ReferenceCard} from './reference-cards.js'
import type {VideoSpec} from './video-spec.js'

/** Everything that lies over the scene: header, caption, watermark, progress bar and time code. */
export interface Overlay {
  /** Pixels from the top of the frame to where the caption begins. */
  captionTop: number
  draw(context: SKRSContext2D, seconds: number): void
}

/** The clip's texts made legible, with their fonts. */
export interface OverlayText {
  prompt: string
  label: string
  watermark: string
  lettering: Lettering
}

/** Makes the texts of a clip legible and loads the fonts they need. */
export function prepareText({prompt, label, watermark = ''}: VideoSpec): OverlayText {
  const texts = {
    prompt: legible(prompt),
    label: oneLine(label),
    watermark: oneLine(watermark),
  }
  const fixed = [HEADER_TEXT, CAPTION_TEXT, TIME_CODE_TEXT, '…']
  return {...texts, lettering: createLettering([...fixed, ...Object.values(texts)])}
}

/** Prepares the overlay; what does not change from frame to frame is drawn once. */
export function createOverlay(
  layout: FrameLayout,
  {prompt, label, watermark, lettering}: OverlayText,
  {duration, accent, cards}: {duration: number; accent: string; cards: readonly ReferenceCard[]},
): Overlay {
  const mark = watermark === '' ? undefined : drawWatermark(layout, lettering, watermark)
  const header = drawHeader(layout, lettering, {label, accent, cards})
  const bottomGap = mark ? mark.height : 0
  const caption = createCaptionStrip(layout, lettering, {prompt, seconds: duration, accent, bottomGap})
  const footer = createFooter(layout, lettering, {duration, accent})

  return {
    captionTop: caption.top,
    draw(context, seconds) {
      context.drawImage(header, 0, 0)
      caption.draw(context, seconds)
      if (mark) {
        context.drawImage(
          mark,
          layout.width - layout.margin - mark.width,
          layout.height - layout.footer - mark.height,
        )
      }

      footer.draw(context, seconds)
    },
  }
}

function drawWatermark({unit}: FrameLayout, lettering: Lettering, text: string) {
  const size = 24 * unit
  const canvas = createCanvas(
    Math.ceil(lettering.measure(700)(text) * size + 4 * unit),
    Math.ceil(size * 1.5),
  )
  const context = canvas.getContext('2d')
  context.font = lettering.font(size, 700)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.fillStyle = 'rgba(255, 255, 255, 0.72)'
  context.shadowColor = 'rgba(0, 0, 0, 0.5)'
  context.shadowBlur = 4 * unit
  context.fillText(text, canvas.width, canvas.height / 2)
  return canvas
}

function oneLine(text: string): string {
  return legible(text).replaceAll('\n', ' ')
}
