import {lazyData} from './data.js'
import {t} from '../i18n/translate.js'

/** What a model can do in some of its modes and durations. */
export interface Abilities {
  /** mode → durations in seconds, as text; mode `any` where the model makes no difference. */
  cells: Record<string, string[]>
  camera_control: boolean
  end_frame: boolean
  tail_only: boolean
  motion_brush: boolean
  sound: boolean
  voice: boolean
  cfg_scale: boolean
  negative_prompt: boolean
  multi_shot?: boolean
  elements?: boolean
}

/** A combination of inputs of omni video and the durations that it allows. */
export interface Scenario {
  id: 'text' | 'first_frame' | 'first_last_frame' | 'reference' | 'feature_video' | 'base_video'
  when: string
  durations: string[]
  aspect_ratio: 'required' | 'optional' | 'forbidden'
}

/** One model at one endpoint, from `x-models` of the OpenAPI file. */
export interface ModelEntry {
  model: string
  endpoint: string
  modes?: string[]
  durations?: string[]
  /** Day on which the service stopped serving it, ISO 8601. */
  retired?: string
  /** Units a second by mode, for models that the price table does not have. */
  units_per_second?: Record<string, number>
  /** false: the model exists, but not at this endpoint. */
  supported?: false
  abilities?: Abilities[]
  scenarios?: Scenario[]
  sound?: boolean
  soundWithVideo?: boolean
  multi_shot?: boolean
  elements?: boolean
  /** A last frame and sound exclude each other. */
  endFrameSilentOnly?: boolean
  /** The endpoint's prompt is optional, but not for this model. */
  promptRequired?: boolean
  /** Most elements of a motion control task. */
  maxElements?: number
  inputs?: {
    maxImages: number
    maxImagesWithVideo: number
    maxImagesPlusElements: number
    maxImagesPlusElementsWithVideo: number
    maxImagesWithEndFrame?: number
    maxElementsWithFirstFrame?: number
    maxElementsWithEndFrame?: number
  }
}

const shipped = lazyData<ModelEntry[]>('./models.json')

/** The user's own entries; they come before the shipped ones. */
let own: ModelEntry[] = []

/** Adds models to the catalogue for this process; an entry for a known model and endpoint replaces it. */
export function addModels(entries: ModelEntry[]): void {
  own = entries
}

function entries(): ModelEntry[] {
  const isReplaced = ({model, endpoint}: ModelEntry): boolean =>
    own.some(entry => entry.model === model && entry.endpoint === endpoint)
  return own.length === 0 ? shipped() : [...own, ...shipped().filter(entry => !isReplaced(entry))]
}

/** The models of an endpoint, living ones first. */
export function modelsOf(endpoint: string): ModelEntry[] {
  const known = entries().filter(entry => entry.endpoint === endpoint && entry.supported !== false)
  return [...known.filter(entry => !entry.retired), ...known.filter(entry => entry.retired)]
}

/** A model at an endpoint, or undefined when the catalogue does not know it there. */
export function findModel(endpoint: string, model: string): ModelEntry | undefined {
  return modelsOf(endpoint).find(entry => entry.model === model)
}

/** Whether any endpoint has a model of this name. */
export function isKnownModel(name: string): boolean {
  return entries().some(({model}) => model === name)
}

/** Whether the service has retired a model wherever it was. */
export function isRetired(name: string): boolean {
  const known = entries().filter(({model}) => model === name)
  return known.length > 0 && known.every(({retired}) => retired !== undefined)
}

/** All modes and durations that some model of the endpoint has; for completions and first checks. */
export function valuesOf(endpoint: string): {modes: string[]; durations: string[]} {
  const known = modelsOf(endpoint)
  const durations = known.flatMap(entry => [
    ...(entry.durations ?? []),
    ...(entry.scenarios ?? []).flatMap(s => s.durations),
  ])
  return {
    modes: [...new Set(known.flatMap(entry => entry.modes ?? []).filter(mode => mode !== 'any'))],
    durations: [...new Set(durations)].sort((a, b) => Number(a) - Number(b)),
  }
}

/** Sizes of videos → the modes that make them. */
const modesOfSizes: Record<string, string> = {'720p': 'std', '1080p': 'pro', '2160p': '4k'}

/** The mode that a word means: `std`, or the size of its videos, `720p`. Other words stay. */
export function modeOf(text: string): string {
  return modesOfSizes[text.toLowerCase()] ?? text
}

/** All durations that a model has, whatever else is asked of it; undefined where the catalogue does not say. */
export function durationsOf({durations, scenarios}: ModelEntry): string[] | undefined {
  return durations ?? (scenarios && [...new Set(scenarios.flatMap(row => row.durations))])
}

/** `3–10`, or `5 or 10`: durations as a person would say them. */
export function formatDurations(durations: string[]): string {
  const numbers = durations.map(Number)
  const isRange = numbers.length > 2 && numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1)
  return isRange ? `${numbers[0]}–${numbers.at(-1)}` : durations.join(t` or `)
}
