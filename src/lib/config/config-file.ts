import {lstatSync, realpathSync, statSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder, writeAtomic} from '../fs/atomic-write.js'
import {t} from '../i18n/translate.js'
import {
  type ConfigContents,
  ConfigSyntaxError,
  type UnreadableSetting,
  type Values,
  changeContents,
  configFormat,
  parseConfig,
} from './config-contents.js'

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

/** Whether somebody else could have put a file where a link leads to. */
function isForeign({uid, mode}: {uid: number; mode: number}): boolean {
  const own = process.getuid?.()
  return own !== undefined && ((uid !== own && uid !== 0) || (mode & 0o022) !== 0)
}

/**
 * The file that a config file's name stands for. A link, as dotfile managers and mounted secrets make them, is followed
 * where only its owner can write what it leads to: another one could make this program read what somebody else chose.
 * @throws the system's error (`ENOENT`, `EACCES`); KlingError `config_error` for the link of somebody else
 */
export function resolveConfigFile(path: string): string {
  if (!lstatSync(path).isSymbolicLink()) return path
  const target = realpathSync(path)
  if (!isForeign(statSync(target))) return target
  throw broken(path, t`is a symbolic link to ${target}, which other users can write to`)
}

async function read(path: string): Promise<ConfigContents> {
  let text: string
  try {
    text = await readFile(resolveConfigFile(path), 'utf8')
  } catch (error) {
    if (isKlingError(error)) throw error
    if (systemCode(error) === 'ENOENT') return parseConfig('')
    throw broken(path, t`cannot be read (${systemCode(error)})`, error)
  }
  try {
    return parseConfig(text)
  } catch (error) {
    throw error instanceof ConfigSyntaxError ? broken(path, error.message, error) : error
  }
}

/** Settings without which a command can do what was asked, only looking otherwise. */
const isOnlyLook = (key: string): boolean => key === 'output' || key === 'language'

/** Settings that cannot be read are no settings that are left out: one of them may be a limit. */
function checkReadable(path: string, {format, unreadable}: ConfigContents): void {
  const isNewer = format > configFormat
  const found = unreadable.find(({key}) => !isNewer || !isOnlyLook(key))
  if (found) throw unreadableSetting(path, found, isNewer)
}

function unreadableSetting(
  path: string,
  {key, profile, line}: UnreadableSetting,
  isNewer: boolean,
): KlingError {
  const suffix = profile === undefined ? '' : ` --profile ${profile}`
  const unset = `kling config unset ${key}${suffix}`
  if (isNewer) {
    return new KlingError(
      'config_error',
      t`The setting ${key} in ${path} (line ${line}) was written by a newer version of kling, which this one cannot read.`,
      {hint: t`Update kling, or remove the setting: ${unset}`},
    )
  }
  return new KlingError(
    'config_error',
    t`The setting ${key} in ${path} (line ${line}) is neither text nor a number.`,
    {hint: t`Fix it, or remove it: ${unset}`},
  )
}

/** The default settings that the file holds. @throws KlingError `config_error` */
export async function readConfig(configDir: string): Promise<Values> {
  const path = configPath(configDir)
  const contents = await read(path)
  checkReadable(path, contents)
  return contents.values
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
  // What is broken is said before a lock is put next to it.
  await read(path)
  try {
    await makePrivateFolder(configDir)
    await withLock(`${path}.lock`, async () => {
      const text = changeContents(await read(path), change)
      await writeAtomic(targetOf(path), text)
    })
  } catch (error) {
    throw isKlingError(error) ? error : unwritable(path, error)
  }
}

/** The file to put in place: what a link leads to, so that the link stays. */
function targetOf(path: string): string {
  try {
    return resolveConfigFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return path
    throw error
  }
}
