import type {Stats} from 'node:fs'
import {lstat, stat} from 'node:fs/promises'
import {configPath, readConfig, readProfiles, resolveConfigFile} from '../config/config-file.js'
import {settingDefinitions} from '../config/setting-definitions.js'
import {readUserModels} from '../catalog/user-models.js'
import {credentialsOf, destinationOf, formatOrigin} from '../config/settings.js'
import {baseUrls, checkBaseUrl, whyUnknown} from '../config/regions.js'
import {isKlingError, systemCode} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'
import {type Check, type Finding, shellWord} from './check.js'
import {type DoctorContext, settingsOf} from './context.js'

const secretKeys = Object.keys(settingDefinitions).filter(key => settingDefinitions[key]!.secret)

/** The config file: its rights, and what stands in it. */
async function checkFile(at: DoctorContext): Promise<Finding[]> {
  const path = configPath(at.folders.configDir)
  const found = await statFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (!found) return [{status: 'ok', message: t`not created yet; it would be ${path}`, details: {path}}]
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0')
  const details = {path, mode}
  let values: Record<string, string>
  let profiles: Record<string, Record<string, string>>
  try {
    values = await readConfig(at.folders.configDir)
    profiles = await readProfiles(at.folders.configDir)
  } catch (error) {
    if (!isKlingError(error)) throw error
    return [
      {
        status: 'fail',
        message: error.message,
        fix: `mv ${shellWord(path)} ${shellWord(`${path}.broken`)}`,
        details,
      },
    ]
  }
  const all = [values, ...Object.values(profiles)]
  const rights = at.platform === 'win32' ? undefined : checkRights(path, found, all, at.uid)
  const wrong = [
    ...wrongValues(path, values),
    ...Object.entries(profiles).flatMap(([profile, own]) => wrongValues(path, own, profile)),
  ]
  const problems = [...(rights ? [rights] : []), ...wrong].map(problem => ({...problem, details}))
  return problems.length > 0 ? problems : [{status: 'ok', message: path, details}]
}

/** Of the file itself where a link leads to it; of the link where that is not followed. */
async function statFile(path: string): Promise<Stats> {
  try {
    return await stat(resolveConfigFile(path))
  } catch (error) {
    if (isKlingError(error)) return lstat(path)
    throw error
  }
}

function checkRights(
  path: string,
  {mode, uid}: {mode: number; uid: number},
  all: Record<string, string>[],
  ownUid: number | undefined,
): Finding | undefined {
  const hasSecrets = all.some(values => secretKeys.some(key => values[key] !== undefined))
  const status = hasSecrets ? 'fail' : 'warn'
  if (ownUid !== undefined && uid !== ownUid) {
    const message = t`${path} belongs to another user (${uid}).`
    return {status, message, fix: `sudo chown "$(id -u)" ${shellWord(path)}`, of: 'owner'}
  }
  if ((mode & 0o077) === 0) return undefined
  const rights = (mode & 0o777).toString(8).padStart(4, '0')
  return {
    status,
    message: hasSecrets
      ? t`Your keys are readable by other users: ${path} has permissions ${rights}.`
      : t`${path} is readable by other users: its permissions are ${rights}.`,
    fix: `chmod 600 ${shellWord(path)}`,
    of: 'rights',
  }
}

/** Settings that are unknown, or that cannot be right; a value is not shown where it may be a secret. */
function wrongValues(path: string, values: Record<string, string>, profile?: string): Finding[] {
  const flag = profile === undefined ? '' : ` --profile ${shellWord(profile)}`
  return Object.entries(values).flatMap(([key, value]): Finding[] => {
    const known = Object.hasOwn(settingDefinitions, key) ? settingDefinitions[key] : undefined
    if (!known) {
      const near = didYouMean(key, Object.keys(settingDefinitions))
      const message = t`Unknown setting ${key} is ignored${near}.`
      return [{status: 'warn', message, fix: `\${EDITOR:-vi} ${shellWord(path)}`, of: key}]
    }
    try {
      known.check?.(value)
      return []
    } catch (error) {
      if (!isKlingError(error)) throw error
      return [{status: 'fail', message: error.message, fix: `kling config unset ${key}${flag}`, of: key}]
    }
  })
}

async function checkModels(at: DoctorContext): Promise<Finding | []> {
  try {
    const {models, own} = await readUserModels(at.folders.configDir)
    const names = [...models.map(({model}) => model), ...(own?.models ?? []).map(({key}) => key)]
    if (names.length === 0) return []
    return {
      status: 'ok',
      message: names.join(t`, `),
      details: {count: names.length},
    }
  } catch (error) {
    if (!isKlingError(error)) throw error
    const path = shellWord(`${at.folders.configDir}/models.json`)
    return {status: 'fail', message: error.message, fix: `mv ${path} ${path}.broken`}
  }
}

async function checkProfiles(at: DoctorContext): Promise<Finding | []> {
  const profiles = await readProfiles(at.folders.configDir).catch(error => {
    // A broken file is reported above.
    if (isKlingError(error)) return undefined
    throw error
  })
  const names = Object.keys(profiles ?? {})
  const list = names.map(name => ({name, keys: keysIn(profiles![name]!), region: profiles![name]!.region}))
  const details = {profiles: list, in_use: at.profile}
  if (profiles && at.profile !== undefined && !names.includes(at.profile)) {
    return {
      status: 'fail',
      message: t`Unknown profile: ${at.profile}${didYouMean(at.profile, names)}.`,
      fix: at.profileIsFlag
        ? `kling config set kling_api_key --profile ${shellWord(at.profile)}`
        : 'unset KLING_PROFILE',
      details,
    }
  }
  if (names.length === 0) return []
  const half = list.find(({keys}) => keys === 'half')
  if (half) {
    const missing =
      profiles![half.name]!.kling_access_key === undefined ? 'kling_access_key' : 'kling_secret_key'
    return {
      status: 'warn',
      message: t`The profile ${half.name} has only half of a key pair: ${missing} is missing.`,
      fix: `kling config set ${missing} --profile ${shellWord(half.name)}`,
      details,
    }
  }
  const shown = names.map(name => (name === at.profile ? t`${name} (in use)` : name))
  return {status: 'ok', message: shown.join(t`, `), details}
}

function keysIn(values: Record<string, string>): 'api key' | 'pair' | 'half' | 'none' {
  if (values.kling_api_key !== undefined) return 'api key'
  const halves = [values.kling_access_key, values.kling_secret_key].filter(value => value !== undefined)
  return (['none', 'half', 'pair'] as const)[halves.length]!
}

/** Whether there are keys, and whether they look like what was copied. */
async function checkKeys(at: DoctorContext): Promise<Finding> {
  const settings = await settingsOf(at)
  const destination = at.region === undefined ? destinationOf(settings) : {region: at.region}
  const isOther = 'region' in destination && !Object.hasOwn(baseUrls, destination.region)
  let names: string[]
  try {
    names = 'apiKey' in credentialsOf(settings) ? ['kling_api_key'] : ['kling_access_key', 'kling_secret_key']
  } catch (error) {
    if (!isKlingError(error)) throw error
    if (isOther) return ofOtherRegion(destination.region)
    if (error.code === 'invalid_api_key') {
      const name = String((error.fields.details as {setting?: string}).setting).toLowerCase()
      return {
        status: 'fail',
        message: error.message,
        fix: `kling config set ${name}`,
        details: {present: true},
      }
    }
    const fix = settings.kling_access_key
      ? 'kling config set kling_secret_key'
      : settings.kling_secret_key
        ? 'kling config set kling_access_key'
        : 'kling config set kling_api_key'
    return {status: 'fail', message: error.message, fix, details: {present: false}}
  }
  const origins = [...new Set(names.map(name => settings[name]!.origin))]
  const details = {present: true, kind: names.length === 1 ? 'api_key' : 'pair', origins}
  if (isOther) return {...ofOtherRegion(destination.region), details}
  const kind = names.length === 1 ? t`an API key` : t`access key and secret key`
  return {status: 'ok', message: t`${kind} (${origins.map(formatOrigin).join(t`, `)})`, details}
}

/** A region of a plugin never gets the keys of the service. */
function ofOtherRegion(region: string): Finding {
  const message =
    region === 'sandbox'
      ? t`The region is sandbox: it runs on this machine, has its own keys and costs nothing.`
      : t`The region ${region} comes from a plugin and has its own keys.`
  return {status: 'ok', message, details: {present: false, region}}
}

/** Where requests go, and who says so. */
async function checkDestination(at: DoctorContext): Promise<Finding> {
  const settings = await settingsOf(at)
  const destination =
    at.region === undefined ? destinationOf(settings) : {region: at.region, origin: '--region'}
  const {origin} = destination
  if ('region' in destination) {
    const {region} = destination
    const details = {region, origin}
    const wrong = whyUnknown(region, at.regionPlugins)
    if (wrong) return {status: 'fail', fix: regionCure(origin, at), ...wrong, details}
    const url = Object.hasOwn(baseUrls, region) ? ` ${baseUrls[region]}` : ''
    return {status: 'ok', message: t`${region + url} (${formatOrigin(origin)})`, details}
  }
  try {
    const base = checkBaseUrl(destination.baseUrl)
    return {status: 'ok', message: t`${base} (${formatOrigin(origin)})`, details: {base_url: base, origin}}
  } catch (error) {
    if (!isKlingError(error)) throw error
    const fix = origin === 'KLING_BASE_URL' ? 'unset KLING_BASE_URL' : 'kling config unset kling_base_url'
    return {status: 'fail', message: error.message, fix, details: {origin}}
  }
}

function regionCure(origin: string, {profile}: DoctorContext): string {
  if (origin === '--region') return 'kling doctor --region cn'
  if (origin === 'KLING_REGION') return 'unset KLING_REGION'
  const isOfProfile = profile !== undefined && origin.startsWith('profile ')
  return `kling config unset region${isOfProfile ? ` --profile ${shellWord(profile)}` : ''}`
}

export const settingsChecks: Check[] = [
  {id: 'settings.file', name: () => t`config file`, run: checkFile},
  {id: 'settings.models', name: () => t`custom models`, run: checkModels},
  {id: 'settings.profiles', name: () => t`profiles`, run: checkProfiles},
  {id: 'settings.region', name: () => t`region`, run: checkDestination},
  {id: 'settings.keys', name: () => t`keys`, run: checkKeys},
]
