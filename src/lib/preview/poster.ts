import {type Picture} from './picture.js'
import {frameByFfmpeg} from './ffmpeg.js'

export interface PosterOptions {
  /** Environment of the programs that are started. */
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

/** The first frame of a video; undefined where nothing here can read it. */
export async function posterOf(file: string, options: PosterOptions): Promise<Picture | undefined> {
  return frameByFfmpeg(file, options)
}
