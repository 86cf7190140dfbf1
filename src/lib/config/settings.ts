import {checkKey} from './check-key.js'
import type {Credentials} from './credentials.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {msg, t, translate} from '../i18n/translate.js'
import {readConfig, readProfiles} from './config-file.js'
import {defaultRegion} from './regions.js'
import {settingDefinitions} from './setting-definitions.js'

/** A setting and where it came from. */
export interface Setting {
  value: string
  /** An environment variable's name, `profile NAME` or `config file`. */
  origin: string
  /** 0 is the strongest place. */
  rank: number
}

export type Settings = Record<string, Setting>

/** Which profile is in use, and whether it was named on the command line. */
export interface ProfileChoice {
  profile?: string | undefined
  profileIsFlag?: boolean | undefined
}

export interface SettingsOptions {
  configDir: string
  env: Record<string, string | undefined>
  profile?: string | undefined
  /** The profile was named on the command line: its settings come before the environment's. */
  profileIsFlag?: boolean | undefined
}

/**
 * All settings that are set, each from the first place that has it: a profile given as a flag, environment,
 * profile, config file. An empty environment variable counts as unset.
 * @throws KlingError `config_error` when the file is broken, `invalid_argument` for an unknown profile
 */
export async function loadSettings({
  configDir,
  env,
  profile,
  profileIsFlag,
}: SettingsOptions): Promise<Settings> {
  const common = await readConfig(configDir)
  let own: Record<string, string> = {}
  if (profile !== undefined) {
    const profiles = await readProfiles(configDir)
    if (!Object.hasOwn(profiles, profile)) {
      throw new KlingError(
        'invalid_argument',
        t`Unknown profile: ${profile}${didYouMean(profile, Object.keys(profiles))}.`,
        {
          hint: t`Create it with: kling config set kling_api_key --profile ${profile}`,
        },
      )
    }
    own = profiles[profile]!
  }
  return mergeSettings({common, own, env, profile, profileIsFlag})
}

/** The settings of all places, each from the strongest one that has it; what is in a file was read before. */
export function mergeSettings({
  common,
  own,
  env,
  profile,
  profileIsFlag,
}: Omit<SettingsOptions, 'configDir'> & {
  /** Settings of the file itself, and those of the profile in use. */
  common: Record<string, string>
  own: Record<string, string>
}): Settings {
  const settings: Settings = {}
  for (const [key, {env: variable}] of Object.entries(settingDefinitions)) {
    const places: [string | undefined, string, number][] = [
      [profileIsFlag ? own[key] : undefined, `profile ${profile}`, 0],
      [env[variable]?.trim() || undefined, variable, 1],
      [own[key], `profile ${profile}`, 2],
      [common[key], msg`config file`, 3],
    ]
    const found = places.find(([value]) => value !== undefined)
    if (found) settings[key] = {value: found[0]!, origin: found[1], rank: found[2]}
  }
  return settings
}

/**
 * The credentials that the settings hold: the API key or the key pair, whichever comes from the stronger place.
 * @throws KlingError `missing_api_key` when neither is complete, `invalid_api_key` for one that no header can carry
 */
export function credentialsOf(settings: Settings): Credentials {
  const {kling_api_key: apiKey, kling_access_key: accessKey, kling_secret_key: secretKey} = settings
  const pairRank = accessKey && secretKey ? Math.max(accessKey.rank, secretKey.rank) : Infinity
  if (apiKey && apiKey.rank <= pairRank) return {apiKey: sendable('kling_api_key', apiKey)}
  if (accessKey && secretKey) {
    return {
      accessKey: sendable('kling_access_key', accessKey),
      secretKey: sendable('kling_secret_key', secretKey),
    }
  }
  const half = accessKey ? 'KLING_SECRET_KEY' : secretKey ? 'KLING_ACCESS_KEY' : undefined
  throw new KlingError(
    'missing_api_key',
    half ? t`Only half of the key pair is set: ${half} is missing.` : t`No key found.`,
    {
      hint: half
        ? t`Save it with: kling config set ${half.toLowerCase()}`
        : t`Save one with: kling config set kling_api_key. To try without an account, add --region sandbox.`,
    },
  )
}

/** A key, told by the name that it was given under. */
function sendable(key: string, {value, origin}: Setting): string {
  const {env} = settingDefinitions[key]!
  return checkKey(origin === env ? env : key, value)
}

/** Where requests go by the settings alone: a base URL, or a region's name; China when nothing is set. */
export function destinationOf(
  settings: Settings,
): {baseUrl: string; origin: string} | {region: string; origin: string} {
  const {kling_base_url: baseUrl, region} = settings
  if (baseUrl && baseUrl.rank <= (region?.rank ?? Infinity))
    return {baseUrl: baseUrl.value, origin: baseUrl.origin}
  if (region) return {region: region.value, origin: region.origin}
  return {region: defaultRegion, origin: msg`default`}
}

/** The region that the settings name, `custom` where they name a host, as in a `Connection`. */
export function regionOf(settings: Settings): string {
  const destination = destinationOf(settings)
  return 'region' in destination ? destination.region : 'custom'
}

/** Where a setting came from, for people. */
export function formatOrigin(origin: string): string {
  const [, profile] = /^profile (.+)$/s.exec(origin) ?? []
  return profile === undefined ? translate(origin) : t`profile ${profile}`
}
