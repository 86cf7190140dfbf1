import {createReadStream} from 'node:fs'
import {link, lstat, realpath, rename, rm, rmdir, stat} from 'node:fs/promises'
import {dirname, extname, join, resolve} from 'node:path'
import type {ResultFormat} from '../catalog/task-kinds.js'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {cannotWrite} from '../fs/cannot-write.js'
import {makeFolders} from '../fs/make-folders.js'
import {windowsNameFault} from '../fs/windows-name.js'
import {t} from '../i18n/translate.js'
import {isFolder} from './output-folder.js'
import type {SkippedFile} from './types.js'
import {tryPart} from './try-part.js'

/** File endings of each format; the first one is proposed. */
const endings: Record<ResultFormat, readonly string[]> = {
  video: ['.mp4'],
  mp3: ['.mp3'],
  wav: ['.wav'],
}

/** Files are compared in pieces of this size. */
const pieceBytes = 1024 * 1024

/** The ending of files of a format: `.mp4`. */
export function endingOf(format: ResultFormat): string {
  return endings[format][0]!
}

/** How a target is checked. */
export interface TargetOptions {
  /** Replace a file that is there. */
  force: boolean
  /** Leave nothing behind: a folder that had to be made is removed again. */
  isDryRun?: boolean
}

/**
 * Checks a target before anything is paid or fetched: its ending, that nothing is there yet, and that its folder can be
 * made and takes the file of the download, under its longest name.
 * @throws KlingError `invalid_format`, `write_error`, `output_exists`
 */
export async function checkTarget(
  file: string,
  format: ResultFormat,
  {force, isDryRun = false}: TargetOptions,
): Promise<void> {
  if (file === '-') return
  if (isFolder(file)) return checkFolder(file, isDryRun)
  const ending = extname(file).toLowerCase()
  if (!endings[format].includes(ending)) {
    throw new KlingError(
      'invalid_format',
      t`The output of format ${format} must end in ${endings[format][0]}, not ${ending || t`nothing`}.`,
      {
        hint: t`For example: -o clip${endings[format][0]}`,
      },
    )
  }
  const fault = windowsNameFault(file)
  if (fault !== undefined) {
    throw new KlingError('write_error', t`${file} is not a possible file name on Windows (${fault}).`, {
      hint: t`Choose another output.`,
    })
  }
  const target = await followLink(file)
  if (!force && (await stat(target).catch(() => undefined))) throw outputExists(file)
  await checkPlace(target, file, isDryRun)
}

/** A name as long as one that a result gets in a folder: its time, its id and the first words of its prompt. */
const longName = `2026-01-01-${'0'.repeat(36)}-${'w'.repeat(96)}.mp4`

async function checkFolder(folder: string, isDryRun: boolean): Promise<void> {
  const found = await stat(resolve(folder)).catch(() => undefined)
  if (found && !found.isDirectory())
    throw new KlingError('write_error', t`${folder} is not a folder.`, {hint: t`Choose another output.`})
  await checkPlace(join(folder, longName), folder, isDryRun)
}

/** Makes the folder of a file, and checks that it takes the file. @param name as it was given */
async function checkPlace(file: string, name: string, isDryRun: boolean): Promise<void> {
  const made = await makeFolderOf(file)
  try {
    await tryPart(file)
  } catch (error) {
    if (isKlingError(error)) throw error
    throw cannotWrite(name, error, t`Choose another output.`)
  } finally {
    if (isDryRun && made !== undefined) await removeEmpty(dirname(resolve(file)), made)
  }
}

/**
 * Where the bytes for a file go: a link to a file stays, and the file that it leads to is replaced, as with cp.
 * @throws KlingError `write_error` where it leads nowhere, and for what is no file: a folder, a pipe, a device
 */
export async function followLink(file: string): Promise<string> {
  const found = await lstat(file).catch(() => undefined)
  if (!found || found.isFile()) return file
  const target = found.isSymbolicLink() ? await realpath(file).catch(() => undefined) : file
  if (target === undefined)
    throw new KlingError('write_error', t`${file} is a link that leads nowhere.`, {
      hint: t`Remove the link, or choose another output.`,
    })
  const end = await stat(target)
  if (end.isFile()) return target
  throw new KlingError(
    'write_error',
    end.isDirectory() ? t`${file} is a folder.` : t`${file} is not a regular file.`,
    {hint: end.isDirectory() ? t`Specify a file in it.` : t`Choose another output; - writes to stdout.`},
  )
}

/** What is told of a file that is there already, and shall stay; undefined where there is none. */
export async function skippedFile(output: string): Promise<SkippedFile | undefined> {
  const found = await stat(output).catch(() => undefined)
  return found?.isFile() ? {output, file: resolve(output), skipped: true} : undefined
}

/** Makes the folder of a file. @returns the first folder that had to be made @throws KlingError `write_error` */
export async function makeFolderOf(file: string): Promise<string | undefined> {
  return makeOutputFolder(dirname(resolve(file)))
}

/** Makes a folder for results. @returns the first folder that had to be made @throws KlingError `write_error` */
export async function makeOutputFolder(folder: string): Promise<string | undefined> {
  try {
    return await makeFolders(folder)
  } catch (error) {
    throw new KlingError('write_error', t`Cannot create the folder ${folder} (${systemCode(error) ?? ''}).`, {
      hint: t`Choose another folder with -o.`,
      cause: error,
    })
  }
}

/** Removes a folder and those above it that were made with it, as far as they are empty. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let path = folder; path.length >= first.length; path = dirname(path)) {
    const isRemoved = await rmdir(path).then(
      () => true,
      () => false,
    )
    if (!isRemoved || path === dirname(path)) return
  }
}

/**
 * Gives a file its final name without replacing anything, unless the very same bytes are there already.
 * @throws KlingError `output_exists`
 */
export async function moveToTarget(draft: string, file: string): Promise<void> {
  try {
    // A hard link fails where a file is, which a rename would replace.
    await link(draft, file)
  } catch (error) {
    const isThere = systemCode(error) === 'EEXIST' || (await stat(file).catch(() => undefined)) !== undefined
    // Some file systems have no hard links.
    if (!isThere) return rename(draft, file)
    // An earlier run may have been killed before it could tell that it was done.
    if (!(await isSameFile(draft, file))) throw outputExists(file)
  }
  await rm(draft, {force: true})
}

/** Whether two files hold the same bytes. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(one), lstat(other)])
  if (!first.isFile() || !second.isFile() || first.size !== second.size) return false
  const pieces = createReadStream(other, {highWaterMark: pieceBytes})[Symbol.asyncIterator]()
  for await (const piece of createReadStream(one, {highWaterMark: pieceBytes})) {
    const {value, done} = await pieces.next()
    if (done || !(piece as Buffer).equals(value as Buffer)) return false
  }
  return true
}

function outputExists(file: string): KlingError {
  return new KlingError('output_exists', t`${file} already exists.`, {
    hint: t`Choose another name, replace it with --force, or keep it with --skip-existing.`,
  })
}
