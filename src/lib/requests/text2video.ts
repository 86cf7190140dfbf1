import type {JsonBody} from '../http/streaming-body.js'
import {modelName} from '../catalog/models.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import {type Ability, checkAbilities, checkHasAbility, hasAbility, withMode} from './abilities.js'
import {parseCameraControl} from './camera-control.js'
import {checkPlaceholders} from './placeholders.js'
import type {CreateRequest} from './request.js'
import {type ShotOptions, checkShots, lengthOf, promptsOf, shotFields} from './shots.js'
import {checkCfgScale, checkModelValues, checkPrompt, checkRatio, sentCfgScale} from './values.js'

/** Default of create-from-text and create-from-image. */
export const defaultModel = 'kling-v2-6'

/** What `kling video create-from-text` was asked for. */
export interface Text2VideoOptions extends ShotOptions {
  prompt?: string | undefined
  model: string
  mode: string
  /** Whether the user chose the mode: otherwise it is the cheapest one that can do the rest. */
  modeIsGiven?: boolean | undefined
  /** Seconds, as text. */
  duration: string
  durationIsGiven?: boolean | undefined
  ratio: string
  negative?: string | undefined
  /** 0–1, as text. */
  cfgScale: string
  cfgScaleIsGiven?: boolean | undefined
  /** JSON */
  cameraControl?: string | undefined
  sound?: boolean | undefined
  watermark?: boolean | undefined
  unchecked?: boolean | undefined
}

const kind = taskKindOf('text2video')

/** What the model has to be able to do. */
function needsOf(options: Text2VideoOptions): Ability[] {
  const wanted: [unknown, Ability][] = [
    [options.cameraControl !== undefined, 'camera_control'],
    [options.sound, 'sound'],
    [options.cfgScaleIsGiven, 'cfg_scale'],
    [options.negative, 'negative_prompt'],
    [options.shots.length > 0 || options.multiShot, 'multi_shot'],
  ]
  return wanted.filter(([asked]) => asked).map(([, ability]) => ability)
}

/** Text to video → `/v1/videos/text2video`. */
export const text2video: CreateRequest<Text2VideoOptions> = {
  kind,

  settle: options => withMode(kind.endpoint, options, needsOf(options)),

  checkValues(options) {
    const {unchecked} = options
    checkPrompt(options.prompt, {optional: options.shots.length > 0, unchecked})
    checkShots(options)
    checkModelValues(kind.endpoint, {...options, duration: lengthOf(options)})
    checkRatio(options.ratio, unchecked)
    checkPrompt(options.negative, {optional: true, flag: 'negative', unchecked})
    checkCfgScale(options.cfgScale)
    if (options.cameraControl !== undefined) {
      if (!options.unchecked) checkHasAbility(kind.endpoint, options.model, 'camera_control')
      parseCameraControl(options.cameraControl)
    }
  },

  files: () => [],

  body(options) {
    const {model, mode, prompt, negative, sound, cameraControl} = options
    const duration = lengthOf(options)
    if (!options.unchecked) {
      checkAbilities(kind.endpoint, {model, mode, duration, needs: needsOf(options)})
    }
    checkPlaceholders(promptsOf(options), {})
    const body: JsonBody = {
      model_name: options.unchecked ? model : modelName(kind.endpoint, model),
      prompt: prompt ?? '',
      mode,
      duration,
      aspect_ratio: options.ratio,
    }
    if (negative) body.negative_prompt = negative
    if (sentCfgScale(options, hasAbility(kind.endpoint, model, 'cfg_scale')))
      body.cfg_scale = Number(options.cfgScale)
    if (cameraControl !== undefined) body.camera_control = parseCameraControl(cameraControl)
    if (sound) body.sound = 'on'
    Object.assign(body, shotFields(options))
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}
