import type {FileUse} from '../media/types.js'
import {listOf} from '../i18n/list.js'
import type {JsonBody} from '../http/streaming-body.js'
import {type ModelEntry, durationsOf, findModel, modelName, modelsOf} from '../catalog/models.js'
import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import {checkPlaceholders, unnamedInputs} from './placeholders.js'
import type {CreateRequest} from './request.js'
import {type ShotOptions, checkShots, lengthOf, promptsOf, shotFields} from './shots.js'
import {
  checkElementIds,
  checkModelValues,
  checkPrompt,
  checkRatio,
  checkVideoUrl,
  wrongDuration,
} from './values.js'

export const omniVideoModel = 'kling-video-o1'

/** What `kling video create` was asked for. */
export interface OmniVideoOptions extends ShotOptions {
  /** What the video shows. */
  prompt?: string | undefined
  /** Image that it begins with: a file or a URL. */
  firstFrame?: string | undefined
  /** Image that it ends with: a file or a URL. */
  lastFrame?: string | undefined
  /** Images of what it shows: files or URLs. */
  references: string[]
  /** 64-bit ids, as digits. */
  elements: string[]
  /** URL of a video whose style or camera it takes over. */
  featureVideo?: string | undefined
  /** URL of a video to edit. */
  baseVideo?: string | undefined
  /** Leaves out the sound of that video. */
  excludeSound?: boolean | undefined
  /** Name of the model, such as `kling-v3-omni`. */
  model: string
  /** `std`, `pro` or `4k`. */
  mode: string
  /** Seconds, as text. */
  duration: string
  /** Whether the user chose the duration: it then has to be that of the shots together. */
  durationIsGiven?: boolean | undefined
  /** Also makes sound. */
  sound?: boolean | undefined
  /** Aspect ratio, such as `16:9`. */
  ratio: string
  /** Also makes a copy with a watermark. */
  watermark?: boolean | undefined
  /** Skips the checks of the model catalogue. */
  unchecked?: boolean | undefined
}

/** What `kling video create` takes where nothing is said: a start for your own options. */
export const omniVideoDefaults: OmniVideoOptions = {
  model: omniVideoModel,
  mode: 'pro',
  duration: '5',
  ratio: '16:9',
  references: [],
  elements: [],
  shots: [],
}

const kind = taskKindOf('create')

/** Which row of the model's scenarios a request is. */
function scenarioOf(options: OmniVideoOptions): NonNullable<ModelEntry['scenarios']>[number]['id'] {
  if (options.baseVideo) return 'base_video'
  if (options.featureVideo) return 'feature_video'
  if (options.lastFrame) return 'first_last_frame'
  const references = options.references.length + options.elements.length
  if (options.firstFrame) return references > 0 ? 'reference' : 'first_frame'
  return references > 0 ? 'reference' : 'text'
}

/** What each scenario is called in a message. */
const scenarioWords = {
  text: msg`text alone`,
  first_frame: msg`a first frame alone`,
  first_last_frame: msg`first and last frame`,
  reference: msg`references`,
  feature_video: msg`a reference video`,
  base_video: msg`a base video`,
} as const

/** Rules between the inputs that hold for every model. */
function checkFlags(options: OmniVideoOptions): void {
  if (options.featureVideo && options.baseVideo) {
    throw new KlingError(
      'conflicting_video_flags',
      t`--ref-video and --base-video cannot be used together.`,
      {
        hint: t`A reference video provides style or camera; a base video is edited. Use only one of them.`,
      },
    )
  }
  if (options.lastFrame && !options.firstFrame) {
    throw new KlingError('last_frame_requires_first', t`--last-frame requires --first-frame.`, {
      hint: t`Also specify the first frame.`,
    })
  }
  if (options.baseVideo && options.firstFrame) {
    throw new KlingError(
      'conflicting_video_flags',
      t`--base-video cannot be used with a first or last frame.`,
      {
        hint: t`Use --ref-image for the pictures of an edit.`,
      },
    )
  }
}

function checkSoundAndShots(options: OmniVideoOptions, entry: ModelEntry): void {
  const {model, sound, multiShot, shots, featureVideo, baseVideo} = options
  const others = (ability: 'sound' | 'multi_shot'): string | undefined => {
    const models = modelsOf(kind.endpoint).filter(other => other[ability])
    return models.length > 0 ? t`Supported by ${listOf(models.map(other => other.model))}.` : undefined
  }
  if (sound && !entry.sound) {
    throw new KlingError('incompatible_sound', t`${model} does not support sound.`, {hint: others('sound')})
  }
  if (sound && (featureVideo ?? baseVideo) && entry.soundWithVideo === false) {
    throw new KlingError('incompatible_sound', t`${model} does not support sound with an input video.`, {
      hint: t`Omit --sound. The video keeps its own sound unless --ref-exclude-sound is given.`,
    })
  }
  const severalShots = multiShot || shots.length > 0
  if (severalShots && !entry.multi_shot) {
    throw new KlingError('invalid_argument', t`${model} does not support several shots.`, {
      hint: others('multi_shot'),
    })
  }
  if (severalShots && baseVideo) {
    throw new KlingError('conflicting_video_flags', t`--base-video cannot be used with several shots.`)
  }
}

/** Rules between the inputs that the catalogue has for the model. */
function checkModelRules(options: OmniVideoOptions, entry: ModelEntry, duration: string): void {
  checkSoundAndShots(options, entry)
  const {model, elements, references, firstFrame, lastFrame} = options
  const images = references.length + (firstFrame ? 1 : 0) + (lastFrame ? 1 : 0)
  const video = options.featureVideo ?? options.baseVideo
  const {inputs} = entry
  if (inputs) {
    const most = video ? inputs.maxImagesPlusElementsWithVideo : inputs.maxImagesPlusElements
    if (images + elements.length > most) {
      const what = elements.length > 0 ? t`images and elements` : t`images`
      throw new KlingError(
        'too_many_images',
        t`Too many ${what}: ${images + elements.length}, maximum with ${model}: ${most}${video ? t` with a video` : ''}.`,
        {hint: t`Omit ${images + elements.length - most} of them; first and last frame count too.`},
      )
    }
    if (lastFrame && inputs.maxImagesWithEndFrame !== undefined && images > inputs.maxImagesWithEndFrame) {
      throw new KlingError(
        'too_many_images',
        t`${model} does not support reference images with first and last frame.`,
        {
          hint: t`Omit --ref-image or --last-frame.`,
        },
      )
    }
    if (
      lastFrame &&
      inputs.maxElementsWithEndFrame !== undefined &&
      elements.length > inputs.maxElementsWithEndFrame
    ) {
      throw new KlingError(
        'incompatible_element',
        t`${model} does not support elements with first and last frame.`,
        {
          hint: t`Omit --element or --last-frame.`,
        },
      )
    }
    const mostWithFrame = inputs.maxElementsWithFirstFrame
    if (firstFrame && mostWithFrame !== undefined && elements.length > mostWithFrame) {
      throw new KlingError(
        'incompatible_element',
        t`${model} supports at most ${mostWithFrame} elements with a first frame.`,
      )
    }
  }
  checkDuration(options, entry, duration)
}

/** Whether the model has the duration for what is asked. */
function checkDuration(options: OmniVideoOptions, entry: ModelEntry, duration: string): void {
  const {model} = options
  const id = scenarioOf(options)
  // The length of an edited video is its own, whatever is said.
  const isOwn = id === 'base_video'
  const durations = isOwn ? durationsOf(entry) : entry.scenarios?.find(row => row.id === id)?.durations
  if (!durations || durations.includes(duration)) return
  const inWhich = isOwn ? undefined : translate(scenarioWords[id])
  throw wrongDuration(kind.endpoint, {model, duration, durations, case: inWhich})
}

/** The inputs by kind, as placeholders count them: frames are images, in the order of the body. */
export function omniInputs(options: OmniVideoOptions): {image: number; element: number; video: number} {
  return {
    image: (options.firstFrame ? 1 : 0) + (options.lastFrame ? 1 : 0) + options.references.length,
    element: options.elements.length,
    video: options.featureVideo || options.baseVideo ? 1 : 0,
  }
}

/** Inputs that the prompt does not name; frames need no name. */
export function unnamedOmniInputs(options: OmniVideoOptions): string[] {
  const frames = (options.firstFrame ? 1 : 0) + (options.lastFrame ? 1 : 0)
  const isFrame = (text: string): boolean =>
    Number(/^<<<image_(\d+)>>>$/.exec(text)?.[1] ?? Infinity) <= frames
  return unnamedInputs(promptsOf(options), omniInputs(options)).filter(text => !isFrame(text))
}

/** Omni video: text, frames, reference images, elements, a reference or base video → `/v1/videos/omni-video`. */
export const omniVideo: CreateRequest<OmniVideoOptions> = {
  kind,
  unnamed: unnamedOmniInputs,

  checkValues(options) {
    const {unchecked} = options
    checkPrompt(options.prompt, {optional: options.shots.length > 0, unchecked})
    checkShots(options)
    const duration = lengthOf(options)
    checkModelValues(kind.endpoint, {...options, duration})
    const entry = unchecked ? undefined : findModel(kind.endpoint, options.model)
    // What no request of the model has is said at once, like any wrong value.
    if (entry && !durationsOf(entry)?.includes(duration)) checkDuration(options, entry, duration)
    checkRatio(options.ratio, unchecked)
    checkElementIds(options.elements)
    if (options.featureVideo) checkVideoUrl('ref-video', options.featureVideo)
    if (options.baseVideo) checkVideoUrl('base-video', options.baseVideo)
  },

  files({firstFrame, lastFrame, references}) {
    const frames: [string, string | undefined][] = [
      ['first', firstFrame],
      ['last', lastFrame],
    ]
    return [
      ...frames.flatMap(([role, input]): FileUse[] =>
        input === undefined ? [] : [{role, input, errorPrefix: 'frame'}],
      ),
      ...references.map((input, index): FileUse => ({
        role: `reference ${index}`,
        input,
        errorPrefix: 'ref_image',
      })),
    ]
  },

  body(options, files) {
    checkFlags(options)
    const entry = options.unchecked ? undefined : findModel(kind.endpoint, options.model)
    const duration = lengthOf(options)
    if (entry) checkModelRules(options, entry, duration)
    checkPlaceholders(promptsOf(options), omniInputs(options))

    const {firstFrame, lastFrame, references, elements, featureVideo, baseVideo} = options
    const video = featureVideo ?? baseVideo
    const imageList = [
      ...(firstFrame ? [{image_url: files.get('first'), type: 'first_frame'}] : []),
      ...(lastFrame ? [{image_url: files.get('last'), type: 'end_frame'}] : []),
      ...references.map((_, index) => ({image_url: files.get(`reference ${index}`)})),
    ]
    const body: JsonBody = {
      model_name: options.unchecked ? options.model : modelName(kind.endpoint, options.model),
      prompt: options.prompt ?? '',
      mode: options.mode,
    }
    if (!baseVideo) body.duration = duration
    if (!baseVideo && !firstFrame) body.aspect_ratio = options.ratio
    if (imageList.length > 0) body.image_list = imageList
    if (elements.length > 0) body.element_list = elements.map(id => ({element_id: id}))
    if (video) {
      body.video_list = [
        {
          video_url: video,
          refer_type: baseVideo ? 'base' : 'feature',
          keep_original_sound: options.excludeSound ? 'no' : 'yes',
        },
      ]
    }
    if (options.sound) body.sound = 'on'
    Object.assign(body, shotFields(options))
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}
