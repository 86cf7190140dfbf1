import {lerp, smoothstep} from './easing.js'

/** Where the camera is: zoom factor (>= 1), shift as fractions of the frame, roll in radians. */
export interface CameraPose {
  zoom: number
  x: number
  y: number
  roll: number
}

interface CameraPath {
  from: CameraPose
  to: CameraPose
}

const pose = (zoom: number, x = 0, y = 0, roll = 0): CameraPose => ({zoom, x, y, roll})

// A shift never exceeds 1/2 - 1/(2 * zoom), so the edge of the picture stays outside the frame.
const PATHS = {
  none: {from: pose(1), to: pose(1)},
  'zoom-in': {from: pose(1), to: pose(1.28)},
  'zoom-out': {from: pose(1.28), to: pose(1)},
  'pan-left': {from: pose(1.2, -0.08), to: pose(1.2, 0.08)},
  'pan-right': {from: pose(1.2, 0.08), to: pose(1.2, -0.08)},
  'tilt-up': {from: pose(1.2, 0, -0.08), to: pose(1.2, 0, 0.08)},
  'tilt-down': {from: pose(1.2, 0, 0.08), to: pose(1.2, 0, -0.08)},
  roll: {from: pose(1.3, 0, 0, -0.07), to: pose(1.3, 0, 0, 0.07)},
  forward_up: {from: pose(1), to: pose(1.28, 0, 0.09)},
  down_back: {from: pose(1.28, 0, 0.09), to: pose(1)},
  right_turn_forward: {from: pose(1.04, 0.015), to: pose(1.28, -0.1)},
  left_turn_forward: {from: pose(1.04, -0.015), to: pose(1.28, 0.1)},
} as const satisfies Record<string, CameraPath>

/** The named moves; the last four are the API's own compound moves, hence their spelling. */
export type CameraMove = keyof typeof PATHS

const GENTLE_ZOOM: CameraPath = {from: pose(1), to: pose(1.06)}

/** The pose at `progress` (0..1 of the clip); without a move, a gentle zoom in. */
export function cameraPose(move: CameraMove | undefined, progress: number): CameraPose {
  const {from, to} = pathOf(move)
  const eased = smoothstep(progress)
  return {
    zoom: lerp(from.zoom, to.zoom, eased),
    x: lerp(from.x, to.x, eased),
    y: lerp(from.y, to.y, eased),
    roll: lerp(from.roll, to.roll, eased),
  }
}

/** The closest the camera gets, which tells how many pixels a picture needs. */
export function maximumZoom(move: CameraMove | undefined): number {
  const {from, to} = pathOf(move)
  return Math.max(from.zoom, to.zoom)
}

function pathOf(move: CameraMove | undefined): CameraPath {
  return move !== undefined && Object.hasOwn(PATHS, move) ? PATHS[move] : GENTLE_ZOOM
}
