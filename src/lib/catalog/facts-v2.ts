import type {JsonBody, JsonValue} from '../http/streaming-body.js'
import type {Facts} from './facts.js'

/** Settings that the new standard documents, and what they may be. */
const settingChecks: Record<string, (value: JsonValue) => boolean> = {
  resolution: value => ['720p', '1080p', '4k'].includes(value as string),
  duration: value => Number.isInteger(value),
  aspect_ratio: value => typeof value === 'string',
  audio: value => ['native', 'original', 'off'].includes(value as string),
  multi_shot: value => typeof value === 'boolean',
  character_orientation: value => ['image', 'video'].includes(value as string),
}

const contentTypes = [
  ...['prompt', 'first_frame', 'middle_frame', 'last_frame', 'refer_image', 'feature_video', 'base_video'],
  ...['element', 'voice', 'image', 'video'],
]

const isObject = (value: JsonValue | undefined): value is JsonBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Shots that are written in a prompt: `shot 1, 3, a door; shot 2, 2, a cat;` */
const shotPattern = /(?:shot|镜头)\s*\d+\s*[,，]\s*\d+\s*[,，]/gi

/**
 * The facts of a body of the new standard.
 * @param product what is made at its path
 * @param soundIsMade whether the model makes sound without being asked
 * @returns undefined for a body with anything undocumented in what a price depends on
 */
export function factsOfV2(product: string, body: JsonBody, soundIsMade = false): Facts | undefined {
  const {settings = {}, contents = [], options: _options, prompt: own, ...others} = body
  if (Object.keys(others).length > 0 || !isObject(settings) || !Array.isArray(contents)) return undefined
  const isDocumented = Object.entries(settings).every(
    ([name, value]) =>
      Object.hasOwn(settingChecks, name) && value !== undefined && settingChecks[name]!(value),
  )
  const items = contents.filter(isObject)
  const areKnown = items.every(({type}) => contentTypes.includes(type as string))
  if (!isDocumented || !areKnown || items.length < contents.length) return undefined
  const count = (...types: string[]): number =>
    items.filter(({type}) => types.includes(type as string)).length
  const prompt = own ?? items.find(({type}) => type === 'prompt')?.text
  const text = typeof prompt === 'string' ? prompt : ''
  const [first, last] = [count('first_frame') > 0, count('last_frame') > 0]
  const images = count('first_frame', 'middle_frame', 'last_frame', 'refer_image')
  const video = count('base_video') > 0 ? 'base' : count('feature_video') > 0 ? 'feature' : 'none'
  const usualAudio = product === 'motion-control' ? 'original' : soundIsMade ? 'native' : 'off'
  return {
    standard: 'v2',
    product,
    resolution: (settings.resolution as string | undefined) ?? '720p',
    audio: (settings.audio as Facts['audio']) ?? usualAudio,
    frames: first && last ? 'both' : first ? 'first' : last ? 'last' : 'none',
    middleFrames: count('middle_frame'),
    video,
    images,
    references: count('refer_image'),
    elements: count('element'),
    inputs: images + count('element'),
    voices: count('voice'),
    shots: settings.multi_shot === false ? 0 : [...text.matchAll(shotPattern)].length,
    prompt: text !== '',
    promptCharacters: [...text].length,
    negative: false,
    camera: false,
    brush: false,
    cfgScale: false,
    ...(video !== 'base' && typeof settings.duration === 'number' && {seconds: settings.duration}),
    ...(typeof settings.aspect_ratio === 'string' && {ratio: settings.aspect_ratio}),
    ...(typeof settings.character_orientation === 'string' && {orientation: settings.character_orientation}),
  }
}
