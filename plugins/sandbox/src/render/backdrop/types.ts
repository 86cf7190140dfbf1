import type {SKRSContext2D} from '@napi-rs/canvas'
import type {CameraPose} from '../camera.js'
import type {FrameSize} from '../frame-size.js'
import type {Palette} from '../palette.js'

/** A drawn scene that stands in where there is no picture. */
export interface Backdrop {
  /** Draws the whole frame as seen from `pose`, `seconds` into the clip. */
  draw(context: SKRSContext2D, pose: CameraPose, seconds: number): void
}

/** What a backdrop is made from. `random` is seeded by the prompt: the same prompt gives the same place. */
export interface BackdropSetting {
  size: FrameSize
  palette: Palette
  random: () => number
}
