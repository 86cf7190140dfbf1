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
const factNames: readonly string[] = Object.keys({
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

const names = new Set(factNames)

const isKnown = (predicates: Predicates): boolean => Object.keys(predicates).every(name => names.has(name))

/** Whether a value is as it must be; undefined where the value is not known. */
function fits(value: FactValue | undefined, predicate: Predicate): boolean | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(predicate)) return predicate.includes(value)
  if (typeof predicate === 'object') return typeof value === 'number' && value >= predicate.min
  return value === predicate
}

/** Whether known facts are as they must be. */
function areSo(facts: Facts, when: Predicates): boolean {
  for (const name in when) if (fits(facts[name as FactName], when[name]!) !== true) return false
  return true
}

/** Whether facts are as a row wants them; `unknown` where the row speaks of what this program does not know. */
export function matches(facts: Facts, when: Predicates = {}): boolean | 'unknown' {
  return isKnown(when) ? areSo(facts, when) : 'unknown'
}

/** Whether a rule speaks of nothing that this program does not know. */
export const isUnderstood = ({max = {}, requires = {}, forbids = {}, when = {}}: Rule): boolean =>
  Object.keys(max).every(name => names.has(name)) && [requires, forbids, when].every(isKnown)

/** What a request breaks: the fact and the rule. */
export interface Breach {
  fact: FactName
  rule: Rule
  /** What the fact is. */
  value: FactValue
}

/** The fact by which a request breaks a rule that is understood. */
function brokenFact(
  {max = {}, requires = {}, forbids = {}, when = {}}: Rule,
  facts: Facts,
): string | undefined {
  if (!areSo(facts, when)) return undefined
  const of = (name: string): FactValue | undefined => facts[name as FactName]
  for (const name in max) if (Number(of(name) ?? 0) > max[name]!) return name
  for (const name in requires) if (fits(of(name), requires[name]!) === false) return name
  for (const name in forbids) if (fits(of(name), forbids[name]!) === true) return name
  return undefined
}

/** The first fact by which a request breaks a rule; undefined where it does not, or the rule is not understood. */
function breachOf(rule: Rule, facts: Facts): Breach | undefined {
  const name = isUnderstood(rule) ? brokenFact(rule, facts) : undefined
  const fact = name as FactName | undefined
  return fact === undefined ? undefined : {fact, rule, value: facts[fact]!}
}

/** Says for any facts whether they break a rule that refuses: what sources disagree on does not count. */
export function refusalBy(rules: Rule[]): (facts: Facts) => boolean {
  const sure = rules.filter(rule => rule.level === 'refuse' && isUnderstood(rule))
  return facts => sure.some(rule => brokenFact(rule, facts) !== undefined)
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
