import {type Facts, limitOf, matches, refusalBy} from './facts.js'
import type {Catalogue, CatalogueModel, Offer, Predicate, Rule} from './format.js'
import {serviceOf} from './lifecycle.js'
import {modeOf, resolutionOf} from './modes.js'
import type {Abilities, ModelEntry, Scenario} from './model-entry.js'

/** The products whose models commands choose by name. */
export const products = [
  'omni-video',
  'text2video',
  'image2video',
  'motion-control',
  'avatar',
  'video-extend',
] as const

/** What each ability is as facts of a request. */
const abilityFacts: Record<Exclude<keyof Abilities, 'cells'>, Facts> = {
  camera_control: {camera: true},
  end_frame: {frames: 'both', images: 2},
  tail_only: {frames: 'last', images: 1},
  motion_brush: {brush: true},
  sound: {audio: 'native'},
  voice: {voices: 1, audio: 'native'},
  cfg_scale: {cfgScale: true},
  negative_prompt: {negative: true},
  multi_shot: {shots: 2},
  elements: {elements: 1, inputs: 1},
}

/** What each scenario of omni video is as facts. */
const scenarioFacts: Record<Scenario['id'], Facts> = {
  text: {},
  first_frame: {frames: 'first', images: 1, inputs: 1},
  first_last_frame: {frames: 'both', images: 2, inputs: 2},
  reference: {references: 1, images: 1, inputs: 1},
  feature_video: {video: 'feature'},
  base_video: {video: 'base'},
}

/** A request for nothing but the least. */
const least: Facts = {
  audio: 'off',
  frames: 'none',
  video: 'none',
  images: 0,
  references: 0,
  elements: 0,
  inputs: 0,
  voices: 0,
  shots: 0,
  prompt: true,
}

const candidates = {
  resolution: ['720p', '1080p', '4k'],
  seconds: Array.from({length: 30}, (_, index) => index + 1),
} as const

const list = (predicate: Predicate | undefined): unknown[] | undefined =>
  predicate === undefined ? undefined : [predicate].flat()

/** The values of a fact that a model takes with some others; undefined where no rule names any. */
function valuesOf<Name extends 'resolution' | 'seconds'>(
  rules: Rule[],
  name: Name,
  facts: Facts,
): (typeof candidates)[Name][number][] | undefined {
  const applicable = rules.filter(
    ({level, when, requires}) =>
      level === 'refuse' && requires?.[name] !== undefined && matches(facts, when) === true,
  )
  if (applicable.length === 0) return undefined
  // Values beside the usual ones are taken from the rules themselves.
  const all: unknown[] = [
    ...candidates[name],
    ...applicable.flatMap(rule => list(rule.requires![name]) ?? []),
  ]
  return [...new Set(all)].filter(value =>
    applicable.every(rule => list(rule.requires![name])!.includes(value)),
  ) as (typeof candidates)[Name][number][]
}

/** The rules of a model at a place, and the least that can be asked of it there. */
interface Reading {
  rules: Rule[]
  base: Facts
  /** Whether the rules refuse something. */
  refuses: (facts: Facts) => boolean
}

/** What a model can do in each mode and length, those with the same abilities together. */
function abilitiesOf({rules, base, refuses}: Reading, modes: string[], durations: string[]): Abilities[] {
  const rows = new Map<string, Abilities>()
  // Mostly the length makes no difference.
  const isAlike = !rules.some(({when}) => when?.seconds !== undefined)
  const groups = isAlike ? [durations] : durations.map(duration => [duration])
  for (const mode of modes) {
    for (const group of groups) {
      const cell = {...base, resolution: resolutionOf(mode), seconds: Number(group[0])}
      const abilities = Object.fromEntries(
        Object.entries(abilityFacts).map(([ability, facts]) => [ability, !refuses({...cell, ...facts})]),
      ) as Omit<Abilities, 'cells'>
      const key = JSON.stringify(abilities)
      const row = rows.get(key) ?? {cells: {}, ...abilities}
      rows.set(key, row)
      ;(row.cells[mode] ??= []).push(...group)
    }
  }
  return [...rows.values()]
}

/** Properties that are found out when they are first asked for: most models are only listed by their names. */
function lazily<T extends object>(target: T, makers: {[Name in keyof T]?: () => T[Name]}): T {
  for (const [name, make] of Object.entries(makers) as [string, () => unknown][]) {
    const get = (): unknown => {
      const value = make()
      Object.defineProperty(target, name, {value, enumerable: true})
      return value
    }
    Object.defineProperty(target, name, {get, enumerable: true, configurable: true})
  }
  return target
}

/** What is particular of omni video: scenarios with their lengths, and how many inputs. */
function withOmni(entry: ModelEntry, {rules, base, refuses}: Reading): ModelEntry {
  const most = (fact: 'images' | 'inputs' | 'elements', facts: Facts): number | undefined =>
    limitOf(rules, fact, {...base, ...facts})
  const can = (facts: Facts): boolean => !refuses({...base, resolution: '720p', ...facts})
  const scenarios = Object.entries(scenarioFacts).map(([id, facts]): Scenario => {
    const durations = facts.video === 'base' ? [] : (valuesOf(rules, 'seconds', {...base, ...facts}) ?? [])
    return {id: id as Scenario['id'], durations: durations.map(String)}
  })
  return lazily<ModelEntry>(
    {...entry, scenarios},
    {
      inputs: () => ({
        maxImagesPlusElements: most('inputs', {}) ?? Infinity,
        maxImagesPlusElementsWithVideo: most('inputs', {video: 'feature'}) ?? Infinity,
        maxImagesWithEndFrame: most('images', {frames: 'both'}),
        maxElementsWithFirstFrame: most('elements', {frames: 'first'}),
        // Other limits are those with a first frame.
        maxElementsWithEndFrame: most('elements', {frames: 'both'}) === 0 ? 0 : undefined,
      }),
      sound: () => can({audio: 'native'}),
      soundWithVideo: () => can({audio: 'native', video: 'feature'}),
      multi_shot: () => can({shots: 2}),
      elements: () => can({elements: 1}),
    },
  )
}

/** What is particular of models whose abilities depend on mode and length. */
function withAbilities(entry: ModelEntry, reading: Reading): ModelEntry {
  const {rules, base, refuses} = reading
  const {modes = [], durations = []} = entry
  const last = modes.at(-1)!
  const both: Facts = {...base, ...abilityFacts.end_frame, seconds: Number(durations[0])}
  const withFrame: Facts = last === 'any' ? both : {...both, resolution: resolutionOf(last)}
  const moves = rules.find(({requires}) => requires?.cameraMove !== undefined)?.requires?.cameraMove
  const isSounding = (): boolean => entry.abilities!.some(({sound}) => sound)
  return lazily<ModelEntry>(entry, {
    abilities: () => abilitiesOf(reading, modes, durations),
    ...(moves !== undefined && {
      camera_types: () =>
        entry.abilities!.some(row => row.camera_control) ? (list(moves) as string[]) : undefined!,
    }),
    endFrameSilentOnly: () =>
      (!refuses(withFrame) && isSounding() && refuses({...withFrame, audio: 'native'})) || undefined!,
    promptRequired: () => refuses({...base, prompt: false}) || undefined!,
  })
}

function lifetimeOf(offer: Offer, today: string): Partial<ModelEntry> {
  const service = serviceOf(offer, today)
  if (service.state === 'retired')
    return {retired: service.day, ...(service.isSeen && {retirementIsSeen: true as const})}
  return service.state === 'served' && service.ends !== undefined ? {ends: service.ends} : {}
}

/** A model at one place, as checks, completion and messages want it. */
export function entryOf(
  {rules: common}: Pick<Catalogue, 'rules'>,
  {rules: own, offers}: CatalogueModel,
  offer: Offer,
  today: string,
): ModelEntry {
  const {product: endpoint, standard, name} = offer
  const rules = [...common, ...own]
  const sound = rules.find(rule => rule.requires?.audio !== undefined)?.requires?.audio
  const isSilent = sound === undefined || list(sound)!.includes('off')
  const base: Facts = {...least, standard, product: endpoint, audio: isSilent ? 'off' : 'native'}
  const resolutions = valuesOf(rules, 'resolution', base)
  const modes = resolutions?.map(modeOf) ?? ['any']
  const also = offers.filter(({product}) => product === endpoint).map(({name}) => name)
  const entry: ModelEntry = {
    model: name as string,
    endpoint,
    modes,
    alias: also.filter(other => other !== null && other !== name) as string[],
    ...lifetimeOf(offer, today),
  }
  const reading: Reading = {rules, base, refuses: refusalBy(rules)}
  if (endpoint === 'omni-video') return withOmni(entry, reading)
  const durations = (valuesOf(rules, 'seconds', base) ?? []).map(String)
  if (endpoint === 'motion-control')
    return {...entry, durations, maxElements: limitOf(rules, 'elements', base) ?? 0}
  return durations.length === 0 ? {...entry, durations} : withAbilities({...entry, durations}, reading)
}

/**
 * The models that commands choose by name, at the places of the older standard.
 * @param today ISO 8601 day
 * @param wanted the products; all when left out
 */
export function entriesOf(
  catalogue: Catalogue,
  today: string,
  wanted: readonly string[] = products,
): ModelEntry[] {
  return wanted.flatMap(product =>
    catalogue.models.flatMap(model =>
      model.offers
        .filter(offer => offer.standard === 'v1' && offer.product === product)
        .map(offer => entryOf(catalogue, model, offer, today)),
    ),
  )
}
