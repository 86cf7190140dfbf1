import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {firstSample} from '../../../src/lib/preview/first-sample.js'
import {rawType} from '../../../packages/h264-keyframe/src/picture.js'
import {type Decoded, decodePicture} from '../../../packages/h264-keyframe/src/keyframe.js'
import {posterOf} from '../../../src/lib/preview/poster.js'

/** A pattern that zooms in, with a corner of noise: smooth parts, edges, and what cannot be compressed. */
const scene = (size: string): string =>
  `mandelbrot=s=${size}:start_scale=0.8[a];nullsrc=s=64x48,geq=random(1)*255:random(2)*255:random(3)*255[b];[a][b]overlay=40:24`

const run = (...args: string[]) =>
  spawnSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], {maxBuffer: 64 * 1024 * 1024})

describe('the first frame of a video', () => {
  let folder: string

  before(function () {
    // What decodes the same: apt-get install ffmpeg
    if (run('-version').status !== 0) this.skip()
    folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  })
  after(() => folder && rmSync(folder, {recursive: true, force: true}))

  /** Makes a video with x264. */
  function encode(size: string, flags: string): string {
    const file = join(folder, 'made.mp4')
    const format = flags.includes('-pix_fmt') ? [] : ['-pix_fmt', 'yuv420p']
    const made = run(
      ...['-y', '-filter_complex', scene(size), '-frames:v', '3', '-c:v', 'libx264', ...format],
      ...flags.split(' '),
      file,
    )
    expect(made.status, String(made.stderr)).to.equal(0)
    return file
  }

  async function decode(file: string): Promise<Decoded> {
    const bytes = readFileSync(file)
    return decodePicture((await firstSample(async (start, length) => bytes.subarray(start, start + length)))!)
  }

  /** The pixels that belong to the picture: luma, then both channels of chroma. */
  function pixelsOf({frame, sequence}: Decoded): Buffer {
    const {right, bottom} = sequence.crop
    const rows = frame.planes.flatMap(({width, pixels}, channel) => {
      const part = channel === 0 ? 1 : 2
      const height = (frame.rows * 16 - bottom) / part
      return Array.from({length: height}, (_, y) =>
        pixels.subarray(y * width, (y + 1) * width - right / part),
      )
    })
    return Buffer.concat(rows)
  }

  /** The same by ffmpeg, which is told not to smooth the edges of blocks. */
  const decodeByFfmpeg = (file: string): Buffer =>
    run('-skip_loop_filter', 'all', '-i', file, ...'-frames:v 1 -f rawvideo -'.split(' ')).stdout

  const streams: Record<string, [size: string, flags: string]> = {
    'High, as from Kling': ['320x180', '-profile:v high -preset medium -crf 20'],
    'High, best quality': ['192x112', '-profile:v high -preset placebo -crf 1'],
    'High, worst quality': ['192x112', '-profile:v high -qp 51'],
    'High without CABAC': ['192x112', '-profile:v high -x264-params cabac=0 -crf 15'],
    Main: ['192x112', '-profile:v main -crf 18'],
    Baseline: ['192x112', '-profile:v baseline -crf 18'],
    'Baseline, best quality': ['192x112', '-profile:v baseline -qp 1'],
    'only 4 × 4': ['192x112', '-x264-params 8x8dct=0:analyse=i4x4 -crf 18'],
    'only 8 × 8': ['192x112', '-x264-params 8x8dct=1:analyse=i8x8 -crf 18'],
    'whole macroblocks': ['192x112', '-preset ultrafast -crf 30'],
    'several slices': ['192x112', '-slices 4 -crf 18'],
    'several slices without CABAC': ['192x112', '-slices 4 -x264-params cabac=0 -crf 18'],
    'another qp in each macroblock': ['192x112', '-x264-params aq-mode=3:aq-strength=3 -crf 25'],
    'another qp of chroma': ['192x112', '-x264-params chroma-qp-offset=9 -crf 25'],
    'a size that is no multiple of 16': ['154x90', '-crf 20'],
    'an upright one': ['90x160', '-crf 20'],
  }
  for (const [name, [size, flags]] of Object.entries(streams)) {
    it(`${name}: every pixel as ffmpeg has it`, async () => {
      const file = encode(size, flags)
      expect(pixelsOf(await decode(file)).equals(decodeByFfmpeg(file))).to.equal(true)
    })
  }

  for (const code of ['cabac=1', 'cabac=0']) {
    it(`raw pixels between others, ${code}: every pixel as ffmpeg has it`, async () => {
      const params = `${code}:8x8dct=0:no-psy=1:trellis=0:subme=8`
      const file = encode('192x112', `-qp 1 -x264-params ${params}`)
      const decoded = await decode(file)
      expect([...decoded.frame.types]).to.include(rawType)
      expect(new Set(decoded.frame.types).size).to.be.above(2)
      expect(pixelsOf(decoded).equals(decodeByFfmpeg(file))).to.equal(true)
    })
  }

  it('is in the colours of a screen', async () => {
    const file = encode('192x112', '-crf 1 -colorspace bt709 -color_range tv')
    const theirs = run(
      ...['-i', file, '-vf', 'scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int'],
      ...'-frames:v 1 -pix_fmt rgb24 -f rawvideo -'.split(' '),
    ).stdout
    const ours = (await posterOf(file, {env: {PATH: ''}, signal: new AbortController().signal}))!
    const difference = ours.rgb.reduce((sum, value, place) => sum + Math.abs(value - theirs[place]!), 0)
    // They smooth the edges of blocks and of chroma.
    expect(difference / ours.rgb.length).to.be.below(4)
  })

  const others: Record<string, string> = {
    'scaling matrices': '-x264-params cqm=jvt',
    fields: '-x264-params interlaced=1',
    lossless: '-qp 0 -profile:v high444',
    'chroma of full size': '-pix_fmt yuv444p',
    '10 bits': '-pix_fmt yuv420p10le',
  }
  for (const [name, flags] of Object.entries(others)) {
    it(`${name}: by ffmpeg, or not at all`, async () => {
      const file = encode('192x112', flags)
      const {signal} = new AbortController()
      expect(await posterOf(file, {env: {PATH: ''}, signal})).to.equal(undefined)
      expect(await posterOf(file, {env: process.env, signal})).to.include({width: 192, height: 112})
    })
  }

  it('a file that is damaged has a picture or none, and ends', async () => {
    const whole = readFileSync(encode('96x64', '-crf 25 -slices 2'))
    const file = join(folder, 'damaged.mp4')
    const options = {env: {PATH: ''}, signal: new AbortController().signal}
    let seed = 1
    const random = (limit: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % limit
    }
    let pictures = 0
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(whole.subarray(0, round % 3 === 0 ? random(whole.length) : whole.length))
      for (let count = random(8); count > 0 && bytes.length > 0; count--)
        bytes[random(bytes.length)] = random(256)
      writeFileSync(file, bytes)
      if (await posterOf(file, options)) pictures++
    }
    expect(pictures).to.be.within(50, 250)
  })

  for (const name of ['nothing.mp4', 'empty.mp4', 'text.mp4']) {
    it(`${name} has none`, async () => {
      if (name !== 'nothing.mp4')
        writeFileSync(join(folder, name), name === 'text.mp4' ? 'no video '.repeat(99) : '')
      const options = {env: {PATH: ''}, signal: new AbortController().signal}
      expect(await posterOf(join(folder, name), options)).to.equal(undefined)
    })
  }
})
