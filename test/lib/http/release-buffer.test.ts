import {expect} from 'chai'
import {releaseBuffer} from '../../../src/lib/http/release-buffer.js'

describe('releaseBuffer', () => {
  it('frees a buffer that has its memory for itself', () => {
    const {buffer} = new Uint8Array(100_000)
    releaseBuffer(new Uint8Array(buffer))
    expect(buffer.byteLength).to.equal(0)
  })

  it('leaves one that is a part of another, as small ones are', () => {
    for (const piece of [Buffer.from('small'), Buffer.alloc(1000).subarray(1), new Uint8Array(0)]) {
      const {byteLength} = piece.buffer
      releaseBuffer(piece)
      expect(piece.buffer.byteLength).to.equal(byteLength)
    }
  })
})
