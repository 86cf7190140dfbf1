import {lstat} from 'node:fs/promises'
import {basename, dirname} from 'node:path'
import {FileRef} from '../http/streaming-body.js'
import {type MovieHead, readMovieHead} from '../media/movie-head.js'
import type {Recipe} from '../sidecar/recipe.js'
import {readSidecar, sidecarOf} from '../sidecar/sidecar-file.js'
import type {ClipFile} from './clip.js'
import {type MediaSource, mediaTypeOf, openMedia} from './media-file.js'

/** What a look at a file found out. */
export interface Look {
  /** Changes when the file or its sidecar does. */
  stamp: string
  file: Omit<ClipFile, 'url'>
  /** The request that it was made by, where a sidecar has it. */
  request?: Recipe['request'] | undefined
}

/**
 * Looks at a clip's file and at the sidecar next to it.
 * @param before what is known of it; returned again when nothing has changed
 * @returns undefined when there is no such file, or none that can be played
 */
export async function lookAt(source: MediaSource, before?: Look): Promise<Look | undefined> {
  const {path} = source
  const type = mediaTypeOf(path)
  const [found, sidecar] = await Promise.all(
    [path, sidecarOf(path)].map(one => lstat(one).catch(() => undefined)),
  )
  if (type === undefined || !found?.isFile()) return undefined
  // The time of the last change of the file's data or names: a link that takes its place has another one.
  const stamp = [found.size, found.mtimeMs, found.ctimeMs, sidecar?.size, sidecar?.mtimeMs].join(' ')
  if (before?.stamp === stamp) return before
  const file = await openMedia(source)
  if (!file) return undefined
  await file.close()
  const isVideo = type.startsWith('video/')
  const [head, request] = await Promise.all([
    isVideo ? readMovieHead(new FileRef(path, found.size)).catch(() => undefined) : undefined,
    sidecar?.isFile() ? readRequest(sidecarOf(path)) : undefined,
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
