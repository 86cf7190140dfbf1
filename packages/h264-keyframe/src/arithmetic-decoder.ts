import type {BitReader} from './bit-reader.js'
import {contextInitializers, rangeTabLps, transIdxLps} from './cabac-tables.js'

/** Contexts that I slices use have a ctxIdx below this. */
const contextCount = 460

/** The arithmetic decoding engine of clause 9.3, with the context variables of I slices. */
export class ArithmeticDecoder {
  private codIRange = 510
  private codIOffset = 0
  /** Context variables: pStateIdx, and valMPS in the lowest bit. */
  private readonly contexts = new Uint8Array(contextCount)

  constructor(
    private readonly bits: BitReader,
    sliceQp: number,
  ) {
    for (const [first, pairs] of contextInitializers)
      for (const [index, [m, n]] of pairs.entries()) {
        const preCtxState = Math.min(126, Math.max(1, ((m * sliceQp) >> 4) + n))
        this.contexts[first + index] =
          preCtxState <= 63 ? (63 - preCtxState) << 1 : ((preCtxState - 64) << 1) | 1
      }
    this.initialize()
  }

  /** Initializes the engine at the next byte; the context variables stay. */
  initialize(): void {
    this.bits.alignToByte()
    this.codIRange = 510
    this.codIOffset = this.bits.u(9)
  }

  /** DecodeDecision */
  decodeDecision(ctxIdx: number): number {
    const context = this.contexts[ctxIdx]!
    const pStateIdx = context >> 1
    const valMps = context & 1
    const codIRangeLps = rangeTabLps[pStateIdx * 4 + ((this.codIRange >> 6) & 3)]!
    this.codIRange -= codIRangeLps
    if (this.codIOffset < this.codIRange) {
      // transIdxMps: one state further, up to 62.
      if (pStateIdx < 62) this.contexts[ctxIdx] = context + 2
      if (this.codIRange < 256) this.renormalize(1)
      return valMps
    }
    this.codIOffset -= this.codIRange
    this.codIRange = codIRangeLps
    const nextMps = pStateIdx === 0 ? valMps ^ 1 : valMps
    this.contexts[ctxIdx] = (transIdxLps[pStateIdx]! << 1) | nextMps
    this.renormalize(Math.clz32(codIRangeLps) - 23)
    return valMps ^ 1
  }

  /** DecodeBypass: a bit that is as likely 0 as 1. */
  decodeBypass(): number {
    this.codIOffset = (this.codIOffset << 1) | this.bits.bit()
    if (this.codIOffset < this.codIRange) return 0
    this.codIOffset -= this.codIRange
    return 1
  }

  /** DecodeTerminate: `end_of_slice_flag`, or whether an `mb_type` is I_PCM. */
  decodeTerminate(): boolean {
    this.codIRange -= 2
    if (this.codIOffset >= this.codIRange) return true
    if (this.codIRange < 256) this.renormalize(1)
    return false
  }

  private renormalize(shift: number): void {
    this.codIRange <<= shift
    for (let index = 0; index < shift; index++) this.codIOffset = (this.codIOffset << 1) | this.bits.bit()
  }
}
