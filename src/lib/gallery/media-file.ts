import type {Stats} from 'node:fs'
import {type FileHandle, lstat, readdir, realpath} from 'node:fs/promises'
import {dirname, extname, join} from 'node:path'
import {readAt} from '../fs/read-at.js'
import {isWithin} from '../fs/is-within.js'
import {openRegular} from '../fs/open-regular.js'

/** A file as the journal names it. */
export interface MediaSource {
  path: string
  /** Folder outside of which nothing is taken: for a file that a plugin wrote into the journal. */
  within?: string | undefined
}

/** What the page can play, by extension; nothing else is ever given out. */
const mediaTypes: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

/** Media type of a file by its name, or undefined. */
export function mediaTypeOf(path: string): string | undefined {
  const extension = extname(path).toLowerCase()
  return Object.hasOwn(mediaTypes, extension) ? mediaTypes[extension] : undefined
}

/** How the files of these types begin: MP4 and MOV, WebM, MP3 with and without tags, WAV. */
const beginnings =
  // eslint-disable-next-line no-control-regex -- bytes of files
  /^(?:.{4}(?:ftyp|moov|mdat|wide|free|skip|pnot)|\x1A\x45\xDF\xA3|ID3|\xFF[\xE0-\xFF]|RIFF.{4}WAVE)/s

/**
 * Opens a clip for reading; who calls it closes it. Only a plain file that is a video or a sound by its content: no link,
 * and no other name of a file that lies elsewhere.
 */
export async function openMedia({path, within}: MediaSource): Promise<FileHandle | undefined> {
  if (mediaTypeOf(path) === undefined || !(await liesWithin(path, within))) return undefined
  const file = await openRegular(path)
  if (!file) return undefined
  const isFit = await isMedia(file, path).catch(() => false)
  if (isFit) return file
  await file.close()
  return undefined
}

async function isMedia(file: FileHandle, path: string): Promise<boolean> {
  const isKnown = beginnings.test((await readAt(file)(0, 12)).toString('latin1'))
  return isKnown && (await hasNoNameElsewhere(await file.stat(), dirname(path)))
}

/** Whether all names of a file are in its folder: a hard link may be to what is nobody's business. */
async function hasNoNameElsewhere({nlink, dev, ino}: Stats, folder: string): Promise<boolean> {
  if (nlink <= 1) return true
  const names = await readdir(folder)
  const found = await Promise.all(names.map(name => lstat(join(folder, name)).catch(() => undefined)))
  return found.filter(one => one?.dev === dev && one.ino === ino).length >= nlink
}

/** Whether a file really is below a folder, by a path without links; anything is where none is given. */
async function liesWithin(path: string, folder: string | undefined): Promise<boolean> {
  if (folder === undefined) return true
  const [file, root] = await Promise.all([path, folder].map(one => realpath(one).catch(() => undefined)))
  return file === path && root !== undefined && isWithin(file, root)
}
