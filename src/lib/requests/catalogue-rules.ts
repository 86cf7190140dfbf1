import {catalogue, findOffer, ownCatalogue} from '../catalog/catalogue.js'
import {type Breach, type FactName, breachesOf} from '../catalog/facts.js'
import {factsOfV1} from '../catalog/facts-v1.js'
import type {Predicate} from '../catalog/format.js'
import {modeOf} from '../catalog/modes.js'
import type {ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import type {JsonBody} from '../http/streaming-body.js'
import {listOf} from '../i18n/list.js'
import {msg, t, translate} from '../i18n/translate.js'

/** The words for facts, and the code of a request that breaks a rule about one. */
const words: Partial<Record<FactName, {code: ErrorCode; what: string}>> = {
  resolution: {code: 'invalid_mode', what: msg`this mode`},
  seconds: {code: 'invalid_duration', what: msg`this length`},
  audio: {code: 'incompatible_sound', what: msg`sound`},
  frames: {code: 'incompatible_last_frame', what: msg`a last frame`},
  images: {code: 'too_many_images', what: msg`so many images`},
  inputs: {code: 'too_many_images', what: msg`so many images and elements`},
  elements: {code: 'incompatible_element', what: msg`elements`},
  voices: {code: 'incompatible_voice', what: msg`voices`},
  shots: {code: 'invalid_argument', what: msg`several shots`},
  shotCharacters: {code: 'invalid_prompt', what: msg`so long a shot`},
  prompt: {code: 'missing_prompt', what: msg`no prompt`},
  promptCharacters: {code: 'invalid_prompt', what: msg`so long a prompt`},
  negativeCharacters: {code: 'invalid_prompt', what: msg`so long a negative prompt`},
  negative: {code: 'invalid_argument', what: '--negative'},
  ratio: {code: 'invalid_ratio', what: msg`this aspect ratio`},
  camera: {code: 'incompatible_camera_control', what: msg`camera control`},
  cameraMove: {code: 'incompatible_camera_control', what: msg`this camera move`},
  brush: {code: 'incompatible_motion_brush', what: msg`the motion brush (--static-mask, --dynamic-mask)`},
  cfgScale: {code: 'incompatible_cfg_scale', what: '--cfg-scale'},
}

/** What a condition is called behind "with". */
function conditionOf(name: string, predicate: Predicate): string | undefined {
  const values = [predicate].flat()
  if (name === 'video' && !values.includes('none'))
    return values.length > 1 ? t`a video` : values[0] === 'base' ? t`a base video` : t`a reference video`
  if (name === 'frames') return values.includes('first') ? t`a first frame` : t`a last frame`
  if (name === 'resolution') return t`mode ${listOf(values.map(value => modeOf(String(value))))}`
  if (name === 'seconds') return t`${listOf(values.map(String))} s`
  if (name === 'audio') return t`sound`
  return undefined
}

/** `kling-video-o1 does not support a last frame with a reference video.` */
function messageOf({fact, rule, value}: Breach, model: string): string {
  const conditions = Object.entries(rule.when ?? {}).flatMap(([name, one]) => conditionOf(name, one) ?? [])
  const what = translate(words[fact]?.what ?? fact)
  const most = rule.max?.[fact]
  const limit = most !== undefined && most > 0 ? ` (${t`${String(value)}, maximum ${most}`})` : ''
  return conditions.length > 0
    ? t`${model} does not support ${what} with ${listOf(conditions)}${limit}.`
    : t`${model} does not support ${what}${limit}.`
}

/**
 * Holds a body against the rules of the catalogue, as the facts that it is. What builders check with words of their own
 * does not come here.
 * @returns what sources disagree on
 * @throws KlingError of the first rule that is sure
 */
export function checkRules(endpoint: string, body: JsonBody): string[] {
  const name = typeof body.model_name === 'string' ? body.model_name : endpoint
  if (ownCatalogue().models.some(entry => entry.model === name && entry.endpoint === endpoint)) return []
  const model = findOffer(name, endpoint)?.model ?? catalogue().models.find(({key}) => key === endpoint)
  if (!model) return []
  const breaches = breachesOf([...catalogue().rules, ...model.rules], factsOfV1(endpoint, body))
  const sure = breaches.find(({rule}) => rule.level === 'refuse')
  if (sure) {
    throw new KlingError(words[sure.fact]?.code ?? 'invalid_argument', messageOf(sure, name), {
      hint: t`The source of this rule: ${sure.rule.source}. To send it anyway, add --unchecked.`,
    })
  }
  return breaches.map(breach => `${messageOf(breach, name)} ${t`Sources disagree: ${breach.rule.source}.`}`)
}
