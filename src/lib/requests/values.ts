import {listOf} from '../i18n/list.js'
import {commonLimit, commonValues} from '../catalog/limits.js'
import {
  durationsOf,
  findModel,
  formatDurations,
  isKnownModel,
  isOfNewStandard,
  modelsOf,
  servedModels,
  valuesOf,
} from '../catalog/models.js'
import {checkOneOf, noneOf, quote} from '../errors/check-one-of.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {controlCharacterIn} from '../media/read-text.js'

export const ratios: readonly string[] = commonValues('ratio')

export interface PromptOptions {
  optional?: boolean
  /** The flag that it was given with. */
  flag?: string
  unchecked?: boolean | undefined
}

const promptArgument = {
  code: 'missing_prompt',
  name: msg`prompt`,
  hint: msg`Put the prompt in quotes after the command, use --prompt-file, or pipe it to stdin.`,
} as const

/**
 * @param unchecked the limit does not hold
 * @throws KlingError `missing_prompt`, or `invalid_prompt` over the limit
 */
export function checkPrompt(
  prompt: string | undefined,
  {optional = false, flag = '', unchecked = false}: PromptOptions = {},
): void {
  if (!optional) requireArgument(prompt, promptArgument)
  const control = controlCharacterIn(prompt ?? '')
  if (control) {
    throw new KlingError(
      'invalid_prompt',
      t`${flag ? `--${flag}` : t`The prompt`} contains the control character ${control}.`,
      {hint: t`Remove it. Only tabs and line breaks may be in a prompt.`},
    )
  }
  // Code points, not UTF-16 units: that is what a person, and the API, counts.
  const length = [...(prompt ?? '')].length
  const promptLimit = commonLimit('promptCharacters')
  if (length > promptLimit && !unchecked) {
    throw new KlingError(
      'invalid_prompt',
      t`${flag ? `--${flag}` : t`The prompt`} is too long: ${length} characters, maximum ${promptLimit}.`,
      {
        hint: t`Shorten it by ${length - promptLimit} characters.`,
      },
    )
  }
}

/** @throws KlingError `invalid_ratio` */
export function checkRatio(ratio: string, unchecked = false): void {
  if (!unchecked) checkOneOf('invalid_ratio', 'ratio', ratio, ratios)
}

export interface ModelValues {
  model: string
  mode: string
  duration?: string | undefined
  /** Takes whatever the catalogue does not know. */
  unchecked?: boolean | undefined
}

/**
 * Checks a mode against those of an endpoint.
 * @param hasModels whether the command has `--model`, whose value may stand here by mistake
 * @throws KlingError `invalid_mode`
 */
export function checkMode(mode: string, modes: readonly string[], {hasModels}: {hasModels: boolean}): void {
  if (modes.includes(mode)) return
  const error = noneOf('invalid_mode', '--mode', mode, modes)
  if (!isKnownModel(mode)) throw error
  throw error.with({
    hint: hasModels
      ? t`Did you mean --model ${mode}? Here, --mode is the quality.`
      : t`This command has one model. Here, --mode is the quality.`,
  })
}

/** The error of a duration that a model does not have, with the models that have it. @param durations those it has */
export function wrongDuration(
  endpoint: string,
  {
    model,
    duration,
    durations,
    case: inWhich,
  }: {model: string; duration: string; durations: string[]; case?: string | undefined},
): KlingError {
  const others = modelsOf(endpoint).filter(
    other => !other.retired && other.model !== model && durationsOf(other)?.includes(duration),
  )
  const supported = formatDurations(durations)
  const hint = others.length > 0 ? t`Supported by ${listOf(others.map(other => other.model))}.` : undefined
  return new KlingError(
    'invalid_duration',
    inWhich
      ? t`With ${inWhich}, ${model} supports ${supported} seconds, not ${duration}.`
      : t`${model} supports ${supported} seconds, not ${duration}.`,
    {hint},
  )
}

/** Endpoint of the catalogue → the command that uses it. */
const commandsOfEndpoints: Record<string, string> = {
  'omni-video': 'kling video create',
  text2video: 'kling video create-from-text',
  image2video: 'kling video create-from-image',
  'motion-control': 'kling video create-motion-control',
  avatar: 'kling video create-avatar',
}

/** A model of other commands: what it is like here. */
function usedElsewhere(model: string, endpoints: string[], names: string[]): KlingError {
  const commands = listOf(endpoints.map(endpoint => commandsOfEndpoints[endpoint]!))
  const near = names.find(name => name.startsWith(`${model}-`) || model.startsWith(`${name}-`))
  return new KlingError(
    'invalid_model',
    t`This command does not support ${model}; it is used by: ${commands}.`,
    {
      hint: near
        ? t`Here, use --model ${near}, which is the nearest.`
        : t`Supported models: ${names.join(t`, `)}.`,
    },
  )
}

/** A model that only the new standard has: what would be sent here is not for it, checked or not. */
function ofNewStandard(model: string, names: string[]): KlingError {
  return new KlingError(
    'invalid_model',
    t`${model} exists only in the new API standard, which takes an API key.`,
    {
      hint: t`This command does not send requests of that standard yet. Supported models: ${names.join(t`, `)}.`,
    },
  )
}

/**
 * Checks model, mode and duration each by itself against the catalogue.
 * @throws KlingError `invalid_model`, `invalid_mode`, `invalid_duration`
 */
export function checkModelValues(endpoint: string, {model, mode, duration, unchecked}: ModelValues): void {
  if (duration !== undefined && !/^[1-9]\d*$/.test(duration)) {
    throw new KlingError(
      'invalid_duration',
      t`--duration must be a whole number of seconds, not ${quote(duration)}.`,
    )
  }
  if (!findModel(endpoint, model) && isOfNewStandard(endpoint, model))
    throw ofNewStandard(model, servedModels(endpoint))
  if (unchecked) return
  const entry = findModel(endpoint, model)
  if (!entry) {
    const names = servedModels(endpoint)
    const others = Object.keys(commandsOfEndpoints).filter(other => findModel(other, model) !== undefined)
    if (others.length > 0) throw usedElsewhere(model, others, names)
    throw new KlingError(
      'invalid_model',
      t`Unknown model for this command: ${quote(model)}${didYouMean(model, names)}.`,
      {
        hint: t`Supported models: ${names.join(t`, `)}. To use a model that kling does not know yet, add --unchecked.`,
      },
    )
  }
  checkMode(mode, valuesOf(endpoint).modes, {hasModels: true})
  if (entry.modes && !entry.modes.includes('any') && !entry.modes.includes(mode)) {
    const others = modelsOf(endpoint).filter(other => !other.retired && other.modes?.includes(mode))
    throw new KlingError(
      'invalid_mode',
      t`${model} does not support mode ${mode}. Supported: ${listOf(entry.modes)}.`,
      {
        hint:
          others.length > 0
            ? t`Mode ${mode} is supported by ${listOf(others.map(other => other.model))}.`
            : undefined,
      },
    )
  }
  // With scenarios, it depends on more than the model.
  const {durations} = entry
  if (duration !== undefined && durations && !durations.includes(duration))
    throw wrongDuration(endpoint, {model, duration, durations})
}

/** @throws KlingError `invalid_argument` unless it is an http(s) URL; a local file gets its own sentence */
export function checkVideoUrl(flag: string, value: string): void {
  if (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value)) return
  throw new KlingError(
    'invalid_argument',
    t`--${flag} must be the URL of a video; the API does not accept local files here.`,
    {
      hint: t`Upload the video to where the service can fetch it over http(s), and use that URL.`,
    },
  )
}

/** @throws KlingError `invalid_cfg_scale` */
export function checkCfgScale(text: string): void {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN
  if (value >= 0 && value <= 1) return
  throw new KlingError('invalid_cfg_scale', t`--cfg-scale must be a number from 0 to 1, not ${quote(text)}.`)
}

/** Whether `cfg_scale` goes into the body: only to models that know it, or as asked for with --unchecked. */
export function sentCfgScale(
  {cfgScaleIsGiven, unchecked}: {cfgScaleIsGiven?: boolean | undefined; unchecked?: boolean | undefined},
  modelHasIt: boolean,
): boolean {
  return modelHasIt || Boolean(cfgScaleIsGiven && unchecked)
}

/** @throws KlingError `invalid_argument` unless each is the number of an element */
export function checkElementIds(ids: string[]): void {
  for (const id of ids) {
    if (/^\d{1,19}$/.test(id)) continue
    throw new KlingError(
      'invalid_argument',
      t`--element must be the numeric ID of an element, not ${quote(id)}.`,
      {
        hint: t`List your elements with: kling video element list`,
      },
    )
  }
}
