import {DecodeError, decodeKeyframe, toRgb} from '@kling-cli/h264-keyframe'
import {open} from 'node:fs/promises'
import {readAt} from '../fs/read-at.js'
import {frameByFfmpeg} from './ffmpeg.js'
import {firstSample} from './first-sample.js'
import type {Picture} from './picture.js'

export interface PosterOptions {
  /** Environment of the programs that are started. */
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

/** The first frame of a video; undefined where nothing here can read it. */
export async function posterOf(file: string, options: PosterOptions): Promise<Picture | undefined> {
  return (await ownFrame(file)) ?? frameByFfmpeg(file, options)
}

/** The first frame of an MP4 file with H.264, by our own decoder. */
export async function ownFrame(file: string): Promise<Picture | undefined> {
  const handle = await open(file, 'r').catch(() => undefined)
  try {
    if (!handle) return undefined
    const units = await firstSample(readAt(handle))
    return units && toRgb(decodeKeyframe(units))
  } catch (error) {
    if (error instanceof DecodeError || error instanceof RangeError) return undefined
    throw error
  } finally {
    await handle?.close()
  }
}
