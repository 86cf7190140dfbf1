import {listOf} from '../i18n/list.js'
import {type Abilities, type ModelEntry, findModel, modelsOf} from '../catalog/models.js'
import type {ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'
import type {Settled} from './request.js'
import {type ShotOptions, lengthOf} from './shots.js'

/** An ability of the catalogue that a request may need. */
export type Ability = Exclude<keyof Abilities, 'cells'>

/** The error and the words for each ability that a model lacks. */
const lacks: Record<Ability, {code: ErrorCode; what: string}> = {
  camera_control: {code: 'incompatible_camera_control', what: msg`camera control`},
  end_frame: {code: 'incompatible_last_frame', what: msg`a last frame`},
  tail_only: {code: 'incompatible_last_frame', what: msg`a last frame without a first frame`},
  motion_brush: {
    code: 'incompatible_motion_brush',
    what: msg`the motion brush (--static-mask, --dynamic-mask)`,
  },
  sound: {code: 'incompatible_sound', what: msg`sound`},
  voice: {code: 'incompatible_voice', what: msg`voices`},
  cfg_scale: {code: 'incompatible_cfg_scale', what: '--cfg-scale'},
  negative_prompt: {code: 'invalid_argument', what: '--negative'},
  multi_shot: {code: 'invalid_argument', what: msg`several shots`},
  elements: {code: 'incompatible_element', what: msg`elements`},
}

/** Options of a request that ask for abilities. */
export interface AbilityOptions extends ShotOptions {
  model: string
  mode: string
  /** Seconds, as text. */
  duration: string
  durationIsGiven?: boolean | undefined
  /** Whether the user chose the mode; undefined where nobody says so: then it stays. */
  modeIsGiven?: boolean | undefined
  unchecked?: boolean | undefined
}

export interface AbilityQuestion {
  model: string
  mode: string
  /** Seconds, as text. */
  duration: string
  needs: Ability[]
}

/** What a model can do in a mode and duration; undefined when it has no such mode and duration. */
export function abilitiesOf(entry: ModelEntry, mode: string, duration: string): Abilities | undefined {
  return entry.abilities?.find(({cells}) => (cells[mode] ?? cells.any ?? []).includes(duration))
}

/** Where else the ability is to be had: another mode or duration of the model, or other living models. */
function elsewhere(endpoint: string, entry: ModelEntry, ability: Ability): string | undefined {
  const own = entry.abilities?.filter(row => row[ability]) ?? []
  const cells = own.flatMap(({cells}) => Object.entries(cells))
  if (cells.length > 0) {
    const places = cells.map(([mode, durations]) => t`--mode ${mode} at ${listOf(durations)} s`)
    return t`${entry.model} supports it in ${listOf(places)}.`
  }
  const models = modelsOf(endpoint).filter(other => other.abilities?.some(row => row[ability]))
  const living = models.filter(other => !other.retired)
  if (living.length > 0) return t`Supported by ${listOf(living.map(({model}) => model))}.`
  if (models.length > 0) return t`Only retired models support it: ${listOf(models.map(({model}) => model))}.`
  return undefined
}

/** The modes from the cheapest one upward. */
const modesByPrice = ['std', 'pro', '4k']

/**
 * The cheapest mode in which a model can do what is asked of it, from the usual one upward.
 * @returns the usual one, where it can or none can
 */
export function cheapestMode(
  endpoint: string,
  {model, mode: usual, duration, needs}: AbilityQuestion,
): string {
  const entry = findModel(endpoint, model)
  if (!entry?.abilities) return usual
  const canDo = (mode: string): boolean => {
    const abilities = abilitiesOf(entry, mode, duration)
    return abilities !== undefined && needs.every(ability => abilities[ability])
  }
  return modesByPrice.slice(modesByPrice.indexOf(usual)).find(canDo) ?? usual
}

/**
 * Options with the cheapest mode that can do what is asked, where none was given.
 * @param needs abilities that they need
 */
export function withMode<Options extends AbilityOptions>(
  endpoint: string,
  options: Options,
  needs: Ability[],
): Settled<Options> {
  if (options.modeIsGiven !== false || options.unchecked) return {options, notes: []}
  const {model} = options
  const mode = cheapestMode(endpoint, {...options, duration: lengthOf(options), needs})
  if (mode === options.mode) return {options, notes: []}
  const reason = needs.filter(
    need => cheapestMode(endpoint, {...options, duration: lengthOf(options), needs: [need]}) === mode,
  )
  const what = reason.map(need => translate(lacks[need].what)).join(t`, `)
  const note =
    reason.length > 0
      ? t`Using --mode ${mode}, which ${model} needs for ${what}.`
      : t`Using --mode ${mode}, which ${model} needs here.`
  return {options: {...options, mode}, notes: [note]}
}

/**
 * Checks that the model has an ability, in any mode.
 * @throws KlingError the code of the ability
 */
export function checkHasAbility(endpoint: string, model: string, ability: Ability): void {
  const entry = findModel(endpoint, model)
  if (entry?.abilities && !entry.abilities.some(row => row[ability])) throw lacking(endpoint, entry, ability)
}

/** The error that a model cannot do something. @param where in which mode and duration, if it can elsewhere */
function lacking(endpoint: string, entry: ModelEntry, ability: Ability, where = ''): KlingError {
  const {code, what} = lacks[ability]
  return new KlingError(code, t`${entry.model} does not support ${translate(what)}${where}.`, {
    hint: elsewhere(endpoint, entry, ability),
  })
}

/**
 * Checks that the model can do, in the mode and duration, all that is asked of it.
 * @throws KlingError `invalid_duration`, or the code of the first ability that is missing
 */
export function checkAbilities(endpoint: string, {model, mode, duration, needs}: AbilityQuestion): void {
  const entry = findModel(endpoint, model)
  if (!entry?.abilities) return
  const abilities = abilitiesOf(entry, mode, duration)
  if (!abilities) {
    throw new KlingError(
      'invalid_duration',
      t`${model} does not support ${duration} s. Supported: ${listOf(entry.durations ?? [])} s.`,
    )
  }
  for (const ability of needs) {
    if (abilities[ability]) continue
    const hasItElsewhere = entry.abilities.some(row => row[ability])
    throw lacking(endpoint, entry, ability, hasItElsewhere ? t` in mode ${mode} at ${duration} s` : '')
  }
}

/** Whether the catalogue gives the model an ability in any of its modes and durations. */
export function hasAbility(endpoint: string, model: string, ability: Ability): boolean {
  return findModel(endpoint, model)?.abilities?.some(row => row[ability]) ?? false
}
