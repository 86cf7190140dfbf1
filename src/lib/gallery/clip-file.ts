import {stat} from 'node:fs/promises'
import {basename, dirname, extname} from 'node:path'
import {FileRef} from '../http/streaming-body.js'
import {type MovieHead, readMovieHead} from '../media/movie-head.js'
import type {Recipe} from '../sidecar/recipe.js'
import {readSidecar, sidecarOf} from '../sidecar/sidecar-file.js'
import type {ClipFile} from './clip.js'

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
  /** Changes when the file or its sidecar does. */
  stamp: string
  file: Omit<ClipFile, 'url'>
  /** The request that it was made by, where a sidecar has it. */
  request?: Recipe['request'] | undefined
}

/** A larger file is none of ours: sidecars hold no pictures. */
const maxSidecarBytes = 1024 * 1024

/**
 * Looks at a clip's file and at the sidecar next to it.
 * @param before what is known of it; returned again when nothing has changed
 * @returns undefined when there is no such file, or none that can be played
 */
export async function lookAt(path: string, before?: Look): Promise<Look | undefined> {
  const type = mediaTypeOf(path)
  const [found, sidecar] = await Promise.all(
    [path, sidecarOf(path)].map(one => stat(one).catch(() => undefined)),
  )
  if (type === undefined || !found?.isFile()) return undefined
  const stamp = [found.size, found.mtimeMs, sidecar?.size, sidecar?.mtimeMs].join(' ')
  if (before?.stamp === stamp) return before
  const isVideo = type.startsWith('video/')
  const [head, request] = await Promise.all([
    isVideo ? readMovieHead(new FileRef(path, found.size)).catch(() => undefined) : undefined,
    sidecar?.isFile() && sidecar.size <= maxSidecarBytes ? readRequest(sidecarOf(path)) : undefined,
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

async function readRequest(path: string): Promise<Recipe['request'] | undefined> {
  return readSidecar(path).then(
    ({request}) => request,
    () => undefined,
  )
}
