import {constants, createReadStream} from 'node:fs'
import {access, link, lstat, rename, rm, stat} from 'node:fs/promises'
import {dirname, extname, resolve} from 'node:path'
import type {ResultFormat} from '../catalog/task-kinds.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

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

/**
 * Checks a target before anything is paid or fetched: its ending, that its folder can be written, and that nothing is
 * there yet.
 * @throws KlingError `invalid_format`, `write_error`, `output_exists`
 */
export async function checkTarget(file: string, format: ResultFormat, force: boolean): Promise<void> {
  if (file === '-') return
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
  const folder = dirname(resolve(file))
  const isFolder = await stat(folder).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder)
    throw new KlingError('write_error', t`Folder not found: ${folder}.`, {
      hint: t`Create it first, or choose another output.`,
    })
  // Deno would ask for the right to know who the user is.
  if (!('deno' in process.versions)) await checkWritable(folder)
  const present = await stat(file).catch(() => undefined)
  if (present?.isDirectory())
    throw new KlingError('write_error', t`${file} is a folder.`, {hint: t`Specify a file in it.`})
  if (present && !force) throw outputExists(file)
}

async function checkWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new KlingError('write_error', t`Cannot write ${folder} (${systemCode(error)}).`, {
      hint: t`Check its permissions, or choose another output.`,
      cause: error,
    })
  })
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
    hint: t`Choose another name, or replace it with --force.`,
  })
}
