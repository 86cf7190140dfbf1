import {checkKey} from './check-key.js'
import {parseDecimal} from './parse-decimal.js'
import {parseUnitPrice} from './parse-unit-price.js'
import {baseUrls, checkBaseUrl, pluginRegions} from './regions.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {msg, t} from '../i18n/translate.js'

/** A setting of the config file: where else it may come from, and what it may be. */
export interface SettingDefinition {
  /** Environment variable that overrules the file. */
  env: string
  description: string
  /** Shown masked in lists. */
  secret?: true
  /** Values to choose from, for completion. */
  values?: readonly string[]
  /** Throws when the value cannot be right; returns it as it is to be stored. */
  check?: (value: string) => string
}

function oneOf(key: string, values: string[]): Pick<SettingDefinition, 'values' | 'check'> {
  const check = (value: string): string => {
    if (values.includes(value)) return value
    throw new KlingError('invalid_argument', t`${key} must be ${values.join(t` or `)}.`)
  }
  return {values, check}
}

function amountOf(key: string): (value: string) => string {
  return value => {
    if (parseDecimal(value) !== undefined) return value
    throw new KlingError('invalid_argument', t`${key} must be a number of Kling units, such as 10.`)
  }
}

/** The keys of the config file, by the names under which they are stored. */
export const settingDefinitions: Record<string, SettingDefinition> = {
  kling_access_key: {
    env: 'KLING_ACCESS_KEY',
    description: msg`access key from the developer console`,
    secret: true,
    check: value => checkKey('kling_access_key', value),
  },
  kling_secret_key: {
    env: 'KLING_SECRET_KEY',
    description: msg`secret key of the access key`,
    secret: true,
    check: value => checkKey('kling_secret_key', value),
  },
  kling_api_key: {
    env: 'KLING_API_KEY',
    description: msg`static API key, instead of the pair`,
    secret: true,
    check: value => checkKey('kling_api_key', value),
  },
  kling_base_url: {
    env: 'KLING_BASE_URL',
    description: msg`API host that replaces the one of the region`,
    check: checkBaseUrl,
  },
  region: {
    env: 'KLING_REGION',
    description: msg`cn, global, sandbox, or a region added by a plugin`,
    values: Object.keys({...baseUrls, ...pluginRegions}),
  },
  output: {
    env: 'KLING_OUTPUT',
    description: msg`json or text, whatever stdout is`,
    ...oneOf('output', ['json', 'text']),
  },
  language: {env: 'KLING_LANGUAGE', description: msg`zh or en`, ...oneOf('language', ['zh', 'en'])},
  max_cost: {
    env: 'KLING_MAX_COST',
    description: msg`maximum units for a task without asking`,
    check: amountOf('max_cost'),
  },
  max_cost_day: {
    env: 'KLING_MAX_COST_DAY',
    description: msg`maximum units for the tasks of a day without asking`,
    check: amountOf('max_cost_day'),
  },
  unit_price: {
    env: 'KLING_UNIT_PRICE',
    description: msg`what a unit costs this account, such as 0.098 USD`,
    check: value => {
      if (parseUnitPrice(value) !== undefined) return value
      throw new KlingError(
        'invalid_argument',
        t`unit_price must be an amount and a currency, such as ${'0.098 USD'}.`,
      )
    },
  },
  keep_requests: {
    env: 'KLING_KEEP_REQUESTS',
    description: msg`no: requests are not kept on this machine for \`kling video rerun\``,
    ...oneOf('keep_requests', ['yes', 'no']),
  },
}

/**
 * The stored name of a key in either spelling: `KLING_BASE_URL`, `kling_base_url`, `base-url`.
 * @throws KlingError `invalid_key` with the nearest one
 */
export function settingDefinitionOf(text: string): string {
  const name = text.trim().toLowerCase().replaceAll('-', '_')
  const candidates = [name, `kling_${name}`, name.replace(/^kling_/, '')]
  const key = candidates.find(candidate => Object.hasOwn(settingDefinitions, candidate))
  if (key) return key
  throw new KlingError(
    'invalid_key',
    t`Unknown setting: ${text}${didYouMean(name, Object.keys(settingDefinitions))}.`,
    {
      hint: t`Settings: ${Object.keys(settingDefinitions).join(t`, `)}.`,
    },
  )
}

/** A secret as it may be shown: its first and last three characters, or nothing of a short one. */
export function mask(value: string): string {
  return value.length < 12 ? '***' : `${value.slice(0, 3)}***${value.slice(-3)}`
}
