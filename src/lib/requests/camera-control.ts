import type {JsonBody} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'

const axes = ['horizontal', 'vertical', 'pan', 'tilt', 'roll', 'zoom'] as const
const presets = ['down_back', 'forward_up', 'right_turn_forward', 'left_turn_forward'] as const

function wrong(why: string): KlingError {
  return new KlingError('invalid_camera_control', t`--camera-control: ${why}`, {
    hint: t`For example: '{"type":"simple","config":{"zoom":5}}' or '{"type":"forward_up"}'.`,
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Reads `--camera-control`: a simple move along one axis, or a preset without config.
 * @throws KlingError `invalid_camera_control`
 */
export function parseCameraControl(text: string): JsonBody {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong(t`not valid JSON.`)
  }
  if (!isObject(value)) throw wrong(t`must be a JSON object.`)
  const {type, config, ...rest} = value
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw wrong(t`unknown field ${unknown}.`)
  const types = ['simple', ...presets]
  if (typeof type !== 'string' || !types.includes(type)) {
    throw wrong(t`type must be one of ${types.join(t`, `)}${didYouMean(String(type), types)}.`)
  }
  if (type !== 'simple') {
    if (config !== undefined) throw wrong(t`type ${type} does not take a config.`)
    return {type}
  }
  if (!isObject(config)) throw wrong(t`type simple requires a config with one axis.`)
  const moves: JsonBody = {}
  for (const [axis, amount] of Object.entries(config)) {
    if (!axes.includes(axis as (typeof axes)[number])) {
      throw wrong(t`unknown axis ${axis}. Axes: ${axes.join(t`, `)}${didYouMean(axis, axes)}.`)
    }
    if (typeof amount !== 'number' || amount < -10 || amount > 10)
      throw wrong(t`${axis} must be a number from -10 to 10.`)
    moves[axis] = amount
  }
  const moving = Object.values(moves).filter(amount => amount !== 0).length
  if (moving !== 1) throw wrong(t`exactly one axis must be other than 0, not ${moving}.`)
  return {type, config: moves}
}
