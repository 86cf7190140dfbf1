import type {FactValue, Predicate, Predicates, Rule, Standard} from './format.js'

/**
 * What a request asks for, in words that both standards share. Rules and prices speak of these facts alone. A fact that
 * is not there is not known: it breaks no rule.
 */
export interface Facts {
  standard?: Standard
  /** What is made: `text2video`, `image2video`, `omni-video`, `motion-control`, `avatar`. */
  product?: string
  /** 720p (std), 1080p (pro), 4k; of pictures 1k, 2k, 4k. */
  resolution?: string
  /** Length of the result. */
  seconds?: number
  /** Length of a video that is edited or whose motion is copied. */
  inputSeconds?: number
  /** Length of speech. */
  speechSeconds?: number
  /** Sound that is made, that of an input video, none. */
  audio?: 'native' | 'original' | 'off'
  /** First and last frame. */
  frames?: 'none' | 'first' | 'last' | 'both'
  middleFrames?: number
  video?: 'none' | 'feature' | 'base'
  /** Frames and reference images. */
  images?: number
  /** Reference images. */
  references?: number
  elements?: number
  /** Images and elements. */
  inputs?: number
  voices?: number
  /** Number of shots; 1 where the model is asked to cut. */
  shots?: number
  /** Characters of the longest shot. */
  shotCharacters?: number
  prompt?: boolean
  promptCharacters?: number
  negative?: boolean
  negativeCharacters?: number
  ratio?: string
  camera?: boolean
  cameraMove?: string
  brush?: boolean
  cfgScale?: boolean
  orientation?: string
  /** Size of the largest picture. */
  imageBytes?: number
  /** Number of pictures that are made. */
  count?: number
  /** Whether it is about goods: solutions. */
  goods?: boolean
}

export type FactName = keyof Facts

/** The names of all facts: what a catalogue says of others is not understood. */
export const factNames: readonly string[] = Object.keys({
  standard: true,
  product: true,
  resolution: true,
  seconds: true,
  inputSeconds: true,
  speechSeconds: true,
  audio: true,
  frames: true,
  middleFrames: true,
  video: true,
  images: true,
  references: true,
  elements: true,
  inputs: true,
  voices: true,
  shots: true,
  shotCharacters: true,
  prompt: true,
  promptCharacters: true,
  negative: true,
  negativeCharacters: true,
  ratio: true,
  camera: true,
  cameraMove: true,
  brush: true,
  cfgScale: true,
  orientation: true,
  imageBytes: true,
  count: true,
  goods: true,
} satisfies Record<FactName, true>)

const isKnown = (predicates: Predicates): boolean =>
  Object.keys(predicates).every(name => factNames.includes(name))

/** Whether a value is as it must be; undefined where the value is not known. */
function fits(value: FactValue | undefined, predicate: Predicate): boolean | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(predicate)) return predicate.includes(value)
  if (typeof predicate === 'object') return typeof value === 'number' && value >= predicate.min
  return value === predicate
}

/** Whether facts are as a row wants them; `unknown` where the row speaks of what this program does not know. */
export function matches(facts: Facts, when: Predicates = {}): boolean | 'unknown' {
  if (!isKnown(when)) return 'unknown'
  return Object.entries(when).every(([name, predicate]) => fits(facts[name as FactName], predicate) === true)
}

/** Whether a rule speaks of nothing that this program does not know. */
export const isUnderstood = ({max = {}, requires = {}, forbids = {}, when = {}}: Rule): boolean =>
  Object.keys(max).every(name => factNames.includes(name)) && [requires, forbids, when].every(isKnown)

/** What a request breaks: the fact and the rule. */
export interface Breach {
  fact: FactName
  rule: Rule
  /** What the fact is. */
  value: FactValue
}

/** The first fact by which a request breaks a rule; undefined where it does not, or the rule is not understood. */
export function breachOf(rule: Rule, facts: Facts): Breach | undefined {
  if (!isUnderstood(rule) || matches(facts, rule.when) !== true) return undefined
  const {max = {}, requires = {}, forbids = {}} = rule
  const of = (name: string): FactValue | undefined => facts[name as FactName]
  const fact =
    Object.entries(max).find(([name, most]) => Number(of(name) ?? 0) > most)?.[0] ??
    Object.entries(requires).find(([name, predicate]) => fits(of(name), predicate) === false)?.[0] ??
    Object.entries(forbids).find(([name, predicate]) => fits(of(name), predicate) === true)?.[0]
  return fact === undefined ? undefined : {fact: fact as FactName, rule, value: of(fact)!}
}

/** All that a request breaks of some rules. */
export function breachesOf(rules: Rule[], facts: Facts): Breach[] {
  return rules.flatMap(rule => breachOf(rule, facts) ?? [])
}

/** The most that a number may be with some facts, by rules that refuse; undefined where there is no limit. */
export function limitOf(rules: Rule[], fact: FactName, facts: Facts): number | undefined {
  const limits = rules.flatMap(rule =>
    rule.level === 'refuse' && matches(facts, rule.when) === true ? (rule.max?.[fact] ?? []) : [],
  )
  return limits.length === 0 ? undefined : Math.min(...limits)
}
