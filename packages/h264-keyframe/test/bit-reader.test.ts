import {expect} from 'chai'
import {BitReader} from '../src/bit-reader.js'

describe('BitReader', () => {
  it('looks for the stop bit once, however often it is asked whether more follows', () => {
    const zeros = 1000
    let reads = 0
    const bytes = new Proxy(Uint8Array.of(0xff, 0x80, ...new Uint8Array(zeros)), {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads++
        return Reflect.get(target, name, target) as unknown
      },
    })
    const bits = new BitReader(bytes)
    const answers = Array.from({length: 8}, () => {
      const more = bits.moreRbspData()
      bits.bit()
      return more
    })
    expect(answers).to.deep.equal(Array(8).fill(true))
    expect(bits.moreRbspData()).to.equal(false)
    expect(reads).to.be.below(2 * zeros)
  })

  it('nothing follows where no bit is set', () => {
    expect(new BitReader(new Uint8Array(4)).moreRbspData()).to.equal(false)
    expect(new BitReader(new Uint8Array(0)).moreRbspData()).to.equal(false)
  })
})
