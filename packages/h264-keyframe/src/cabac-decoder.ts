import {ArithmeticDecoder} from './arithmetic-decoder.js'
import type {BitReader} from './bit-reader.js'
import {lastSignificantCoeffFlagInc8x8, significantCoeffFlagInc8x8} from './cabac-tables.js'
import {invalid} from './decode-error.js'
import {
  type BlockCategory,
  type BlockLocation,
  type EntropyDecoder,
  blockCategories,
  isDc,
  maxNumCoeffs,
} from './entropy-decoder.js'
import {I_NxN, I_PCM, type Picture} from './picture.js'

/** The first ctxIdx of syntax elements of residual blocks, by their category. */
const codedBlockFlagStarts = [85, 89, 93, 97, 101] as const
const significantCoeffFlagStarts = [105, 120, 134, 149, 152, 402] as const
const lastSignificantCoeffFlagStarts = [166, 181, 195, 210, 213, 417] as const
const coeffAbsLevelMinus1Starts = [227, 237, 247, 257, 266, 426] as const

const toBit = (condition: boolean): 0 | 1 => (condition ? 1 : 0)

/** Reads macroblocks in context-adaptive binary arithmetic code, clause 9.3. */
export class CabacDecoder implements EntropyDecoder {
  private readonly engine: ArithmeticDecoder
  /** Whether `mb_qp_delta` of the macroblock before was not 0. */
  private hadMbQpDelta = false
  /** Scan positions of the levels of a block that are not zero. */
  private readonly significant = new Uint8Array(64)

  constructor(
    private readonly bits: BitReader,
    private readonly picture: Picture,
    sliceQp: number,
  ) {
    this.engine = new ArithmeticDecoder(bits, sliceQp)
  }

  mbType(mbAddr: number): number {
    const {engine, picture} = this
    const ctxIdxInc = this.countNeighbours(mbAddr, other => picture.mbTypes[other] !== I_NxN)
    if (!engine.decodeDecision(3 + ctxIdxInc)) return I_NxN
    if (engine.decodeTerminate()) return I_PCM
    // Bins of Intra_16x16: whether luma has AC levels, then what chroma has, then the prediction mode.
    let mbType = 1 + 12 * engine.decodeDecision(6)
    if (engine.decodeDecision(7)) mbType += 4 + 4 * engine.decodeDecision(8)
    mbType += 2 * engine.decodeDecision(9)
    return mbType + engine.decodeDecision(10)
  }

  transformSize8x8Flag(mbAddr: number): boolean {
    const {engine, picture} = this
    const ctxIdxInc = this.countNeighbours(mbAddr, other => picture.transformSize8x8Flags[other] === 1)
    return engine.decodeDecision(399 + ctxIdxInc) === 1
  }

  remIntraPredMode(): number | undefined {
    const {engine} = this
    if (engine.decodeDecision(68)) return undefined
    return engine.decodeDecision(69) | (engine.decodeDecision(69) << 1) | (engine.decodeDecision(69) << 2)
  }

  intraChromaPredMode(mbAddr: number): number {
    const {engine, picture} = this
    const ctxIdxInc = this.countNeighbours(mbAddr, other => picture.intraChromaPredModes[other] !== 0)
    if (!engine.decodeDecision(64 + ctxIdxInc)) return 0
    if (!engine.decodeDecision(67)) return 1
    return engine.decodeDecision(67) ? 3 : 2
  }

  codedBlockPattern(mbAddr: number): number {
    const {engine, picture} = this
    const [mbAddrA, mbAddrB] = [picture.mbAddrA(mbAddr), picture.mbAddrB(mbAddr)]
    const patternOf = (other: number): number => picture.codedBlockPatterns[other]!
    let luma = 0
    /** Whether an 8 × 8 of another macroblock, or of this one, is known to have no levels. */
    const isZero = (other: number, block: number): number =>
      toBit(other >= 0 && !((patternOf(other) >> block) & 1))
    const isOwnZero = (block: number): number => toBit(!((luma >> block) & 1))
    luma |= engine.decodeDecision(73 + isZero(mbAddrA, 1) + 2 * isZero(mbAddrB, 2))
    luma |= engine.decodeDecision(73 + isOwnZero(0) + 2 * isZero(mbAddrB, 3)) << 1
    luma |= engine.decodeDecision(73 + isZero(mbAddrA, 3) + 2 * isOwnZero(0)) << 2
    luma |= engine.decodeDecision(73 + isOwnZero(2) + 2 * isOwnZero(1)) << 3
    const chromaOf = (other: number): number => (other >= 0 ? patternOf(other) >> 4 : 0)
    const [chromaA, chromaB] = [chromaOf(mbAddrA), chromaOf(mbAddrB)]
    if (!engine.decodeDecision(77 + toBit(chromaA > 0) + 2 * toBit(chromaB > 0))) return luma
    const chroma = 1 + engine.decodeDecision(81 + toBit(chromaA === 2) + 2 * toBit(chromaB === 2))
    return luma | (chroma << 4)
  }

  mbQpDelta(): number {
    const {engine} = this
    const isPresent = engine.decodeDecision(60 + toBit(this.hadMbQpDelta)) === 1
    this.hadMbQpDelta = isPresent
    if (!isPresent) return 0
    let mapped = 1
    for (let ctxIdx = 62; engine.decodeDecision(ctxIdx); ctxIdx = 63)
      if (++mapped > 104) throw invalid('mb_qp_delta')
    return mapped % 2 === 1 ? (mapped + 1) / 2 : -mapped / 2
  }

  withoutMbQpDelta(): void {
    this.hadMbQpDelta = false
  }

  residualBlock(category: BlockCategory, at: BlockLocation, coeffLevel: Int32Array): void {
    if (!this.codedBlockFlag(category, at)) return
    let numCoeff = this.significanceMap(category)
    const {engine, significant} = this
    const start = coeffAbsLevelMinus1Starts[category]
    const maxInc = category === blockCategories.chromaDcLevel ? 3 : 4
    // How many levels of 1, and of more, came before.
    let [ones, larger] = [0, 0]
    while (numCoeff-- > 0) {
      let absLevel = 1
      if (engine.decodeDecision(start + (larger > 0 ? 0 : Math.min(4, 1 + ones)))) {
        const ctxIdx = start + 5 + Math.min(maxInc, larger)
        for (absLevel = 2; absLevel < 15 && engine.decodeDecision(ctxIdx);) absLevel++
        if (absLevel === 15) absLevel += this.expGolombSuffix()
        larger++
      } else ones++
      coeffLevel[significant[numCoeff]!] = engine.decodeBypass() ? -absLevel : absLevel
    }
  }

  pcmSamples(read: (bits: BitReader) => void): void {
    this.bits.alignToByte()
    read(this.bits)
    this.engine.initialize()
  }

  endOfSlice(): boolean {
    return this.engine.decodeTerminate()
  }

  /** Reads `coded_block_flag` and notes it; blocks of 8 × 8 have none, but are noted as coded. */
  private codedBlockFlag(category: BlockCategory, at: BlockLocation): boolean {
    const {engine, picture} = this
    const {component, mbAddr, x, y} = at
    if (category === blockCategories.lumaLevel8x8) {
      picture.setTotalCoeffs(component, x, y, 2, 1)
      return true
    }
    const ctxIdx = codedBlockFlagStarts[category] + this.codedBlockFlagInc(category, at)
    if (!engine.decodeDecision(ctxIdx)) return false
    if (isDc(category)) picture.dcCodedBlockFlags[mbAddr]! |= 1 << component
    else picture.setTotalCoeffs(component, x, y, 1, 1)
    return true
  }

  /** ctxIdxInc of `coded_block_flag`: blocks that are not available count as coded, since all macroblocks are intra. */
  private codedBlockFlagInc(category: BlockCategory, {component, mbAddr, x, y}: BlockLocation): number {
    const {picture} = this
    if (isDc(category)) {
      const flagOf = (other: number): number =>
        other < 0 ? 1 : (picture.dcCodedBlockFlags[other]! >> component) & 1
      return flagOf(picture.mbAddrA(mbAddr)) + 2 * flagOf(picture.mbAddrB(mbAddr))
    }
    return (
      toBit(picture.totalCoeffA(component, mbAddr, x, y) !== 0) +
      2 * toBit(picture.totalCoeffB(component, mbAddr, x, y) !== 0)
    )
  }

  /** Reads `significant_coeff_flag` and `last_significant_coeff_flag`. @returns how many levels are not zero */
  private significanceMap(category: BlockCategory): number {
    const {engine, significant} = this
    const significantStart = significantCoeffFlagStarts[category]
    const lastStart = lastSignificantCoeffFlagStarts[category]
    const last = maxNumCoeffs[category] - 1
    let numCoeff = 0
    let index = 0
    for (; index < last; index++) {
      let [significantInc, lastInc] = [index, index]
      if (category === blockCategories.chromaDcLevel) significantInc = lastInc = Math.min(index, 2)
      else if (category === blockCategories.lumaLevel8x8) {
        significantInc = significantCoeffFlagInc8x8[index]!
        lastInc = lastSignificantCoeffFlagInc8x8[index]!
      }
      if (!engine.decodeDecision(significantStart + significantInc)) continue
      significant[numCoeff++] = index
      if (engine.decodeDecision(lastStart + lastInc)) break
    }
    // Where no flag says that one is the last, the last one is.
    if (index === last) significant[numCoeff++] = last
    return numCoeff
  }

  /** condTermFlagA + condTermFlagB: how many of the macroblocks on the left and above are available and fulfil a condition. */
  private countNeighbours(mbAddr: number, condition: (other: number) => boolean): number {
    const [mbAddrA, mbAddrB] = [this.picture.mbAddrA(mbAddr), this.picture.mbAddrB(mbAddr)]
    return toBit(mbAddrA >= 0 && condition(mbAddrA)) + toBit(mbAddrB >= 0 && condition(mbAddrB))
  }

  /** The suffix of `coeff_abs_level_minus1`: Exp-Golomb of order 0. */
  private expGolombSuffix(): number {
    let length = 0
    while (this.engine.decodeBypass()) if (++length > 20) throw invalid('coeff_abs_level_minus1')
    let value = (1 << length) - 1
    for (let bit = length - 1; bit >= 0; bit--) value += this.engine.decodeBypass() << bit
    return value
  }
}
