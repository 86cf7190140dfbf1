import {expect} from 'chai'
import {type SpawnSyncReturns, spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import type {Keyframe} from '../src/index.js'

/** The NAL units of a byte stream (Annex B of the standard). */
export function nalUnitsOf(stream: Buffer): Buffer[] {
  const [, ...units] = stream.toString('latin1').split(/\0{2,}\x01/) // eslint-disable-line no-control-regex
  return units.map(unit => Buffer.from(unit, 'latin1'))
}

/** A stream that is kept next to the tests. */
export const storedStream = (name: string): Buffer =>
  readFileSync(new URL(`streams/${name}.h264`, import.meta.url))

/** All samples as `ffmpeg -f rawvideo` writes them. */
export const samplesOf = ({y, cb, cr}: Keyframe): Buffer => Buffer.concat([y, cb, cr])

const ffmpeg = (...args: string[]): SpawnSyncReturns<Buffer> =>
  spawnSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], {maxBuffer: 64 * 1024 * 1024})

export const hasFfmpeg = (): boolean => ffmpeg('-version').status === 0

/** A pattern that zooms in, with a corner of noise: smooth parts, edges, and what cannot be compressed. */
const scene = (size: string): string =>
  `mandelbrot=s=${size}:start_scale=0.8[a];nullsrc=s=64x48,geq=random(1)*255:random(2)*255:random(3)*255[b];[a][b]overlay=40:24`

/** Writes a stream with x264. */
export function encode(file: string, size: string, flags: string): void {
  const {status, stderr} = ffmpeg(
    ...['-y', '-filter_complex', scene(size), '-frames:v', '3', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    ...[...flags.split(' '), '-f', 'h264', file],
  )
  expect(status, String(stderr)).to.equal(0)
}

/** The first picture by ffmpeg. @param flags of its output, such as `-pix_fmt rgb24` */
export function decodeByFfmpeg(file: string, flags: string[] = []): Buffer {
  // The decoder has no deblocking filter either.
  const input = ['-skip_loop_filter', 'all', '-i', file]
  return ffmpeg(...input, ...flags, '-frames:v', '1', '-f', 'rawvideo', '-').stdout
}

/** The same of a stream in memory. */
export function decodeStreamByFfmpeg(stream: Buffer, file: string): Buffer {
  writeFileSync(file, stream)
  return decodeByFfmpeg(file)
}
