/** Kinds of requests that a fault can be aimed at. */
export type FaultTarget = 'create' | 'query' | 'list' | 'download' | 'any'

/** What goes wrong. */
export type FaultEffect =
  | {kind: 'status'; status: number; code?: number}
  | {kind: 'latency'; ms: number}
  | {kind: 'cut'; share: number}
  | {kind: 'reset'}
  | {kind: 'hang'}
  | {kind: 'html'}

export interface FaultRule {
  target: FaultTarget
  effect: FaultEffect
  /** How many requests it still hits; Infinity when it has no `xN`. */
  left: number
  /** The request is served first and only its answer is lost: a create makes its task. */
  after: boolean
}

interface Row {
  pattern: RegExp
  target: FaultTarget
  effect: (match: RegExpExecArray) => FaultEffect
}

/** The table of effects: how each is written, and what it is aimed at when the rule does not say. */
const rows: Row[] = [
  {
    pattern: /^([2-5]\d\d)(?:\/(\d{3,5}))?$/,
    target: 'create',
    effect: ([, status, code]) => ({
      kind: 'status',
      status: Number(status),
      ...(code ? {code: Number(code)} : {}),
    }),
  },
  {
    pattern: /^latency (\d+(?:\.\d+)?)(ms|s)$/,
    target: 'any',
    effect: ([, amount, unit]) => ({kind: 'latency', ms: Number(amount) * (unit === 's' ? 1000 : 1)}),
  },
  {
    pattern: /^cut (\d{1,2}(?:\.\d+)?|100)%$/,
    target: 'download',
    effect: ([, percent]) => ({kind: 'cut', share: Number(percent) / 100}),
  },
  {pattern: /^reset$/, target: 'create', effect: () => ({kind: 'reset'})},
  {pattern: /^hang$/, target: 'create', effect: () => ({kind: 'hang'})},
  {pattern: /^html$/, target: 'create', effect: () => ({kind: 'html'})},
]

/** How rules are written, for help texts and errors. */
export const faultSyntax =
  '[create:|query:|list:|download:|any:]EFFECT [after] [xN], where EFFECT is one of 429/1303, 500, latency 300ms, cut 50%, reset, hang, html'

/**
 * Reads a rule such as `429/1303 x2`, `query:latency 300ms`, `cut 50% x1` or `reset after x1`.
 *
 * @throws Error that quotes the rule and says how rules are written.
 */
export function parseFault(text: string): FaultRule {
  const rule = text.trim().replace(/\s+/g, ' ')
  const [, target, body = '', after, count] =
    /^(?:(create|query|list|download|any): ?)?(.*?)( after)?(?: x(\d+))?$/.exec(rule) ?? []
  for (const row of rows) {
    const match = row.pattern.exec(body)
    if (!match || count === '0') continue
    const effect = row.effect(match)
    const aim = (target as FaultTarget | undefined) ?? row.target
    if (effect.kind === 'cut' && aim !== 'download') break
    return {target: aim, effect, left: count ? Number(count) : Infinity, after: after !== undefined}
  }
  throw new Error(`"${text}" is not a fault rule. A rule has the form ${faultSyntax}.`)
}

/** What befalls one request: waiting first, then at most one other effect. */
export interface Fault {
  latencyMs: number
  effect?: Exclude<FaultEffect, {kind: 'latency'}>
  after: boolean
}

/** Takes the faults that hit the next request of this kind, and counts them down. */
export function takeFault(rules: FaultRule[], target: FaultTarget): Fault {
  const fault: Fault = {latencyMs: 0, after: false}
  for (const rule of rules) {
    if (rule.left === 0 || (rule.target !== 'any' && rule.target !== target)) continue
    if (rule.effect.kind === 'latency') {
      fault.latencyMs += rule.effect.ms
    } else if (fault.effect) {
      continue
    } else {
      fault.effect = rule.effect
      fault.after = rule.after
    }
    rule.left--
  }
  return fault
}
