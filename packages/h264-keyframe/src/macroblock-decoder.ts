import {BitReader} from './bit-reader.js'
import {CabacDecoder} from './cabac-decoder.js'
import {CavlcDecoder} from './cavlc-decoder.js'
import {invalid} from './decode-error.js'
import {type BlockCategory, type EntropyDecoder, blockCategories} from './entropy-decoder.js'
import {type Availability, intraPredModes, predictBlock, predictMacroblock} from './intra-prediction.js'
import {add4x4, add8x8, inverseChromaDc, inverseLumaDc, scale4x4, scale8x8} from './inverse-transform.js'
import type {PictureParameterSet, SequenceParameterSet} from './parameter-sets.js'
import {type Block, type Component, I_NxN, I_PCM, type Picture} from './picture.js'
import {parseSliceHeader} from './slice-header.js'

/** Places of the 16 blocks of luma in their macroblock, by luma4x4BlkIdx. */
const blockX = [0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3] as const
const blockY = [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3] as const
/** Those whose neighbour above on the right is in their macroblock, but decoded after them. */
const withoutAboveRight = [3, 7, 11, 13, 15]
/** luma4x4BlkIdx of the 8 × 8 for which that is so. */
const withoutAboveRight8x8 = 12

/** Table 8-15: QPC by qPI, from 30 on. */
const chromaQps = [29, 30, 31, 32, 32, 33, 34, 34, 35, 35, 36, 36, 37, 37, 37, 38, 38, 38, 39, 39, 39, 39]

export interface SliceContext {
  sps: SequenceParameterSet
  pps: PictureParameterSet
  /** A number that other slices of the picture do not have. */
  sliceId: number
}

/**
 * Decodes an I slice into a picture. The deblocking filter is left out: intra prediction takes samples from before it, so
 * nothing in the picture depends on it.
 */
export function decodeSlice(rbsp: Uint8Array, picture: Picture, {sps, pps, sliceId}: SliceContext): void {
  const bits = new BitReader(rbsp)
  const {firstMbInSlice, sliceQp} = parseSliceHeader(bits, sps, pps)
  const entropy = pps.isCabac ? new CabacDecoder(bits, picture, sliceQp) : new CavlcDecoder(bits, picture)
  const decoder = new MacroblockDecoder(picture, entropy, pps, sliceQp)
  const sizeInMbs = picture.widthInMbs * picture.heightInMbs
  let mbAddr = firstMbInSlice
  do {
    if (mbAddr >= sizeInMbs) throw invalid('more macroblocks than the picture has')
    picture.sliceIds[mbAddr] = sliceId
    decoder.decode(mbAddr++)
  } while (!entropy.endOfSlice())
}

class MacroblockDecoder {
  private readonly coeffLevel = new Int32Array(64)

  constructor(
    private readonly picture: Picture,
    private readonly entropy: EntropyDecoder,
    private readonly pps: PictureParameterSet,
    /** QPY */
    private qp: number,
  ) {}

  /** macroblock_layer() */
  decode(mbAddr: number): void {
    const {picture, entropy} = this
    const mbType = entropy.mbType(mbAddr)
    picture.mbTypes[mbAddr] = mbType
    // What neighbours that are not I_NxN count as.
    this.fillIntraPredModes(mbAddr, intraPredModes.dc)
    if (mbType === I_PCM) return this.readPcm(mbAddr)
    const isIntraNxN = mbType === I_NxN
    if (isIntraNxN) {
      if (this.pps.transform8x8Mode && entropy.transformSize8x8Flag(mbAddr))
        picture.transformSize8x8Flags[mbAddr] = 1
      this.readIntraPredModes(mbAddr)
    }
    picture.intraChromaPredModes[mbAddr] = entropy.intraChromaPredMode(mbAddr)
    // Table 7-11: mb_type of Intra_16x16 holds the pattern and the prediction mode.
    const codedBlockPattern = isIntraNxN
      ? entropy.codedBlockPattern(mbAddr)
      : (mbType > 12 ? 15 : 0) | ((Math.floor((mbType - 1) / 4) % 3) << 4)
    picture.codedBlockPatterns[mbAddr] = codedBlockPattern
    if (!isIntraNxN || codedBlockPattern > 0) this.changeQp(entropy.mbQpDelta())
    else entropy.withoutMbQpDelta()
    if (isIntraNxN) this.decodeIntraNxN(mbAddr)
    else this.decodeIntra16x16(mbAddr, (mbType - 1) % 4)
    this.decodeChroma(mbAddr)
  }

  private changeQp(mbQpDelta: number): void {
    this.qp = (this.qp + mbQpDelta + 52) % 52
    if (this.qp < 0) throw invalid('mb_qp_delta')
  }

  private readPcm(mbAddr: number): void {
    const {picture, entropy} = this
    const [column, row] = [picture.column(mbAddr), picture.row(mbAddr)]
    entropy.pcmSamples(bits => {
      for (const component of [0, 1, 2] as const) {
        const {samples, width} = picture.planes[component]
        const size = component === 0 ? 16 : 8
        const start = (row * width + column) * size
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) samples[start + y * width + x] = bits.u(8)
        const blocks = size / 4
        picture.setTotalCoeffs(component, column * blocks, row * blocks, blocks, 16)
      }
    })
    picture.codedBlockPatterns[mbAddr] = 0x2f
    picture.dcCodedBlockFlags[mbAddr] = 7
    entropy.withoutMbQpDelta()
  }

  private fillIntraPredModes(mbAddr: number, mode: number): void {
    const {picture} = this
    const width = picture.widthInMbs * 4
    const start = picture.row(mbAddr) * 4 * width + picture.column(mbAddr) * 4
    for (let y = 0; y < 4; y++) picture.intraPredModes.fill(mode, start + y * width, start + y * width + 4)
  }

  /** Derives Intra4x4PredMode or Intra8x8PredMode, clauses 8.3.1.1 and 8.3.2.1. */
  private readIntraPredModes(mbAddr: number): void {
    const {picture, entropy} = this
    const modes = picture.intraPredModes
    const width = picture.widthInMbs * 4
    const [hasLeft, hasAbove] = [picture.mbAddrA(mbAddr) >= 0, picture.mbAddrB(mbAddr) >= 0]
    const is8x8 = picture.transformSize8x8Flags[mbAddr] === 1
    for (let block = 0; block < 16; block += is8x8 ? 4 : 1) {
      const [x, y] = [blockX[block]!, blockY[block]!]
      const at = (picture.row(mbAddr) * 4 + y) * width + picture.column(mbAddr) * 4 + x
      const hasBoth = (x > 0 || hasLeft) && (y > 0 || hasAbove)
      const predicted = hasBoth ? Math.min(modes[at - 1]!, modes[at - width]!) : intraPredModes.dc
      const rem = entropy.remIntraPredMode()
      const mode = rem === undefined ? predicted : rem < predicted ? rem : rem + 1
      modes[at] = mode
      if (is8x8) modes[at + 1] = modes[at + width] = modes[at + width + 1] = mode
    }
  }

  /** The levels of a block, in an array that the next call uses again. */
  private residualBlock(
    category: BlockCategory,
    component: Component,
    mbAddr: number,
    x: number,
    y: number,
  ): Int32Array {
    this.coeffLevel.fill(0)
    this.entropy.residualBlock(category, {component, mbAddr, x, y}, this.coeffLevel)
    return this.coeffLevel
  }

  /** A square of samples that begins at a 4 × 4 block of a plane. */
  private blockAt(component: Component, x: number, y: number, size: Block['size']): Block {
    const {samples, width} = this.picture.planes[component]
    return {samples, stride: width, start: y * 4 * width + x * 4, size}
  }

  /** Which neighbours a whole macroblock has; it never takes samples from above on the right. */
  private macroblockAvailability(mbAddr: number): Availability {
    const {picture} = this
    return {
      left: picture.mbAddrA(mbAddr) >= 0,
      above: picture.mbAddrB(mbAddr) >= 0,
      aboveLeft: picture.mbAddrD(mbAddr) >= 0,
      aboveRight: false,
    }
  }

  /**
   * Which neighbours a block has.
   * @param x its place in its macroblock, in blocks of 4 × 4, of which it has `size` in a row
   * @param isDecoded whether what is above on the right in the macroblock itself comes before it
   */
  private blockAvailability(
    mbAddr: number,
    {x, y, size, isDecoded}: {x: number; y: number; size: number; isDecoded: boolean},
  ): Availability {
    const {picture} = this
    const left = x > 0 || picture.mbAddrA(mbAddr) >= 0
    const above = y > 0 || picture.mbAddrB(mbAddr) >= 0
    const aboveLeft = x > 0 ? above : y > 0 ? left : picture.mbAddrD(mbAddr) >= 0
    const aboveRight = y > 0 ? isDecoded : x + size < 4 ? above : picture.mbAddrC(mbAddr) >= 0
    return {left, above, aboveLeft, aboveRight}
  }

  private decodeIntraNxN(mbAddr: number): void {
    const {picture, qp} = this
    const is8x8 = picture.transformSize8x8Flags[mbAddr] === 1
    const codedBlockPattern = picture.codedBlockPatterns[mbAddr]!
    for (let index = 0; index < 16; index += is8x8 ? 4 : 1) {
      const [x, y] = [blockX[index]!, blockY[index]!]
      const [left, top] = [picture.column(mbAddr) * 4 + x, picture.row(mbAddr) * 4 + y]
      const block = this.blockAt(0, left, top, is8x8 ? 8 : 4)
      const mode = picture.intraPredModes[top * picture.widthInMbs * 4 + left]!
      const isDecoded = is8x8 ? index !== withoutAboveRight8x8 : !withoutAboveRight.includes(index)
      predictBlock(block, mode, this.blockAvailability(mbAddr, {x, y, size: block.size / 4, isDecoded}))
      if (!((codedBlockPattern >> (index >> 2)) & 1)) continue
      const category = is8x8 ? blockCategories.lumaLevel8x8 : blockCategories.lumaLevel4x4
      const coeffLevel = this.residualBlock(category, 0, mbAddr, left, top)
      if (is8x8) add8x8(block, scale8x8(coeffLevel, qp))
      else add4x4(block, scale4x4(coeffLevel, qp, 0))
    }
  }

  private decodeIntra16x16(mbAddr: number, mode: number): void {
    const {picture, qp} = this
    const [left, top] = [picture.column(mbAddr) * 4, picture.row(mbAddr) * 4]
    predictMacroblock(this.blockAt(0, left, top, 16), mode, this.macroblockAvailability(mbAddr))
    const dcCategory = blockCategories.intra16x16DcLevel
    const dc = inverseLumaDc(this.residualBlock(dcCategory, 0, mbAddr, left, top), qp)
    const hasAc = (picture.codedBlockPatterns[mbAddr]! & 15) > 0
    for (let index = 0; index < 16; index++) {
      const [x, y] = [left + blockX[index]!, top + blockY[index]!]
      const coefficients = hasAc
        ? scale4x4(this.residualBlock(blockCategories.intra16x16AcLevel, 0, mbAddr, x, y), qp, 1)
        : new Int32Array(16)
      coefficients[0] = dc[blockY[index]! * 4 + blockX[index]!]!
      add4x4(this.blockAt(0, x, y, 4), coefficients)
    }
  }

  private decodeChroma(mbAddr: number): void {
    const {picture} = this
    const [left, top] = [picture.column(mbAddr) * 2, picture.row(mbAddr) * 2]
    const mode = picture.intraChromaPredModes[mbAddr]!
    const available = this.macroblockAvailability(mbAddr)
    for (const component of [1, 2] as const)
      predictMacroblock(this.blockAt(component, left, top, 8), mode, available)
    // CodedBlockPatternChroma: 0 for no levels, 1 for DC, 2 for DC and AC.
    const codedBlockPattern = picture.codedBlockPatterns[mbAddr]! >> 4
    if (codedBlockPattern === 0) return
    // Both DC blocks come before those of AC.
    const components = ([1, 2] as const).map(component => {
      const qp = this.chromaQp(component)
      const coeffLevel = this.residualBlock(blockCategories.chromaDcLevel, component, mbAddr, left, top)
      return {component, qp, dc: inverseChromaDc(coeffLevel, qp)}
    })
    for (const {component, qp, dc} of components)
      for (let index = 0; index < 4; index++) {
        const [x, y] = [left + (index & 1), top + (index >> 1)]
        const coefficients =
          codedBlockPattern === 2
            ? scale4x4(this.residualBlock(blockCategories.chromaAcLevel, component, mbAddr, x, y), qp, 1)
            : new Int32Array(16)
        coefficients[0] = dc[index]!
        add4x4(this.blockAt(component, x, y, 4), coefficients)
      }
  }

  /** QPC of Cb or Cr, clause 8.5.8. */
  private chromaQp(component: 1 | 2): number {
    const offset = this.pps.chromaQpIndexOffsets[component - 1]!
    const qPI = Math.min(51, Math.max(0, this.qp + offset))
    return qPI < 30 ? qPI : chromaQps[qPI - 30]!
  }
}
