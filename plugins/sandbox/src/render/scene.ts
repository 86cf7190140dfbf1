import {type Canvas, createCanvas, type SKRSContext2D} from '@napi-rs/canvas'

import {createBackdrop} from './backdrop/backdrop.js'
import {cameraPose, maximumZoom} from './camera.js'
import {clamp, smoothstep} from './easing.js'
import {type FrameLayout, layOutFrame} from './frame-layout.js'
import {headerBottom, thumbnailHeight} from './header.js'
import {createOverlay, prepareText} from './overlay.js'
import {type Palette, PALETTES} from './palette.js'
import {loadPicture, readPictureSize, releasePicture} from './picture.js'
import {createBlurredCopy, createPlate, drawPlate} from './plate.js'
import {
  type Area,
  createCard,
  drawGallery,
  layOutGrid,
  type ReferenceCard,
  type SmallFont,
} from './reference-cards.js'
import {hashText} from './seeded-random.js'
import {FRAMES_PER_SECOND, frameCount, type VideoSpec} from './video-spec.js'

/** A clip that can be drawn frame by frame, in any order: what a frame shows depends on its number alone. */
export interface Scene {
  readonly canvas: Canvas
  draw(frame: number): void
}

/** When a scene is drawn: seconds into the clip and 0..1 of it. */
interface Moment {
  seconds: number
  progress: number
}

type DrawMoment = (context: SKRSContext2D, moment: Moment) => void

// The cross-fade from the first to the last frame, as a share of the clip.
const FADE_START = 0.3
const FADE_END = 0.7

/**
 * Loads pictures and fonts and draws all that stays the same.
 *
 * @throws Error when a picture cannot be read or decoded.
 */
export async function createScene(spec: VideoSpec): Promise<Scene> {
  const layout = layOutFrame(spec)
  const frames = frameCount(spec)
  const palette = PALETTES[hashText(`${spec.prompt}/palette`) % PALETTES.length]!
  const text = prepareText(spec)
  const inFrames = spec.firstFrame !== undefined || spec.lastFrame !== undefined
  const references = spec.references ?? []
  const smallFont: SmallFont = (size, weight) => text.lettering.font(size, weight)
  const cards = inFrames ? await createThumbnails(references, layout, smallFont) : []
  const overlay = createOverlay(layout, text, {
    duration: frames / FRAMES_PER_SECOND,
    accent: palette.accent,
    cards,
  })
  const drawUnderlay =
    references.length > 0 && !inFrames
      ? await createGallery(references, layout, overlay.captionTop, smallFont)
      : await createShot(spec, palette)

  const canvas = createCanvas(spec.width, spec.height)
  const context = canvas.getContext('2d')
  context.imageSmoothingEnabled = true
  // Bilinear: plates are about as large as they are shown, and a better filter costs time in every frame.
  context.imageSmoothingQuality = 'low'

  return {
    canvas,
    draw(frame) {
      const seconds = frame / FRAMES_PER_SECOND
      drawUnderlay(context, {seconds, progress: frames > 1 ? frame / (frames - 1) : 0})
      // The bar is full on the last frame, though that one starts a 24th of a second before the end.
      overlay.draw(context, frame === frames - 1 ? frames / FRAMES_PER_SECOND : seconds)
    },
  }
}

/** The first frame, or a backdrop where there is none, fading to the last frame if given. */
async function createShot(spec: VideoSpec, palette: Palette): Promise<DrawMoment> {
  const zoom = maximumZoom(spec.camera)
  const load = async (file: string) => {
    const picture = await loadPicture(file)
    const plate = createPlate(picture, spec, zoom)
    releasePicture(picture)
    return plate
  }

  // One after the other: two decoded photographs at once would double the peak.
  const first = spec.firstFrame === undefined ? undefined : await load(spec.firstFrame)
  const last = spec.lastFrame === undefined ? undefined : await load(spec.lastFrame)
  const backdrop = first ? undefined : createBackdrop(spec.prompt, spec, palette)

  return (context, {seconds, progress}) => {
    const pose = cameraPose(spec.camera, progress)
    const fade = last ? smoothstep((progress - FADE_START) / (FADE_END - FADE_START)) : 0
    if (fade < 1) {
      if (first) drawPlate(context, first, spec, pose)
      else backdrop?.draw(context, pose, seconds)
    }

    if (last && fade > 0) drawPlate(context, last, spec, pose, fade)
  }
}

async function createThumbnails(
  files: string[],
  layout: FrameLayout,
  font: SmallFont,
): Promise<ReferenceCard[]> {
  const height = thumbnailHeight(layout)
  // As many as come in a narrow frame's single row.
  const width =
    (layout.landscape ? layout.width / 2 : layout.width - layout.margin * 2) / Math.max(1, files.length)
  const area = {width: Math.min(height * 1.6, width - 12 * layout.unit), height}
  const cards: ReferenceCard[] = []
  for (const [index, file] of files.entries()) {
    const picture = await loadPicture(file)
    cards.push(createCard(picture, index + 1, area, font))
    releasePicture(picture)
  }

  return cards
}

/** References alone: cards in the middle of the frame over their own blurred copies, one after the other. */
async function createGallery(
  files: string[],
  layout: FrameLayout,
  captionTop: number,
  font: SmallFont,
): Promise<DrawMoment> {
  const {width, height, margin, unit} = layout
  const top = headerBottom(layout) + 22 * unit
  const area: Area = {
    x: margin,
    y: top,
    width: width - margin * 2,
    height: Math.max(height * 0.3, captionTop - top),
  }
  const sizes = await Promise.all(files.map(file => readPictureSize(file)))
  const meanRatio =
    sizes.reduce((sum, size) => sum + clamp(size.width / size.height, 0.5, 2), 0) / sizes.length
  const cells = layOutGrid(files.length, area, meanRatio)
  const cards: ReferenceCard[] = []
  const grounds: Canvas[] = []
  for (const [index, file] of files.entries()) {
    const picture = await loadPicture(file)
    const cell = cells[index]!
    cards.push(createCard(picture, index + 1, {width: cell.width * 0.88, height: cell.height * 0.88}, font))
    grounds.push(createBlurredCopy(picture, layout))
    releasePicture(picture)
  }

  return (context, moment) => {
    const at = clamp(moment.progress * grounds.length - 0.5, 0, grounds.length - 1)
    const current = Math.floor(at)
    const next = smoothstep((at - current - 0.2) / 0.6)
    context.drawImage(grounds[current]!, 0, 0, width, height)
    if (next > 0) {
      context.globalAlpha = next
      context.drawImage(grounds[current + 1]!, 0, 0, width, height)
      context.globalAlpha = 1
    }

    context.fillStyle = 'rgba(8, 10, 16, 0.3)'
    context.fillRect(0, 0, width, height)
    drawGallery(context, cards, cells, layout, moment)
  }
}
