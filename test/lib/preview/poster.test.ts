import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
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
