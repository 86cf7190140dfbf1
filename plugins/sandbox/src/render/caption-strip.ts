import {type Canvas, createCanvas, type SKRSContext2D} from '@napi-rs/canvas'

import {type CaptionLayout, type CaptionStep, layOutCaption} from './caption-layout.js'
import {clamp, smoothstep} from './easing.js'
import type {FrameLayout} from './frame-layout.js'
import type {Lettering} from './lettering.js'

/** The prompt at the bottom of the frame, page by page. */
export interface CaptionStrip {
  /** Pixels from the top of the frame to where the caption's text begins. */
  top: number
  /** Draws the page that is due `seconds` into the clip. */
  draw(context: SKRSContext2D, seconds: number): void
}

/** The small texts around a caption; for choosing fonts. */
export const CAPTION_TEXT = 'prompt 0123456789/'

const WEIGHT = 500
const LINE_HEIGHT = 1.36
const PAGE_FADE = 0.3
/** Seconds that a page stays, at least. */
const PAGE_SECONDS = 2

const LANDSCAPE_STEPS: CaptionStep[] = [
  {fontSize: 36, lines: 2},
  {fontSize: 31, lines: 3},
  {fontSize: 27, lines: 4},
  {fontSize: 24, lines: 5},
  {fontSize: 21, lines: 6},
]
const UPRIGHT_STEPS: CaptionStep[] = [
  {fontSize: 36, lines: 4},
  {fontSize: 31, lines: 6},
  {fontSize: 27, lines: 8},
  {fontSize: 24, lines: 9},
  {fontSize: 21, lines: 10},
]

/** Lays the prompt out; pages are drawn when first needed, so a worker pays only for those in its segment. */
export function createCaptionStrip(
  layout: FrameLayout,
  lettering: Lettering,
  content: {prompt: string; seconds: number; accent: string; bottomGap: number},
): CaptionStrip {
  const {width, height, margin, unit, landscape, footer} = layout
  const {prompt, seconds, accent, bottomGap} = content
  const bottom = height - footer - bottomGap
  if (prompt === '') return createEmptyStrip(layout)

  const caption = layOutCaption(
    prompt,
    {
      width: Math.min(width - margin * 2, (landscape ? 1060 : 1000) * unit),
      steps: (landscape ? LANDSCAPE_STEPS : UPRIGHT_STEPS).map(step => ({
        ...step,
        fontSize: step.fontSize * unit,
      })),
      pages: Math.max(1, Math.floor(seconds / PAGE_SECONDS)),
    },
    lettering.measure(WEIGHT),
  )
  const lines = Math.max(...caption.pages.map(page => page.length))
  const top = bottom - lines * caption.fontSize * LINE_HEIGHT
  const stripTop = Math.max(0, Math.floor(top - 110 * unit))
  const secondsPerPage = seconds / caption.pages.length

  const drawn: (Canvas | undefined)[] = []
  const scrim = drawScrim(width, height - stripTop)
  const pageCanvas = (page: number): Canvas =>
    (drawn[page] ??= drawPage(layout, lettering, caption, {page, top, stripTop, accent}))

  return {
    top: top - 26 * unit,
    draw(context, at) {
      const page = clamp(Math.floor(at / secondsPerPage), 0, caption.pages.length - 1)
      // Out, then in: two texts over each other cannot be read.
      const turned = page === 0 ? 1 : (at - page * secondsPerPage) / PAGE_FADE
      context.drawImage(scrim, 0, stripTop)
      context.globalAlpha = smoothstep(turned < 0.5 ? 1 - turned * 2 : turned * 2 - 1)
      context.drawImage(pageCanvas(turned < 0.5 ? page - 1 : page), 0, stripTop)
      context.globalAlpha = 1
    },
  }
}

/** Without a prompt only the foot of the frame is darkened, for the time code. */
function createEmptyStrip({width, height, footer}: FrameLayout): CaptionStrip {
  const scrim = drawScrim(width, Math.ceil(footer * 1.8))
  return {
    top: height - footer,
    draw(context) {
      context.drawImage(scrim, 0, height - scrim.height)
    },
  }
}

function drawScrim(width: number, height: number): Canvas {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const gradient = context.createLinearGradient(0, 0, 0, height)
  // Eased, so that no edge shows where the darkening begins.
  for (let step = 0; step <= 10; step++) {
    const at = step / 10
    gradient.addColorStop(at, `rgba(7, 9, 15, ${(0.78 * smoothstep(at * 1.25)).toFixed(3)})`)
  }

  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  return canvas
}

function drawPage(
  {width, height, margin, unit}: FrameLayout,
  lettering: Lettering,
  {fontSize, pages}: CaptionLayout,
  {page, top, stripTop, accent}: {page: number; top: number; stripTop: number; accent: string},
): Canvas {
  const canvas = createCanvas(width, height - stripTop)
  const context = canvas.getContext('2d')
  context.translate(margin, top - stripTop)
  context.textBaseline = 'alphabetic'
  context.shadowColor = 'rgba(0, 0, 0, 0.6)'
  context.shadowBlur = 5 * unit
  context.shadowOffsetY = unit

  context.font = lettering.font(14 * unit, 600)
  context.fillStyle = accent
  context.fillText(pages.length > 1 ? `prompt  ${page + 1}/${pages.length}` : 'prompt', 1 * unit, -9 * unit)
  context.font = lettering.font(fontSize, WEIGHT)
  context.fillStyle = '#fff'
  for (const [index, line] of pages[page]!.entries()) {
    context.fillText(line, 0, (index + 0.84) * fontSize * LINE_HEIGHT)
  }

  return canvas
}
