import type {JsonBody} from '../http/streaming-body.js'
import {modelName} from '../catalog/models.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import {checkAbilities, hasAbility} from './abilities.js'
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

/** Text to video → `/v1/videos/text2video`. */
export const text2video: CreateRequest<Text2VideoOptions> = {
  kind,

  checkValues(options) {
    const {unchecked} = options
    checkPrompt(options.prompt, {optional: options.shots.length > 0, unchecked})
    checkShots(options)
    checkModelValues(kind.endpoint, {...options, duration: lengthOf(options)})
    checkRatio(options.ratio, unchecked)
    checkPrompt(options.negative, {optional: true, flag: 'negative', unchecked})
    checkCfgScale(options.cfgScale)
    if (options.cameraControl !== undefined) parseCameraControl(options.cameraControl)
  },

  files: () => [],

  body(options) {
    const {model, mode, prompt, negative, sound, shots, multiShot, cameraControl} = options
    const duration = lengthOf(options)
    if (!options.unchecked) {
      checkAbilities(kind.endpoint, {
        model,
        mode,
        duration,
        needs: [
          ...(cameraControl === undefined ? [] : (['camera_control'] as const)),
          ...(sound ? (['sound'] as const) : []),
          ...(options.cfgScaleIsGiven ? (['cfg_scale'] as const) : []),
          ...(negative ? (['negative_prompt'] as const) : []),
          ...(shots.length > 0 || multiShot ? (['multi_shot'] as const) : []),
        ],
      })
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
