import type {AspectRatio, CameraMove, VideoMode} from './render/render-video.js'

/** What to render for a request: the same for every endpoint that makes a video. */
export interface Clip {
  model: string
  mode: VideoMode
  /** Width:height asked for; absent when a frame or a video decides. */
  ratio?: AspectRatio | undefined
  seconds: number
  prompt: string
  sound: boolean
  /** Each an http(s) URL or the reference of an input. */
  firstFrame?: string | undefined
  lastFrame?: string | undefined
  references: string[]
  videoInput?: 'feature' | 'base' | undefined
  /** What each part shows, in order, where the prompt changes. */
  shots?: {prompt: string; seconds: number}[] | undefined
  /** Voices that speak in it. */
  voices?: boolean | undefined
  /** What it is made from, where its inputs do not say it. */
  origin?: 'motion control' | 'avatar' | 'extended' | 'sound for a video' | undefined
  /** Speech that is its sound, an http(s) URL or the reference of an input; it decides the length. */
  speech?: string | undefined
  camera?: CameraMove | undefined
}

const modeNames = {std: 'std 720p', pro: 'pro 1080p', '4k': '4k'} as const

/** What the clip was made from, in a few words. */
function sourceOf({firstFrame, lastFrame, references, videoInput, origin}: Clip): string {
  if (origin) return origin
  if (videoInput === 'base') return 'edited video'
  if (videoInput === 'feature') return 'reference video'
  if (firstFrame) return lastFrame ? 'first→last frame' : 'first frame'
  if (lastFrame) return 'last frame'
  if (references.length > 0)
    return references.length === 1 ? '1 reference' : `${references.length} references`
  return 'text'
}

/** `5:4` for 1280×1024; the sides themselves when no small ratio fits. */
function ratioName(width: number, height: number): string {
  for (let across = 1; across <= 21; across++) {
    const down = (across * height) / width
    if (Math.abs(down - Math.round(down)) < 0.02 && Math.round(down) > 0)
      return `${across}:${Math.round(down)}`
  }
  return `${width}×${height}`
}

/** The line under the picture: `not a model output · first→last frame · pro 1080p · 16:9 · 5 s`. */
export function labelOf(clip: Clip, size: {width: number; height: number}): string {
  const ratio = clip.ratio ?? ratioName(size.width, size.height)
  return [
    'not a model output',
    sourceOf(clip),
    modeNames[clip.mode],
    ratio,
    `${Number(clip.seconds.toFixed(1))} s`,
  ].join(' · ')
}

const axisMoves: Record<string, [negative: CameraMove, positive: CameraMove]> = {
  horizontal: ['pan-left', 'pan-right'],
  vertical: ['tilt-down', 'tilt-up'],
  pan: ['pan-left', 'pan-right'],
  tilt: ['tilt-down', 'tilt-up'],
  roll: ['roll', 'roll'],
  zoom: ['zoom-in', 'zoom-out'],
}

/** What a `camera_control` asks for; the renderer knows the API's own moves by their names. */
export interface CameraControl {
  type: 'simple' | 'down_back' | 'forward_up' | 'right_turn_forward' | 'left_turn_forward'
  config?: Record<string, number>
}

/** The renderer's move for a `camera_control`: that of its axis, or the one that it names. */
export function cameraMove(control: CameraControl): CameraMove | undefined {
  if (control.type !== 'simple') return control.type
  const [axis, amount] = Object.entries(control.config ?? {}).find(([, value]) => value !== 0) ?? []
  if (axis === undefined || amount === undefined) return undefined
  return axisMoves[axis]?.[amount < 0 ? 0 : 1]
}
