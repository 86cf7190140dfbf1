import {execFile} from 'node:child_process'
import {findProgram} from '../fs/find-program.js'
import type {Picture} from './picture.js'
import {readPpm} from './ppm.js'

const limitMs = 10_000
const maxBytes = 64 * 1024 * 1024

/** What ffmpeg is passed: the first frame, at most 1280 pixels wide, as PPM; of the file only, whatever it points to. */
function wishes(file: string): string[] {
  const input = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file', '-i', `file:${file}`]
  const output = '-an -frames:v 1 -pix_fmt rgb24 -c:v ppm -f image2pipe -'.split(' ')
  return [...input, '-vf', "scale='min(1280,iw)':-2", ...output]
}

/** The first frame of a video by the ffmpeg on PATH; undefined when there is none or it cannot read the file. */
export function frameByFfmpeg(
  file: string,
  {env, signal}: {env: NodeJS.ProcessEnv; signal: AbortSignal},
): Promise<Picture | undefined> {
  const ffmpeg = findProgram('ffmpeg', {env, platform: process.platform})
  if (ffmpeg === undefined) return Promise.resolve(undefined)
  return new Promise(resolve => {
    const options = {env, signal, encoding: 'buffer', timeout: limitMs, maxBuffer: maxBytes} as const
    try {
      execFile(ffmpeg, wishes(file), options, (error, output) => resolve(error ? undefined : readPpm(output)))
    } catch {
      // A runtime that lets nothing be started says so at once.
      resolve(undefined)
    }
  })
}
