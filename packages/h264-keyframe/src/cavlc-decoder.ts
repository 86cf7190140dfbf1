import type {BitReader} from './bit-reader.js'
import {
  type PrefixCode,
  chromaDcCoeffTokenCode,
  chromaDcTotalZerosCodes,
  codedBlockPatterns,
  coeffTokenCodes,
  runBeforeCodes,
  totalZerosCodes,
} from './cavlc-tables.js'
import {invalid} from './decode-error.js'
import {
  type BlockCategory,
  type BlockLocation,
  type EntropyDecoder,
  blockCategories,
  isDc,
  maxNumCoeffs,
} from './entropy-decoder.js'
import {I_PCM, type Picture} from './picture.js'

/** Reads macroblocks in Exp-Golomb and context-adaptive variable length code, clauses 9.1 and 9.2. */
export class CavlcDecoder implements EntropyDecoder {
  private readonly levelVal = new Int32Array(16)

  constructor(
    private readonly bits: BitReader,
    private readonly picture: Picture,
  ) {}

  mbType(): number {
    const mbType = this.bits.ue()
    if (mbType > I_PCM) throw invalid(`mb_type ${mbType}`)
    return mbType
  }

  transformSize8x8Flag(): boolean {
    return this.bits.flag()
  }

  remIntraPredMode(): number | undefined {
    return this.bits.flag() ? undefined : this.bits.u(3)
  }

  intraChromaPredMode(): number {
    const mode = this.bits.ue()
    if (mode > 3) throw invalid(`intra_chroma_pred_mode ${mode}`)
    return mode
  }

  codedBlockPattern(): number {
    const pattern = codedBlockPatterns[this.bits.ue()]
    if (pattern === undefined) throw invalid('coded_block_pattern')
    return pattern
  }

  mbQpDelta(): number {
    return this.bits.se()
  }

  withoutMbQpDelta(): void {
    // No code depends on it.
  }

  residualBlock(category: BlockCategory, at: BlockLocation, coeffLevel: Int32Array): void {
    if (category !== blockCategories.lumaLevel8x8) return this.residualBlockCavlc(category, at, coeffLevel)
    // Four blocks of 4 × 4, whose levels take turns.
    const level4x4 = new Int32Array(16)
    for (let block = 0; block < 4; block++) {
      level4x4.fill(0)
      const location = {...at, x: at.x + (block & 1), y: at.y + (block >> 1)}
      this.residualBlockCavlc(blockCategories.lumaLevel4x4, location, level4x4)
      for (const [index, level] of level4x4.entries()) coeffLevel[index * 4 + block] = level
    }
  }

  pcmSamples(read: (bits: BitReader) => void): void {
    this.bits.alignToByte()
    read(this.bits)
  }

  endOfSlice(): boolean {
    return !this.bits.moreRbspData()
  }

  /** residual_block_cavlc() */
  private residualBlockCavlc(category: BlockCategory, at: BlockLocation, coeffLevel: Int32Array): void {
    const {levelVal} = this
    const maxNumCoeff = maxNumCoeffs[category]
    const {totalCoeff, trailingOnes} = this.coeffToken(category, at)
    if (totalCoeff > maxNumCoeff) throw invalid('coeff_token')
    if (!isDc(category)) this.picture.setTotalCoeffs(at.component, at.x, at.y, 1, totalCoeff)
    if (totalCoeff === 0) return
    this.readLevels(totalCoeff, trailingOnes)
    const totalZerosCode =
      category === blockCategories.chromaDcLevel ? chromaDcTotalZerosCodes : totalZerosCodes
    let zerosLeft = totalCoeff < maxNumCoeff ? this.read(totalZerosCode[totalCoeff - 1]!) : 0
    let coeffNum = totalCoeff + zerosLeft - 1
    if (coeffNum >= maxNumCoeff) throw invalid('total_zeros')
    for (let index = 0; index < totalCoeff; index++) {
      coeffLevel[coeffNum] = levelVal[index]!
      const hasRun = zerosLeft > 0 && index < totalCoeff - 1
      const runBefore = hasRun ? this.read(runBeforeCodes[Math.min(zerosLeft, 7) - 1]!) : 0
      zerosLeft -= runBefore
      coeffNum -= runBefore + 1
      if (zerosLeft < 0) throw invalid('run_before')
    }
  }

  /** Reads `coeff_token`: how many levels are not zero, and with how many ones they end. */
  private coeffToken(category: BlockCategory, at: BlockLocation): {totalCoeff: number; trailingOnes: number} {
    let code: PrefixCode
    if (category === blockCategories.chromaDcLevel) code = chromaDcCoeffTokenCode
    else {
      const nC = this.nC(at)
      if (nC >= 8) {
        const token = this.bits.u(6)
        const none = 3
        return token === none
          ? {totalCoeff: 0, trailingOnes: 0}
          : {totalCoeff: (token >> 2) + 1, trailingOnes: token & 3}
      }
      code = coeffTokenCodes[nC < 2 ? 0 : nC < 4 ? 1 : 2]
    }
    const token = this.read(code)
    return {totalCoeff: token >> 2, trailingOnes: token & 3}
  }

  /** nC: the mean of `total_coeff` of the blocks on the left and above, as far as they are available. */
  private nC({component, mbAddr, x, y}: BlockLocation): number {
    const nA = this.picture.totalCoeffA(component, mbAddr, x, y)
    const nB = this.picture.totalCoeffB(component, mbAddr, x, y)
    if (nA >= 0 && nB >= 0) return (nA + nB + 1) >> 1
    return Math.max(nA, nB, 0)
  }

  /** Reads `trailing_ones_sign_flag`, `level_prefix` and `level_suffix` into levelVal. */
  private readLevels(totalCoeff: number, trailingOnes: number): void {
    const {bits, levelVal} = this
    for (let index = 0; index < trailingOnes; index++) levelVal[index] = bits.flag() ? -1 : 1
    let suffixLength = totalCoeff > 10 && trailingOnes < 3 ? 1 : 0
    for (let index = trailingOnes; index < totalCoeff; index++) {
      let levelPrefix = 0
      while (!bits.flag()) if (++levelPrefix > 25) throw invalid('level_prefix')
      let levelCode = Math.min(15, levelPrefix) << suffixLength
      const isEscape = levelPrefix === 14 && suffixLength === 0
      const levelSuffixSize = levelPrefix >= 15 ? levelPrefix - 3 : isEscape ? 4 : suffixLength
      levelCode += bits.u(levelSuffixSize)
      if (levelPrefix >= 15 && suffixLength === 0) levelCode += 15
      if (levelPrefix >= 16) levelCode += (1 << (levelPrefix - 3)) - 4096
      // The first one after fewer than three ones is larger than one.
      if (index === trailingOnes && trailingOnes < 3) levelCode += 2
      const level = levelCode % 2 === 0 ? (levelCode + 2) / 2 : (-levelCode - 1) / 2
      levelVal[index] = level
      if (suffixLength === 0) suffixLength = 1
      if (Math.abs(level) > 3 << (suffixLength - 1) && suffixLength < 6) suffixLength++
    }
  }

  private read({width, lengths, values}: PrefixCode): number {
    const word = this.bits.peek(width)
    if (lengths[word] === 0) throw invalid('a code that is in no table')
    this.bits.u(lengths[word]!)
    return values[word]!
  }
}
