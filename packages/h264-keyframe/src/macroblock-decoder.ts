import {BitReader, UnreadableVideo} from './bit-reader.js'
import {CabacSyntax} from './cabac-decoder.js'
import {CavlcSyntax} from './cavlc-decoder.js'
import {type Channel, type Frame, rawType} from './picture.js'
import {type PictureSet, type Sequence, readSliceHeader} from './parameter-sets.js'
import {type Around, predictBlock, predictMacroblock} from './intra-prediction.js'
import {type BlockKind, type Syntax, blockKinds} from './entropy-decoder.js'
import {add4x4, add8x8, chromaMeans, lumaMeans, scale4x4, scale8x8} from './inverse-transform.js'

/** The mode of a block whose neighbours have none: the mean. */
const meanMode = 2
/** Places of the 16 blocks of a macroblock in their order. */
const blockX = [0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3] as const
const blockY = [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3] as const
/** Blocks whose upper right is decoded after them. */
const withoutRight = [3, 7, 11, 13, 15]

/** qp of chroma for those of luma from 30 on. */
const chromaQps = [29, 30, 31, 32, 32, 33, 34, 34, 35, 35, 36, 36, 37, 37, 37, 38, 38, 38, 39, 39, 39, 39]

/**
 * Decodes a slice of an intra picture into a frame. The edges of blocks are not smoothed, which nothing in the picture
 * depends on.
 */
export function decodeSlice(
  unit: Uint8Array,
  frame: Frame,
  {sequence, picture, number}: {sequence: Sequence; picture: PictureSet; number: number},
): void {
  const bits = new BitReader(unit)
  const header = readSliceHeader(bits, sequence, picture)
  const syntax: Syntax = picture.isCabac
    ? new CabacSyntax(bits, frame, header.qp)
    : new CavlcSyntax(bits, frame)
  const decoder = new MacroblockDecoder(frame, syntax, picture, header.qp)
  const count = frame.columns * frame.rows
  let place = header.firstMacroblock
  do {
    if (place >= count) throw new UnreadableVideo('too many macroblocks')
    frame.slices[place] = number
    decoder.decode(place++)
  } while (!syntax.ends())
}

class MacroblockDecoder {
  private readonly coefficients = new Int32Array(64)

  constructor(
    private readonly frame: Frame,
    private readonly syntax: Syntax,
    private readonly picture: PictureSet,
    private qp: number,
  ) {}

  decode(place: number): void {
    const {frame, syntax} = this
    const type = (frame.types[place] = syntax.type(place))
    this.fillModes(place, meanMode)
    if (type === rawType) return this.readRaw(place)
    const isWhole = type > 0
    if (!isWhole) {
      if (this.picture.has8x8 && syntax.has8x8(place)) frame.has8x8[place] = 1
      this.readModes(place)
    }
    frame.chromaModes[place] = syntax.chromaMode(place)
    frame.coded[place] = isWhole
      ? (type > 12 ? 15 : 0) | ((Math.floor((type - 1) / 4) % 3) << 4)
      : syntax.coded(place)
    if (isWhole || frame.coded[place]! > 0) this.changeQp(syntax.qpChange())
    else syntax.keepsQp()
    if (isWhole) this.decodeWhole(place, (type - 1) % 4)
    else this.decodeBlocks(place)
    this.decodeChroma(place)
  }

  private changeQp(change: number): void {
    this.qp = (this.qp + change + 52) % 52
    if (!(this.qp >= 0)) throw new UnreadableVideo('a wrong qp')
  }

  private column(place: number): number {
    return place % this.frame.columns
  }

  private row(place: number): number {
    return Math.floor(place / this.frame.columns)
  }

  private readRaw(place: number): void {
    const {frame, syntax} = this
    syntax.raw(bits => {
      for (const [channel, plane] of frame.planes.entries()) {
        const size = channel === 0 ? 16 : 8
        const start = (this.row(place) * plane.width + this.column(place)) * size
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) plane.pixels[start + y * plane.width + x] = bits.bits(8)
        const blocks = size / 4
        frame.setCounts(channel as Channel, this.column(place) * blocks, this.row(place) * blocks, blocks, 16)
      }
    })
    frame.coded[place] = 0x2f
    frame.means[place] = 7
    syntax.keepsQp()
  }

  private fillModes(place: number, mode: number): void {
    const width = this.frame.columns * 4
    const start = this.row(place) * 4 * width + this.column(place) * 4
    for (let y = 0; y < 4; y++) this.frame.modes.fill(mode, start + y * width, start + y * width + 4)
  }

  /** The modes of the blocks of a macroblock: as said, or the lower one of those on the left and above. */
  private readModes(place: number): void {
    const {frame, syntax} = this
    const {modes} = frame
    const width = frame.columns * 4
    const [hasLeft, hasAbove] = [frame.left(place) >= 0, frame.above(place) >= 0]
    const is8x8 = frame.has8x8[place] === 1
    for (let block = 0; block < 16; block += is8x8 ? 4 : 1) {
      const [x, y] = [blockX[block]!, blockY[block]!]
      const at = (this.row(place) * 4 + y) * width + this.column(place) * 4 + x
      const isInside = (x > 0 || hasLeft) && (y > 0 || hasAbove)
      const likely = isInside ? Math.min(modes[at - 1]!, modes[at - width]!) : meanMode
      const said = syntax.mode()
      const mode = said === undefined ? likely : said < likely ? said : said + 1
      modes[at] = mode
      if (is8x8) modes[at + 1] = modes[at + width] = modes[at + width + 1] = mode
    }
  }

  private read(kind: BlockKind, channel: Channel, place: number, x: number, y: number): Int32Array {
    this.coefficients.fill(0)
    this.syntax.block(kind, {channel, place, x, y}, this.coefficients)
    return this.coefficients
  }

  /** What there is around a block of `size` in 4 × 4 blocks, at a place in its macroblock. */
  private around(place: number, x: number, y: number, size: number, hasRight: boolean): Around {
    const {frame} = this
    const left = x > 0 || frame.left(place) >= 0
    const above = y > 0 || frame.above(place) >= 0
    const corner = x > 0 ? above : y > 0 ? left : frame.above(place, -1) >= 0
    const right = y > 0 ? hasRight : x + size < 4 ? above : frame.above(place, 1) >= 0
    return {left, above, corner, right: right && (y > 0 || above)}
  }

  private decodeBlocks(place: number): void {
    const {frame} = this
    const {width, pixels} = frame.planes[0]
    const size = frame.has8x8[place] === 1 ? 8 : 4
    const coded = frame.coded[place]!
    for (let block = 0; block < 16; block += size === 8 ? 4 : 1) {
      const [x, y] = [blockX[block]!, blockY[block]!]
      const [left, top] = [this.column(place) * 4 + x, this.row(place) * 4 + y]
      const start = top * 4 * width + left * 4
      const mode = frame.modes[top * frame.columns * 4 + left]!
      const hasRight = size === 8 ? block !== 12 : !withoutRight.includes(block)
      predictBlock(pixels, {start, width, size, mode}, this.around(place, x, y, size / 4, hasRight))
      if (!((coded >> (block >> 2)) & 1)) continue
      if (size === 8)
        add8x8(pixels, start, width, scale8x8(this.read(blockKinds.luma8x8, 0, place, left, top), this.qp))
      else add4x4(pixels, start, width, scale4x4(this.read(blockKinds.luma, 0, place, left, top), this.qp, 0))
    }
  }

  private decodeWhole(place: number, mode: number): void {
    const {frame, qp} = this
    const {width, pixels} = frame.planes[0]
    const [left, top] = [this.column(place) * 4, this.row(place) * 4]
    predictMacroblock(
      pixels,
      {start: top * 4 * width + left * 4, width, size: 16, mode},
      this.around(place, 0, 0, 4, false),
    )
    const means = lumaMeans(this.read(blockKinds.lumaMeans, 0, place, left, top), qp)
    const isCoded = (frame.coded[place]! & 15) > 0
    for (let block = 0; block < 16; block++) {
      const [x, y] = [left + blockX[block]!, top + blockY[block]!]
      const rest = isCoded
        ? scale4x4(this.read(blockKinds.lumaRest, 0, place, x, y), qp, 1)
        : new Int32Array(16)
      rest[0] = means[blockY[block]! * 4 + blockX[block]!]!
      add4x4(pixels, y * 4 * width + x * 4, width, rest)
    }
  }

  private decodeChroma(place: number): void {
    const {frame} = this
    const coded = frame.coded[place]! >> 4
    const [left, top] = [this.column(place) * 2, this.row(place) * 2]
    const channels = [1, 2] as const
    for (const channel of channels) {
      const {width, pixels} = frame.planes[channel]
      const start = top * 4 * width + left * 4
      const mode = frame.chromaModes[place]!
      predictMacroblock(pixels, {start, width, size: 8, mode}, this.around(place, 0, 0, 4, false))
    }
    if (coded === 0) return
    const qps = this.picture.chromaOffsets.map(offset => {
      const qp = Math.min(51, Math.max(0, this.qp + offset))
      return qp < 30 ? qp : chromaQps[qp - 30]!
    })
    const means = channels.map(channel =>
      chromaMeans(this.read(blockKinds.chromaMeans, channel, place, left, top), qps[channel - 1]!),
    )
    for (const channel of channels) {
      const {width, pixels} = frame.planes[channel]
      for (let block = 0; block < 4; block++) {
        const [x, y] = [left + (block & 1), top + (block >> 1)]
        const rest =
          coded === 2
            ? scale4x4(this.read(blockKinds.chromaRest, channel, place, x, y), qps[channel - 1]!, 1)
            : new Int32Array(16)
        rest[0] = means[channel - 1]![block]!
        add4x4(pixels, y * 4 * width + x * 4, width, rest)
      }
    }
  }
}
