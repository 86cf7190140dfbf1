import {lstat, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder, writeAtomic} from '../fs/atomic-write.js'
import {t} from '../i18n/translate.js'
import {settingDefinitions} from './setting-definitions.js'

type Values = Record<string, string>

/** The config file: settings of the default profile at the top, those of others under `profiles`. */
interface Contents {
  values: Values
  profiles: Record<string, Values>
}

/** Where the config file is, given oclif's config folder. */
export function configPath(configDir: string): string {
  return join(configDir, 'config.json')
}

function broken(path: string, why: string, cause?: unknown): KlingError {
  return new KlingError('config_error', t`The config file ${path} ${why}.`, {
    hint: t`Fix or delete the file. It was not changed.`,
    cause,
  })
}

function unwritable(path: string, cause: unknown): KlingError {
  return new KlingError('config_error', t`Cannot write the config file ${path} (${systemCode(cause)}).`, {
    hint: t`Check the permissions of its folder and the free disk space.`,
    cause,
  })
}

function isValues(value: unknown): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    // What is no setting of this version is ignored, and kept as it is.
    Object.entries(value).every(
      ([key, entry]) => typeof entry === 'string' || !Object.hasOwn(settingDefinitions, key),
    )
  )
}

async function read(path: string): Promise<Contents> {
  let text: string
  try {
    // A link could make this program read, or show, a file of somebody else's choice.
    if ((await lstat(path)).isSymbolicLink())
      throw broken(path, t`is a symbolic link, which kling does not follow`)
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isKlingError(error)) throw error
    if (systemCode(error) === 'ENOENT')
      return {values: {}, profiles: Object.create(null) as Record<string, Values>}
    throw broken(path, t`cannot be read (${systemCode(error)})`, error)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw broken(path, t`is not valid JSON`, error)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw broken(path, t`is not a JSON object`)
  const {profiles = {}, ...values} = parsed as {profiles?: unknown}
  if (!isValues(values)) throw broken(path, t`contains a setting that is not text`)
  const isObject = typeof profiles === 'object' && profiles !== null && !Array.isArray(profiles)
  if (!isObject || !Object.values(profiles).every(isValues)) {
    throw broken(path, t`contains an invalid list of profiles`)
  }
  // Without a prototype, no name of a profile means something else.
  return {values, profiles: Object.assign(Object.create(null), profiles) as Record<string, Values>}
}

async function write(path: string, {values, profiles}: Contents): Promise<void> {
  const filled = Object.fromEntries(
    Object.entries(profiles).filter(([, entries]) => Object.keys(entries).length > 0),
  )
  const contents = {...values, ...(Object.keys(filled).length > 0 ? {profiles: filled} : {})}
  try {
    await writeAtomic(path, JSON.stringify(contents, null, 2) + '\n')
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** The default settings that the file holds. @throws KlingError `config_error` */
export async function readConfig(configDir: string): Promise<Values> {
  return (await read(configPath(configDir))).values
}

/** The settings of each profile in the file. @throws KlingError `config_error` */
export async function readProfiles(configDir: string): Promise<Record<string, Values>> {
  return (await read(configPath(configDir))).profiles
}

/** Sets one key of a profile, or removes it when the value is undefined. @throws KlingError `config_error` */
export async function changeConfig(
  configDir: string,
  change: {key: string; value: string | undefined; profile?: string | undefined},
): Promise<void> {
  const path = configPath(configDir)
  // What is broken or a link is said before a lock is put next to it.
  await read(path)
  try {
    await makePrivateFolder(configDir)
    await withLock(`${path}.lock`, () => changeLocked(path, change))
  } catch (error) {
    throw isKlingError(error) ? error : unwritable(path, error)
  }
}

async function changeLocked(
  path: string,
  change: {key: string; value: string | undefined; profile?: string | undefined},
): Promise<void> {
  const contents = await read(path)
  const values = change.profile === undefined ? contents.values : (contents.profiles[change.profile] ??= {})
  if (change.value === undefined) delete values[change.key]
  else values[change.key] = change.value
  await write(path, contents)
}
