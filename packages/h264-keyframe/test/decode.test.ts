import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {decodeKeyframe, toRgb} from '../src/index.js'
import {decodePicture} from '../src/keyframe.js'
import {I_PCM} from '../src/picture.js'
import {
  decodeByFfmpeg,
  decodeStreamByFfmpeg,
  encode,
  hasFfmpeg,
  nalUnitsOf,
  samplesOf,
  storedStream,
} from './streams.js'

/** Streams by x264, and the SHA-256 of their samples as ffmpeg decodes them. */
const stored = {
  'high-cabac': {
    size: '96x64',
    hash: '72679fb3b9a2b1be48c75acf1ff7450ed37a3d524f08e93beae357f151569177',
  },
  'high-cavlc': {
    size: '96x64',
    hash: '3c05c80164d51c1ca2e7647d1fea7b32ae25c013edcf95041967f41e5dd2ec2f',
  },
  'main-cropped': {
    size: '90x50',
    hash: '6d5203a4a704b7111dd9dbe108d90eddd7c6ec44f553bf0ef3839b5d0a8470e0',
  },
  'baseline-slices': {
    size: '96x64',
    hash: 'd856be34c4513269595110de63faeadca950834f2033c9da10d82b13af738bef',
  },
  'pcm-cabac': {
    size: '64x48',
    hash: '2097cd893917e19e2458fd88ec9aaeff13f72ddd4e40555c73c548bf8db64c7f',
  },
  intra16x16: {
    size: '96x64',
    hash: 'b4f8b37d0e09d1e1251100a20db448beb0ecce4cd9921ff91c9d869bdc89c59d',
  },
}

describe('a key frame of a stored stream', () => {
  for (const [name, {size, hash}] of Object.entries(stored)) {
    it(`${name} has every sample`, () => {
      const keyframe = decodeKeyframe(nalUnitsOf(storedStream(name)))
      expect(`${keyframe.width}x${keyframe.height}`).to.equal(size)
      expect(createHash('sha256').update(samplesOf(keyframe)).digest('hex')).to.equal(hash)
    })
  }

  it('is decoded from any iterable, and other NAL units are passed over', () => {
    const units = nalUnitsOf(storedStream('high-cabac'))
    const [accessUnitDelimiter, endOfSequence] = [Uint8Array.of(9, 0xf0), Uint8Array.of(10)]
    const more = new Set([accessUnitDelimiter, ...units, new Uint8Array(0), endOfSequence])
    expect(samplesOf(decodeKeyframe(more)).equals(samplesOf(decodeKeyframe(units)))).to.equal(true)
  })

  it('in RGB has three bytes a pixel, and grey where there is no colour', () => {
    const chroma = {cb: Uint8Array.of(128), cr: Uint8Array.of(128)}
    const grey = {width: 2, height: 2, y: Uint8Array.of(16, 235, 126, 0), ...chroma}
    const limited = {matrixCoefficients: undefined, isFullRange: false}
    const rgb = Uint8Array.of(0, 0, 0, 255, 255, 255, 128, 128, 128, 0, 0, 0)
    expect(toRgb({...grey, colour: limited})).to.deep.equal({width: 2, height: 2, rgb})
    const full = toRgb({...grey, colour: {...limited, isFullRange: true}})
    expect([...full.rgb]).to.deep.equal([16, 16, 16, 235, 235, 235, 126, 126, 126, 0, 0, 0])
  })
})

describe('a key frame, beside ffmpeg', () => {
  let folder: string

  before(function () {
    // What decodes the same: apt-get install ffmpeg
    if (!hasFfmpeg()) this.skip()
    folder = mkdtempSync(join(tmpdir(), 'h264-keyframe-'))
  })
  after(() => folder && rmSync(folder, {recursive: true, force: true}))

  /** Makes a stream. @returns its file */
  function make(size: string, flags: string): string {
    const file = join(folder, 'made.h264')
    encode(file, size, flags)
    return file
  }

  const streams: Record<string, [size: string, flags: string]> = {
    High: ['320x180', '-profile:v high -preset medium -crf 20'],
    'High, best quality': ['192x112', '-profile:v high -preset placebo -crf 1'],
    'High, worst quality': ['192x112', '-profile:v high -qp 51'],
    'High with CAVLC': ['192x112', '-profile:v high -x264-params cabac=0 -crf 15'],
    Main: ['192x112', '-profile:v main -crf 18'],
    Baseline: ['192x112', '-profile:v baseline -crf 18'],
    'Baseline, best quality': ['192x112', '-profile:v baseline -qp 1'],
    'Intra_4x4 only': ['192x112', '-x264-params 8x8dct=0:analyse=i4x4 -crf 18'],
    'Intra_8x8 only': ['192x112', '-x264-params 8x8dct=1:analyse=i8x8 -crf 18'],
    Intra_16x16: ['192x112', '-preset ultrafast -crf 30'],
    'several slices': ['192x112', '-slices 4 -crf 18'],
    'several slices with CAVLC': ['192x112', '-slices 4 -x264-params cabac=0 -crf 18'],
    'mb_qp_delta in each macroblock': ['192x112', '-x264-params aq-mode=3:aq-strength=3 -crf 25'],
    chroma_qp_index_offset: ['192x112', '-x264-params chroma-qp-offset=9 -crf 25'],
    'a size that is no multiple of 16': ['154x90', '-crf 20'],
    'an upright one': ['90x160', '-crf 20'],
  }
  for (const [name, [size, flags]] of Object.entries(streams)) {
    it(`${name}: every sample is the same`, () => {
      const file = make(size, flags)
      const ours = samplesOf(decodeKeyframe(nalUnitsOf(readFileSync(file))))
      expect(ours.equals(decodeByFfmpeg(file))).to.equal(true)
    })
  }

  for (const code of ['cabac=1', 'cabac=0']) {
    it(`I_PCM between others, ${code}: every sample is the same`, () => {
      const file = make('192x112', `-qp 1 -x264-params ${code}:8x8dct=0:no-psy=1:trellis=0:subme=8`)
      const units = nalUnitsOf(readFileSync(file))
      const {mbTypes} = decodePicture(units).picture
      expect([...mbTypes]).to.include(I_PCM)
      expect(new Set(mbTypes).size).to.be.above(2)
      expect(samplesOf(decodeKeyframe(units)).equals(decodeByFfmpeg(file))).to.equal(true)
    })
  }

  for (const name of Object.keys(stored)) {
    it(`${name}, as stored: every sample is the same`, () => {
      const stream = storedStream(name)
      const theirs = decodeStreamByFfmpeg(stream, join(folder, 'stored.h264'))
      expect(samplesOf(decodeKeyframe(nalUnitsOf(stream))).equals(theirs)).to.equal(true)
    })
  }

  for (const [matrix, range] of [
    ['bt709', 'tv'],
    ['smpte170m', 'tv'],
    ['bt709', 'pc'],
  ] as const) {
    it(`${matrix}, ${range}: has the same colours`, () => {
      const file = make('192x112', `-crf 1 -colorspace ${matrix} -color_range ${range}`)
      const scale = `scale=in_color_matrix=${matrix}:flags=accurate_rnd+full_chroma_int+neighbor`
      const theirs = decodeByFfmpeg(file, ['-vf', scale, '-pix_fmt', 'rgb24'])
      const {rgb} = toRgb(decodeKeyframe(nalUnitsOf(readFileSync(file))))
      expect(rgb).to.have.length(theirs.length)
      const difference = rgb.reduce((sum, value, at) => sum + Math.abs(value - theirs[at]!), 0)
      expect(difference / rgb.length).to.be.below(1)
    })
  }
})
