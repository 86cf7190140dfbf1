import type {CameraMove} from './camera.js'

/** Frames a second of every clip. */
export const FRAMES_PER_SECOND = 24

/** What a clip shows. */
export interface VideoSpec {
  /** Frame size in pixels; both even. */
  width: number
  height: number
  /** Length; the clip has `round(seconds * 24)` frames. */
  seconds: number
  /** The caption; may be empty or long (shown in pages), in any script. */
  prompt: string
  /** A small second line under the "local preview" pill. */
  label: string
  /** JPEG or PNG files. */
  firstFrame?: string | undefined
  lastFrame?: string | undefined
  references?: string[]
  /** A gentle zoom by default. */
  camera?: CameraMove | undefined
  /** Adds an AAC track with a soft synthetic pad as long as the clip. */
  sound?: boolean
  /** A text at the bottom right. */
  watermark?: string
}

/** The number of frames of a clip. */
export function frameCount({seconds}: Pick<VideoSpec, 'seconds'>): number {
  return Math.round(seconds * FRAMES_PER_SECOND)
}

/**
 * Checks what the renderer relies on.
 *
 * @throws RangeError when the frame size is not positive and even or the clip has no frame.
 */
export function checkSpec(spec: VideoSpec): void {
  for (const side of [spec.width, spec.height]) {
    if (!(Number.isInteger(side) && side > 0 && side % 2 === 0)) {
      throw new RangeError(`frame size must be positive even pixels, not ${spec.width}x${spec.height}`)
    }
  }

  if (!(Number.isFinite(spec.seconds) && frameCount(spec) >= 1)) {
    throw new RangeError(`a clip must last at least one frame, not ${spec.seconds} s`)
  }
}
