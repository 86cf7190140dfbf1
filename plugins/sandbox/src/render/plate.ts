import {type Canvas, createCanvas, type Image, type SKRSContext2D} from '@napi-rs/canvas'

import type {CameraPose} from './camera.js'
import {clamp} from './easing.js'
import type {FrameSize} from './frame-size.js'

/** A picture fitted to the frame's ratio, ready to be drawn under a moving camera. */
export type Plate = Canvas

// Up to this factor a picture of another ratio is cropped; beyond, nothing is cut off and the rest is blurred.
const TOLERATED_CROP = 1.12

/**
 * Fits a picture to the frame: cropped when its ratio is nearly the frame's, otherwise whole over a blurred copy
 * of itself. The plate is up to `zoom` times the frame, if the picture has the pixels, to stay sharp up close.
 */
export function createPlate(picture: Image, {width, height}: FrameSize, zoom: number): Plate {
  const cover = Math.max(width / picture.width, height / picture.height)
  const contain = Math.min(width / picture.width, height / picture.height)
  const scale = clamp(1 / contain, 1, zoom)
  const plate = createCanvas(Math.round(width * scale), Math.round(height * scale))
  const context = plate.getContext('2d')
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  if (cover / contain <= TOLERATED_CROP) {
    drawCentred(context, picture, plate, cover * scale)
  } else {
    context.drawImage(createBlurredCopy(picture, {width, height}), 0, 0, plate.width, plate.height)
    context.fillStyle = 'rgba(8, 10, 16, 0.32)'
    context.fillRect(0, 0, plate.width, plate.height)
    context.shadowColor = 'rgba(0, 0, 0, 0.55)'
    context.shadowBlur = Math.min(plate.width, plate.height) * 0.05
    drawCentred(context, picture, plate, contain * scale)
  }

  return plate
}

/** A quarter-size copy of the picture that fills the frame, soft enough to be enlarged again without harm. */
export function createBlurredCopy(picture: Image, {width, height}: FrameSize): Canvas {
  const tiny = createCanvas(Math.max(12, Math.round(width / 40)), Math.max(12, Math.round(height / 40)))
  const tinyContext = tiny.getContext('2d')
  tinyContext.imageSmoothingEnabled = true
  tinyContext.imageSmoothingQuality = 'high'
  tinyContext.filter = 'blur(1.2px)'
  // A little larger than the frame, so the blur does not pull transparent edges in.
  const cover = Math.max(tiny.width / picture.width, tiny.height / picture.height) * 1.2
  drawCentred(tinyContext, picture, tiny, cover)

  const copy = createCanvas(Math.round(width / 4), Math.round(height / 4))
  const context = copy.getContext('2d')
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  context.drawImage(tiny, 0, 0, copy.width, copy.height)
  return copy
}

/** Draws a plate as the camera sees it, over what is there with `opacity`. */
export function drawPlate(
  context: SKRSContext2D,
  plate: Plate,
  {width, height}: FrameSize,
  pose: CameraPose,
  opacity = 1,
): void {
  context.save()
  context.globalAlpha = opacity
  context.translate(width / 2, height / 2)
  context.rotate(pose.roll)
  context.scale(pose.zoom, pose.zoom)
  context.translate(pose.x * width, pose.y * height)
  context.drawImage(plate, -width / 2, -height / 2, width, height)
  context.restore()
}

function drawCentred(context: SKRSContext2D, picture: Image, frame: FrameSize, scale: number): void {
  const width = picture.width * scale
  const height = picture.height * scale
  const left = (frame.width - width) / 2
  const top = (frame.height - height) / 2
  // White paper under a picture with transparent parts: a plate must be opaque, or old frames show through.
  context.fillStyle = '#fff'
  context.fillRect(left, top, width, height)
  context.shadowColor = 'transparent'
  context.drawImage(picture, left, top, width, height)
}
