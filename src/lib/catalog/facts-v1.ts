import type {JsonBody, JsonValue} from '../http/streaming-body.js'
import type {Facts} from './facts.js'
import {resolutionOf} from './modes.js'

type Value = JsonValue | undefined

const itemsOf = (value: Value): JsonBody[] => (Array.isArray(value) ? (value as JsonBody[]) : [])

const textOf = (value: Value): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Characters as a person counts them, and the service. */
const lengthOf = (value: Value): number => [...(textOf(value) ?? '')].length

const framesOf = (hasFirst: boolean, hasLast: boolean): NonNullable<Facts['frames']> =>
  hasFirst && hasLast ? 'both' : hasFirst ? 'first' : hasLast ? 'last' : 'none'

/** Seconds, which the older standard writes as text; numbers are taken, too. */
export function secondsOf(value: Value): number | undefined {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined
}

function imageFacts(product: string, body: JsonBody): Facts {
  if (product === 'omni-video') {
    const images = itemsOf(body.image_list)
    const has = (type: string): boolean => images.some(image => image?.type === type)
    const references = images.filter(image => image?.type === undefined).length
    return {frames: framesOf(has('first_frame'), has('end_frame')), images: images.length, references}
  }
  const [first, last] = [body.image !== undefined, body.image_tail !== undefined]
  return {frames: framesOf(first, last), images: Number(first) + Number(last), references: 0}
}

function videoFacts({video_list: list}: JsonBody): NonNullable<Facts['video']> {
  const videos = itemsOf(list)
  if (videos.length === 0) return 'none'
  return videos.some(video => video?.refer_type !== 'feature') ? 'base' : 'feature'
}

function shotFacts({multi_shot: isSeveral, multi_prompt: list}: JsonBody): Facts {
  const shots = itemsOf(list)
  return {
    shots: isSeveral === true ? Math.max(1, shots.length) : 0,
    shotCharacters: Math.max(0, ...shots.map(shot => lengthOf(shot?.prompt))),
  }
}

function audioFacts(body: JsonBody, voices: number): NonNullable<Facts['audio']> {
  // A voice is heard, whatever the switch says.
  if (body.sound === 'on' || voices > 0) return 'native'
  const [video] = itemsOf(body.video_list)
  const keeps = video ? video.keep_original_sound !== 'no' : body.keep_original_sound === 'yes'
  return keeps ? 'original' : 'off'
}

/** The facts of a body of the older standard. @param product what is made at its path */
export function factsOfV1(product: string, body: JsonBody): Facts {
  const elements = itemsOf(body.element_list).length
  const voices = itemsOf(body.voice_list).length
  const images = imageFacts(product, body)
  const video = videoFacts(body)
  const shots = shotFacts(body)
  const camera = body.camera_control as JsonBody | undefined
  const usualMode = product === 'omni-video' ? 'pro' : 'std'
  const facts: Facts = {
    standard: 'v1',
    product,
    resolution: resolutionOf(typeof body.mode === 'string' ? body.mode : usualMode),
    audio: audioFacts(body, voices),
    ...images,
    ...shots,
    video,
    elements,
    inputs: images.images! + elements,
    voices,
    prompt: textOf(body.prompt) !== undefined || shots.shots! > 0,
    promptCharacters: lengthOf(body.prompt),
    negative: textOf(body.negative_prompt) !== undefined,
    negativeCharacters: lengthOf(body.negative_prompt),
    camera: camera !== undefined,
    brush: body.static_mask !== undefined || body.dynamic_masks !== undefined,
    cfgScale: body.cfg_scale !== undefined,
  }
  // A video that is edited keeps its length.
  const seconds = video === 'base' ? undefined : secondsOf(body.duration)
  if (seconds !== undefined) facts.seconds = seconds
  const texts = {
    ratio: body.aspect_ratio,
    cameraMove: camera?.type,
    orientation: body.character_orientation,
  }
  for (const [name, value] of Object.entries(texts)) {
    const text = textOf(value)
    if (text !== undefined) Object.assign(facts, {[name]: text})
  }
  return facts
}

/** The facts of a request for pictures. */
export function factsOfPictures(product: string, body: JsonBody): Facts {
  const images = itemsOf(body.image_list).length + (body.image === undefined ? 0 : 1)
  const elements = itemsOf(body.element_list).length
  const isSeries = body.result_type === 'series'
  const count = isSeries ? (body.series_amount ?? 4) : (body.n ?? 1)
  return {
    standard: 'v1',
    product,
    resolution: textOf(body.resolution) ?? '1k',
    images,
    elements,
    inputs: images + elements,
    promptCharacters: lengthOf(body.prompt),
    // A series that the model decides on has no number yet.
    ...(typeof count === 'number' && {count}),
  }
}
