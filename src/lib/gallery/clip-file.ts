import {readFile, stat} from 'node:fs/promises'
import {basename, dirname, extname, resolve} from 'node:path'
import {FileInBody, type JsonBody} from '../api/file-body.js'
import {parseLossless} from '../api/json.js'
import {type MovieHead, readMovieHead} from '../media/movie-head.js'
import {type ClipFile} from './clip.js'

/** What the page can play, by extension; nothing else is ever given out. */
export const mediaTypes: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

/** Media type of a file by its name, or undefined. */
export function mediaTypeOf(path: string): string | undefined {
  return mediaTypes[extname(path).toLowerCase()]
}

/** What a look at a file found out. */
export interface Look {
  /** Changes when the file or what is noted beside it does. */
  stamp: string
  file: Omit<ClipFile, 'url'>
  /** The request that it was made by, where it is noted beside the file. */
  request?: JsonBody | undefined
}

/** A larger note is none of ours: requests hold no pictures. */
const maxNoteBytes = 1024 * 1024

/**
 * Looks at a clip's file and at the note `FILE.json` beside it.
 * @param before what is known of it; returned again when nothing has changed
 * @returns undefined when there is no such file, or none that can be played
 */
export async function lookAt(path: string, before?: Look): Promise<Look | undefined> {
  const type = mediaTypeOf(path)
  const [found, note] = await Promise.all([path, `${path}.json`].map(one => stat(one).catch(() => undefined)))
  if (type === undefined || !found?.isFile()) return undefined
  const stamp = [found.size, found.mtimeMs, note?.size, note?.mtimeMs].join(' ')
  if (before?.stamp === stamp) return before
  const isVideo = type.startsWith('video/')
  const [head, request] = await Promise.all([
    isVideo ? readMovieHead(new FileInBody(path, found.size)).catch(() => undefined) : undefined,
    note?.isFile() && note.size <= maxNoteBytes ? readNote(`${path}.json`) : undefined,
  ])
  return {
    stamp,
    file: {
      name: basename(path),
      folder: dirname(path),
      type: isVideo ? 'video' : 'audio',
      bytes: found.size,
      ...(head && factsOf(head)),
    },
    request,
  }
}

function factsOf({seconds, hasSound, picture}: MovieHead): Partial<ClipFile> {
  const isSize = picture && picture.width > 0 && picture.height > 0
  const {width, height, framesPerSecond} = picture ?? {}
  return {
    ...(Number.isFinite(seconds) && {seconds}),
    ...(isSize && {width, height}),
    ...(Number.isFinite(framesPerSecond) && {framesPerSecond}),
    hasSound,
  }
}

async function readNote(path: string): Promise<JsonBody | undefined> {
  try {
    const {request} = parseLossless(await readFile(path, 'utf8')) as {request?: unknown}
    const isRequest = typeof request === 'object' && request !== null && !Array.isArray(request)
    return isRequest ? (withPaths(request, dirname(path)) as JsonBody) : undefined
  } catch {
    return undefined
  }
}

/** Where base64 text was given in place of a file, which nobody keeps. */
const lostFile = 'FILE'

/** A request with a path in the place of each file that is noted in it, found from the folder of the note. */
function withPaths(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map(one => withPaths(one, folder))
  if (typeof value !== 'object' || value === null) return value
  const {file, sha256} = value as {file?: unknown; sha256?: unknown}
  if (typeof sha256 === 'string') return typeof file === 'string' ? resolve(folder, file) : lostFile
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPaths(one, folder)]))
}
