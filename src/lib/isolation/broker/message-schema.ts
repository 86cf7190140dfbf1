import {t} from '../../i18n/translate.js'
import type {Handlers} from '../channel.js'
import {denied} from './denied.js'

type Check = (value: unknown) => boolean

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text =
  (longest = 4096): Check =>
  value =>
    typeof value === 'string' && value.length <= longest

const count: Check = value => Number.isSafeInteger(value) && (value as number) >= 0
const number: Check = value => typeof value === 'number' && Number.isFinite(value)
const flag: Check = value => typeof value === 'boolean'
const anything: Check = () => true

const optional =
  (check: Check): Check =>
  value =>
    value === undefined || value === null || check(value)

const listOf =
  (check: Check, longest: number): Check =>
  value =>
    Array.isArray(value) && value.length <= longest && value.every(check)

/** An object in which the named fields are of their kind; what else it has is not read. */
const fields =
  (checks: Record<string, Check>): Check =>
  value =>
    isObject(value) &&
    Object.entries(checks).every(([name, check]) =>
      check(Object.hasOwn(value, name) ? value[name] : undefined),
    )

const offer = fields({stream: count})
const profileChoice = {profile: optional(text(200)), profileIsFlag: optional(flag)}
const place = fields({...profileChoice, region: optional(text(200))})
const headers: Check = value => isObject(value) && Object.values(value).every(text(16_384))

/** What each call of a plugin's process may be given, argument by argument. */
const messages: Record<string, Check[]> = {
  connect: [
    fields({
      ...profileChoice,
      region: optional(text(200)),
      timeoutSeconds: optional(number),
      debug: optional(flag),
    }),
  ],
  'api:authenticate': [count],
  'api:get': [
    count,
    text(),
    optional(fields({purpose: optional(text(20)), tries: optional(count), limitMs: optional(number)})),
  ],
  'api:post': [count, text(), count, offer],
  'api:close': [count],
  'config:settings': [fields(profileChoice)],
  'config:models': [],
  fetch: [
    text(16_384),
    optional(fields({method: optional(text(20)), headers: optional(headers), redirect: optional(text(20))})),
    optional(offer),
  ],
  'journal:append': [isObject],
  'journal:lines': [],
  'journal:lines-of': [listOf(text(500), 10_000)],
  'spending:allow': [place, optional(number), optional(flag)],
  hook: [text(100), isObject],
  credentials: [fields(profileChoice)],
  run: [
    text(),
    listOf(text(128 * 1024), 10_000),
    optional(fields({cwd: optional(text()), input: optional(text(8 * 1024 * 1024))})),
  ],
  'stdin:read': [],
  'stdin:raw': [flag],
  finish: [anything],
  fail: [fields({code: optional(text(100)), message: optional(text(64 * 1024)), fields: optional(isObject)})],
}

/** Handlers that are called with arguments of the documented kinds only. @throws KlingError `plugin_denied` */
export function withSchema(handlers: Handlers): Handlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([method, handle]) => {
      const checks = messages[method]
      if (!checks) throw new Error(`no schema for the message ${method}`)
      const checked = (...args: unknown[]): unknown => {
        // JSON has null in the place of an argument that was left out.
        const given = args.slice(0, checks.length).map(arg => arg ?? undefined)
        if (!checks.every((check, at) => check(given[at]))) throw denied(t`Invalid arguments for ${method}.`)
        return handle(...(given as never[]))
      }
      return [method, checked]
    }),
  )
}
