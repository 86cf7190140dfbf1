import type {FileUse} from '../media/types.js'
import type {JsonBody} from '../http/streaming-body.js'
import {modelLimit} from '../catalog/limits.js'
import {findModel, modelName} from '../catalog/models.js'
import {KlingError} from '../errors/kling-error.js'
import {missingArgument, requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import {type Ability, checkAbilities, checkHasAbility, hasAbility, withMode} from './abilities.js'
import {parseCameraControl} from './camera-control.js'
import {parseDynamicMasks} from './dynamic-masks.js'
import {checkPlaceholders, unnamedInputs} from './placeholders.js'
import type {CreateRequest} from './request.js'
import {checkShots, lengthOf, promptsOf, shotFields} from './shots.js'
import type {Text2VideoOptions} from './text2video.js'
import {checkCfgScale, checkElementIds, checkModelValues, checkPrompt, sentCfgScale} from './values.js'

/** What `kling video create-from-image` was asked for. */
export interface Image2VideoOptions extends Omit<Text2VideoOptions, 'ratio'> {
  firstFrame?: string | undefined
  lastFrame?: string | undefined
  staticMask?: string | undefined
  /** JSON */
  dynamicMasks?: string | undefined
  voices: string[]
  /** 64-bit ids, as digits. */
  elements: string[]
}

const kind = taskKindOf('image2video')

/** What the model must be able to do for this request. */
function needsOf(options: Image2VideoOptions): Ability[] {
  const {firstFrame, lastFrame} = options
  const wanted: [unknown, Ability][] = [
    [lastFrame, firstFrame ? 'end_frame' : 'tail_only'],
    [options.staticMask ?? options.dynamicMasks, 'motion_brush'],
    [options.cameraControl, 'camera_control'],
    [options.sound, 'sound'],
    [options.voices.length > 0, 'voice'],
    [options.cfgScaleIsGiven, 'cfg_scale'],
    [options.negative, 'negative_prompt'],
    [options.shots.length > 0 || options.multiShot, 'multi_shot'],
    [options.elements.length > 0, 'elements'],
  ]
  return wanted.filter(([asked]) => asked).map(([, ability]) => ability)
}

/** What is wrong inside a control matters only where the model has it; several exclude each other anyway. */
function checkControl(options: Image2VideoOptions): void {
  const {model, cameraControl, dynamicMasks, staticMask, lastFrame, unchecked} = options
  const isAlone = lastFrame === undefined && (cameraControl === undefined) !== (dynamicMasks === undefined)
  if (unchecked || !isAlone || staticMask !== undefined) return
  checkHasAbility(kind.endpoint, model, cameraControl === undefined ? 'motion_brush' : 'camera_control')
}

/** Rules between the inputs that hold for every model. */
function checkCombinations(options: Image2VideoOptions): void {
  const controls = [
    options.lastFrame !== undefined && '--last-frame',
    (options.staticMask ?? options.dynamicMasks) !== undefined &&
      t`the motion brush (--static-mask, --dynamic-mask)`,
    options.cameraControl !== undefined && '--camera-control',
  ].filter(control => control !== false)
  if (controls.length > 1) {
    throw new KlingError('conflicting_controls', t`${controls.join(t`, `)} cannot be used together.`, {
      hint: t`Use only one of last frame, motion brush and camera control.`,
    })
  }
  const most = (fact: 'voices' | 'elements'): number => {
    const limit = options.unchecked ? Infinity : modelLimit(kind.endpoint, options.model, fact)
    // What a model does not take at all is told below.
    return limit === 0 ? Infinity : limit
  }
  const [maxVoices, maxElements] = [most('voices'), most('elements')]
  if (options.voices.length > maxVoices) {
    throw new KlingError(
      'incompatible_voice',
      t`Too many voices: ${options.voices.length}, maximum ${maxVoices}.`,
    )
  }
  if (options.elements.length > maxElements) {
    throw new KlingError(
      'incompatible_element',
      t`Too many elements: ${options.elements.length}, maximum ${maxElements}.`,
    )
  }
  if (options.voices.length > 0 && options.elements.length > 0) {
    throw new KlingError('incompatible_voice', t`--voice and --element cannot be used together.`, {
      hint: t`Bind the voice to the element, or omit one of them.`,
    })
  }
}

/** Image to video → `/v1/videos/image2video`. */
export const image2video: CreateRequest<Image2VideoOptions> = {
  kind,

  settle(asked) {
    const options = {...asked, sound: asked.sound || asked.voices.length > 0}
    return withMode(kind.endpoint, options, needsOf(options))
  },

  unnamed: options =>
    unnamedInputs(promptsOf(options), {voice: options.voices.length, element: options.elements.length}),

  checkValues(options) {
    const {unchecked} = options
    checkPrompt(options.prompt, {optional: true, unchecked})
    if (!unchecked) checkPromptIsThere(options)
    checkShots(options)
    checkModelValues(kind.endpoint, {...options, duration: lengthOf(options)})
    checkPrompt(options.negative, {optional: true, flag: 'negative', unchecked})
    checkCfgScale(options.cfgScale)
    checkElementIds(options.elements)
    checkControl(options)
    if (options.cameraControl !== undefined) parseCameraControl(options.cameraControl)
    if (options.dynamicMasks !== undefined) parseDynamicMasks(options.dynamicMasks)
    // A last frame alone is for the model to allow or not.
    requireArgument(options.firstFrame ?? options.lastFrame, {
      code: 'missing_image',
      name: '--first-frame',
      example: 'kling video create-from-image "The cat starts to dance" --first-frame cat.png',
    })
  },

  files(options) {
    const {firstFrame, lastFrame, staticMask, dynamicMasks} = options
    const inputs: [string, string | undefined, FileUse['errorPrefix']][] = [
      ['first', firstFrame, 'image'],
      ['last', lastFrame, 'frame'],
      ['static mask', staticMask, 'mask'],
      ...parseMasks(dynamicMasks).map(({mask}, index): [string, string, FileUse['errorPrefix']] => [
        `mask ${index}`,
        mask,
        'mask',
      ]),
    ]
    return inputs.flatMap(([role, input, errorPrefix]) =>
      input === undefined ? [] : [{role, input, errorPrefix}],
    )
  },

  body(options, files) {
    checkCombinations(options)
    const {model, mode, prompt, negative, sound, voices, elements, cameraControl} = options
    const duration = lengthOf(options)
    if (!options.unchecked) {
      checkAbilities(kind.endpoint, {model, mode, duration, needs: needsOf(options)})
      checkSilence(options)
    }
    checkPlaceholders(promptsOf(options), {
      image: image2video.files(options).filter(({errorPrefix}) => errorPrefix !== 'mask').length,
      voice: voices.length,
      element: elements.length,
    })
    const body: JsonBody = {model_name: options.unchecked ? model : modelName(kind.endpoint, model)}
    if (options.firstFrame !== undefined) body.image = files.get('first')
    if (options.lastFrame !== undefined) body.image_tail = files.get('last')
    if (prompt) body.prompt = prompt
    Object.assign(body, {mode, duration})
    if (negative) body.negative_prompt = negative
    if (sentCfgScale(options, hasAbility(kind.endpoint, model, 'cfg_scale')))
      body.cfg_scale = Number(options.cfgScale)
    if (options.staticMask !== undefined) body.static_mask = files.get('static mask')
    const masks = parseMasks(options.dynamicMasks)
    if (masks.length > 0) {
      body.dynamic_masks = masks.map(({trajectories}, index) => ({
        mask: files.get(`mask ${index}`),
        trajectories: trajectories.map(({x, y}) => ({x, y})),
      }))
    }
    if (cameraControl !== undefined) body.camera_control = parseCameraControl(cameraControl)
    if (voices.length > 0) body.voice_list = voices.map(id => ({voice_id: id}))
    if (elements.length > 0) body.element_list = elements.map(id => ({element_id: id}))
    if (sound) body.sound = 'on'
    Object.assign(body, shotFields(options))
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}

/** @throws KlingError `incompatible_sound` for a model whose videos with a last frame are silent */
function checkSilence({model, lastFrame, sound}: Image2VideoOptions): void {
  if (!sound || lastFrame === undefined || !findModel(kind.endpoint, model)?.endFrameSilentOnly) return
  throw new KlingError('incompatible_sound', t`${model} does not support sound with a last frame.`, {
    hint: t`Omit --sound or --last-frame.`,
  })
}

/** @throws KlingError `missing_prompt` for a model that needs one here */
function checkPromptIsThere({model, prompt, shots}: Image2VideoOptions): void {
  if (prompt || shots.length > 0 || !findModel(kind.endpoint, model)?.promptRequired) return
  throw missingArgument({
    code: 'missing_prompt',
    name: msg`prompt`,
    hint: t`${model} requires one: put it in quotes after the command, use --prompt-file, or pipe it to stdin.`,
  })
}

function parseMasks(text: string | undefined): ReturnType<typeof parseDynamicMasks> {
  return text === undefined ? [] : parseDynamicMasks(text)
}
