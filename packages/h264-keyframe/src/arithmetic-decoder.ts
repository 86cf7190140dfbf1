import {type BitReader} from './bit-reader.js'
import {contextStarts, lpsRanges, nextAfterLps} from './cabac-tables.js'

/** The arithmetic decoder of clause 9.3 of H.264, with the contexts of intra slices. */
export class CabacEngine {
  private range = 510
  private offset = 0
  /** Of each context the probability state, and in the lowest bit the likelier value. */
  private readonly states = new Uint8Array(460)

  constructor(
    private readonly bits: BitReader,
    qp: number,
  ) {
    for (const [first, pairs] of contextStarts)
      for (const [index, [slope, base]] of pairs.entries()) {
        const state = Math.min(126, Math.max(1, ((slope * qp) >> 4) + base))
        this.states[first + index] = state <= 63 ? (63 - state) << 1 : ((state - 64) << 1) | 1
      }
    this.restart()
  }

  /** Begins anew at the next byte. */
  restart(): void {
    this.bits.align()
    this.range = 510
    this.offset = this.bits.bits(9)
  }

  decide(context: number): number {
    const state = this.states[context]!
    const lps = lpsRanges[(state >> 1) * 4 + ((this.range >> 6) & 3)]!
    this.range -= lps
    if (this.offset < this.range) {
      if (state < 124) this.states[context] = state + 2
      if (this.range < 256) this.shift(1)
      return state & 1
    }
    this.offset -= this.range
    this.range = lps
    // In the first state the likelier value changes.
    const likelier = state < 2 ? (state & 1) ^ 1 : state & 1
    this.states[context] = (nextAfterLps[state >> 1]! << 1) | likelier
    this.shift(Math.clz32(lps) - 23)
    return (state & 1) ^ 1
  }

  /** A bit that is as likely 0 as 1. */
  bypass(): number {
    this.offset = (this.offset << 1) | this.bits.bit()
    if (this.offset < this.range) return 0
    this.offset -= this.range
    return 1
  }

  /** Whether the slice, or the part before raw pixels, ends here. */
  ends(): boolean {
    this.range -= 2
    if (this.offset >= this.range) return true
    if (this.range < 256) this.shift(1)
    return false
  }

  private shift(count: number): void {
    this.range <<= count
    for (let index = 0; index < count; index++) this.offset = (this.offset << 1) | this.bits.bit()
  }
}
