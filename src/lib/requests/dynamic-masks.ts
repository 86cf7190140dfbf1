import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** A point in pixels of the image, from its bottom-left corner. */
export interface Point {
  x: number
  y: number
}

export interface DynamicMask {
  /** File, URL, or base64 with a data: prefix. */
  mask: string
  trajectories: Point[]
}

/** Limits of the motion brush. Source: Image2VideoCreateRequest. */
const maxMasks = 6
const minPoints = 2
const maxPoints = 77

function wrong(why: string): KlingError {
  return new KlingError('invalid_dynamic_mask', t`--dynamic-mask: ${why}`, {
    hint: t`For example: '[{"mask":"area.png","trajectories":[{"x":100,"y":200},{"x":300,"y":200}]}]'.`,
  })
}

function isPoint(value: unknown): value is Point {
  const point = value as Point | null
  return typeof point === 'object' && point !== null && Number.isInteger(point.x) && Number.isInteger(point.y)
}

function readMask(value: unknown, index: number): DynamicMask {
  const name = t`mask ${index + 1}`
  const {mask, trajectories} = (value ?? {}) as {mask?: unknown; trajectories?: unknown}
  if (typeof mask !== 'string' || mask === '') throw wrong(t`${name} requires "mask": a file or URL.`)
  if (!Array.isArray(trajectories)) throw wrong(t`${name} requires "trajectories": a list of points.`)
  // Lists of lists are taken, too, and sent as one list.
  const points = trajectories.flat() as unknown[]
  if (!points.every(isPoint)) throw wrong(t`each point of ${name} must be {"x":…,"y":…} with whole numbers.`)
  if (points.length < minPoints || points.length > maxPoints) {
    throw wrong(t`${name} has ${points.length} points; ${minPoints} to ${maxPoints} are allowed.`)
  }
  return {mask, trajectories: points.map(({x, y}) => ({x, y}))}
}

/**
 * Reads `--dynamic-mask`: a list of masks with the paths along which their areas move.
 * @throws KlingError `invalid_dynamic_mask`
 */
export function parseDynamicMasks(text: string): DynamicMask[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong(t`not valid JSON.`)
  }
  const masks = Array.isArray(value) ? value : [value]
  if (masks.length === 0 || masks.length > maxMasks)
    throw wrong(t`has ${masks.length} masks; 1 to ${maxMasks} are allowed.`)
  return masks.map(readMask)
}
