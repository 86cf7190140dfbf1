import {expect} from 'chai'
import {DecodeError, type DecodeErrorReason, decodeKeyframe} from '../src/index.js'
import {nalUnitsOf, storedStream} from './streams.js'

const fromHex = (...units: string[]): Buffer[] => units.map(unit => Buffer.from(unit, 'hex'))

function errorOf(units: Uint8Array[]): DecodeError | undefined {
  try {
    decodeKeyframe(units)
    return undefined
  } catch (error) {
    if (error instanceof DecodeError) return error
    throw error
  }
}

describe('what the decoder refuses', () => {
  const [sps, pps, slice] = nalUnitsOf(storedStream('high-cabac')) as [Buffer, Buffer, Buffer]

  const cases: Record<string, [reason: DecodeErrorReason, what: string, units: Buffer[]]> = {
    'chroma in 4:4:4': [
      'unsupported',
      'chroma_format_idc',
      fromHex('67f4000a919b292d80880000030008000003019078912cb0'),
    ],
    '10 bits': ['unsupported', 'bit depth', fromHex('676e000aa6cd9496c044000003000400000300c83c489658')],
    lossless: [
      'unsupported',
      'qpprime_y_zero_transform_bypass_flag',
      fromHex('67f4000aaeb212d80880000003008000001907891324'),
    ],
    'fields and MBAFF': [
      'unsupported',
      'interlaced',
      fromHex('67640015acd94ad8088000000300800000190f8a14cb'),
    ],
    'scaling matrices': ['unsupported', 'scaling matrices', fromHex('68ebe3cb3002c0')],
    'slice groups': ['unsupported', 'slice groups', fromHex('68c4')],
    'a frame of 8192 × 8192': ['unsupported', 'macroblocks', fromHex('6742001eda002000040110')],
    'a slice_type of P': ['unsupported', 'slice_type', [sps, pps, ...fromHex('65ff')]],
    'a slice without parameter sets': ['invalid', 'parameter sets', [slice]],
    'a slice without its picture parameter set': ['invalid', 'parameter sets', [sps, slice]],
    'parameter sets without a slice': ['invalid', 'no slice', [sps, pps]],
    'nothing at all': ['invalid', 'no slice', []],
    'a slice that is cut off': ['invalid', '', [sps, pps, slice.subarray(0, 40)]],
    'a picture without its second slice': [
      'invalid',
      'macroblocks are missing',
      nalUnitsOf(storedStream('baseline-slices')).filter((_unit, index) => index !== 3),
    ],
  }
  for (const [name, [reason, what, units]] of Object.entries(cases)) {
    it(name, () => {
      const error = errorOf(units)
      expect(error).to.include({name: 'DecodeError', reason})
      expect(error!.message).to.contain(what)
    })
  }

  for (const name of ['high-cabac', 'high-cavlc', 'baseline-slices', 'pcm-cabac']) {
    it(`${name}, damaged: is a picture of some kind or an error of its own, and ends`, () => {
      const whole = nalUnitsOf(storedStream(name))
      let seed = 1
      const random = (limit: number): number => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed % limit
      }
      const outcomes = {decoded: 0, refused: 0}
      for (let round = 0; round < 200; round++) {
        const units = whole.map(unit => Buffer.from(unit))
        // Mostly slices, which are the longest; sometimes a part of one is missing.
        const slices = units.filter(unit => unit.length > 50)
        const damaged = round % 4 === 0 ? units : slices
        for (let count = 1 + random(4); count > 0; count--) {
          const unit = damaged[random(damaged.length)]!
          unit[random(unit.length)] = random(256)
        }
        if (round % 5 === 0) units.push(units.pop()!.subarray(0, random(60)))
        outcomes[errorOf(units) ? 'refused' : 'decoded']++
      }
      expect(outcomes.decoded).to.be.above(0)
      expect(outcomes.refused).to.be.above(0)
    })
  }
})
