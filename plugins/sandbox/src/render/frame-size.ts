/** Width and height of a video in pixels; both even, as 4:2:0 chroma needs. */
export interface FrameSize {
  width: number
  height: number
}

export type VideoMode = 'std' | 'pro' | '4k'
export type AspectRatio = '16:9' | '9:16' | '1:1'

const SIZES = {
  std: {
    '16:9': {width: 1280, height: 720},
    '9:16': {width: 720, height: 1280},
    '1:1': {width: 960, height: 960},
  },
  pro: {
    '16:9': {width: 1920, height: 1080},
    '9:16': {width: 1080, height: 1920},
    '1:1': {width: 1440, height: 1440},
  },
  '4k': {
    '16:9': {width: 3840, height: 2160},
    '9:16': {width: 2160, height: 3840},
    '1:1': {width: 2880, height: 2880},
  },
} as const satisfies Record<VideoMode, Record<AspectRatio, FrameSize>>

const WIDEST_RATIO = 2.5

/** The frame size of a mode and an aspect ratio: 720p, 1080p or 2160p, and squares of the same area. */
export function sizeOf(mode: VideoMode, ratio: AspectRatio): FrameSize {
  return {...SIZES[mode][ratio]}
}

/**
 * The frame size when the ratio follows an image: the mode's area with the image's ratio, clamped to
 * 1:2.5..2.5:1, both sides even.
 *
 * @throws RangeError when a side of the image is not positive.
 */
export function sizeForImage(mode: VideoMode, imageWidth: number, imageHeight: number): FrameSize {
  if (!(imageWidth > 0 && imageHeight > 0)) {
    throw new RangeError(`image sides must be positive, not ${imageWidth}x${imageHeight}`)
  }

  const ratio = Math.min(WIDEST_RATIO, Math.max(1 / WIDEST_RATIO, imageWidth / imageHeight))
  const {width, height} = SIZES[mode]['16:9']
  return {
    width: toEven(Math.sqrt(width * height * ratio)),
    height: toEven(Math.sqrt((width * height) / ratio)),
  }
}

function toEven(length: number): number {
  return Math.round(length / 2) * 2
}
