import type {FrameSize} from './frame-size.js'

/** The measures that everything on a frame is placed by, in pixels. */
export interface FrameLayout extends FrameSize {
  /** One pixel of a frame whose short side is 720: sizes scale with the resolution, not with the ratio. */
  unit: number
  /** Free border on all sides. */
  margin: number
  landscape: boolean
  /** Height reserved at the bottom for the progress bar and the time code. */
  footer: number
}

/** Places the fixed parts of a frame of the given size. */
export function layOutFrame({width, height}: FrameSize): FrameLayout {
  const unit = Math.min(width, height) / 720
  return {width, height, unit, margin: 36 * unit, landscape: width > height * 1.15, footer: 62 * unit}
}
