import type {JsonBody} from '../http/streaming-body.js'
import {findModel, modelName} from '../catalog/models.js'
import {noneOf} from '../errors/check-one-of.js'
import {KlingError} from '../errors/kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {t} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import type {CreateRequest} from './request.js'
import {checkElementIds, checkModelValues, checkPrompt, checkVideoUrl} from './values.js'

export const motionControlModel = 'kling-v2-6'

export const orientations = ['image', 'video'] as const

/** What `kling video create-motion-control` was asked for. */
export interface MotionControlOptions {
  prompt?: string | undefined
  image?: string | undefined
  video?: string | undefined
  orientation: string
  mode: string
  model: string
  keepSound: boolean
  elements: string[]
  watermark?: boolean | undefined
  unchecked?: boolean | undefined
}

const kind = taskKindOf('motion-control')

const example = 'kling video create-motion-control --image person.png --video https://example.com/dance.mp4'

/** @throws KlingError `invalid_orientation`; a file, for which `-o` stands elsewhere, gets its own hint */
function checkOrientation(orientation: string): void {
  if (orientations.some(known => known === orientation)) return
  const error = noneOf('invalid_orientation', '--orientation', orientation, orientations)
  const isFile = /^-$|[\\/]|\.\w{2,4}$/.test(orientation)
  throw isFile
    ? error.with({hint: t`Did you mean --output ${orientation}? Here, -o is --orientation.`})
    : error
}

/** The motion of a video for the person of an image → `/v1/videos/motion-control`. */
export const motionControl: CreateRequest<MotionControlOptions> = {
  kind,

  checkValues(options) {
    checkPrompt(options.prompt, {optional: true, unchecked: options.unchecked})
    checkModelValues(kind.endpoint, options)
    checkOrientation(options.orientation)
    checkElementIds(options.elements)
    requireArgument(options.image, {code: 'missing_image', name: '--image', example})
    const video = requireArgument(options.video, {code: 'missing_video', name: '--video', example})
    checkVideoUrl('video', video)
  },

  files: ({image}) => (image === undefined ? [] : [{role: 'image', input: image, errorPrefix: 'image'}]),

  body(options, files) {
    const {model, elements, orientation} = options
    const most = findModel(kind.endpoint, model)?.maxElements ?? 0
    if (!options.unchecked && elements.length > most) {
      throw new KlingError(
        'incompatible_element',
        most === 0
          ? t`${model} does not support elements here.`
          : t`Too many elements: ${elements.length}, maximum with ${model}: ${most}.`,
      )
    }
    if (elements.length > 0 && orientation !== 'video') {
      throw new KlingError('incompatible_element', t`--element requires --orientation video.`, {
        hint: t`With an element, the person always faces as in the video.`,
      })
    }
    const body: JsonBody = {
      model_name: options.unchecked ? model : modelName(kind.endpoint, model),
      image_url: files.get('image'),
      video_url: options.video,
      character_orientation: orientation,
      mode: options.mode,
      keep_original_sound: options.keepSound ? 'yes' : 'no',
    }
    if (options.prompt) body.prompt = options.prompt
    if (elements.length > 0) body.element_list = elements.map(id => ({element_id: id}))
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}
