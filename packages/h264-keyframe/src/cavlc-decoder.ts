import {type BitReader, UnreadableVideo} from './bit-reader.js'
import {
  type PrefixCode,
  chromaCoefficientCode,
  chromaZerosCodes,
  codedParts,
  coefficientCodes,
  runCodes,
  zerosCodes,
} from './cavlc-tables.js'
import {type Frame, rawType} from './picture.js'
import {type BlockKind, type BlockPlace, type Syntax, blockKinds, blockLengths} from './entropy-decoder.js'

/** Macroblocks in prefix codes (CAVLC). */
export class CavlcSyntax implements Syntax {
  private readonly levels = new Int32Array(16)

  constructor(
    private readonly bits: BitReader,
    private readonly frame: Frame,
  ) {}

  type(): number {
    const type = this.bits.golomb()
    if (type > rawType) throw new UnreadableVideo('a wrong type')
    return type
  }

  has8x8(): boolean {
    return this.bits.flag()
  }

  mode(): number | undefined {
    return this.bits.flag() ? undefined : this.bits.bits(3)
  }

  chromaMode(): number {
    const mode = this.bits.golomb()
    if (mode > 3) throw new UnreadableVideo('a wrong mode')
    return mode
  }

  coded(): number {
    const parts = codedParts[this.bits.golomb()]
    if (parts === undefined) throw new UnreadableVideo('wrong parts')
    return parts
  }

  qpChange(): number {
    return this.bits.signedGolomb()
  }

  keepsQp(): void {
    // Says nothing of it to those that follow.
  }

  block(kind: BlockKind, at: BlockPlace, coefficients: Int32Array): void {
    if (kind !== blockKinds.luma8x8) return this.short(kind, at, coefficients)
    // Four blocks that take turns.
    const quarter = new Int32Array(16)
    for (let part = 0; part < 4; part++) {
      quarter.fill(0)
      this.short(blockKinds.luma, {...at, x: at.x + (part & 1), y: at.y + (part >> 1)}, quarter)
      for (const [index, value] of quarter.entries()) coefficients[index * 4 + part] = value
    }
  }

  raw(read: (bits: BitReader) => void): void {
    this.bits.align()
    read(this.bits)
  }

  ends(): boolean {
    return !this.bits.hasMore()
  }

  private short(kind: BlockKind, at: BlockPlace, coefficients: Int32Array): void {
    const {levels} = this
    const length = blockLengths[kind]
    const {count, ones} = this.counts(kind, at)
    if (count > length) throw new UnreadableVideo('too many coefficients')
    const isMeans = kind === blockKinds.lumaMeans || kind === blockKinds.chromaMeans
    if (!isMeans) this.frame.setCounts(at.channel, at.x, at.y, 1, count)
    if (count === 0) return
    this.readLevels(count, ones)
    const zeroCodes = kind === blockKinds.chromaMeans ? chromaZerosCodes : zerosCodes
    let zeros = count < length ? this.read(zeroCodes[count - 1]!) : 0
    let index = count + zeros - 1
    if (index >= length) throw new UnreadableVideo('too many coefficients')
    for (let number = 0; number < count; number++) {
      coefficients[index] = levels[number]!
      const run = zeros > 0 && number < count - 1 ? this.read(runCodes[Math.min(zeros, 7) - 1]!) : 0
      zeros -= run
      index -= run + 1
      if (zeros < 0) throw new UnreadableVideo('too many coefficients')
    }
  }

  /** How many coefficients a block has, and how many ones they end with. */
  private counts(kind: BlockKind, at: BlockPlace): {count: number; ones: number} {
    let value
    if (kind === blockKinds.chromaMeans) value = this.read(chromaCoefficientCode)
    else {
      const around = this.around(at)
      const group = around < 2 ? 0 : around < 4 ? 1 : around < 8 ? 2 : 3
      if (group === 3) {
        const code = this.bits.bits(6)
        // 3 stands for none.
        return code === 3 ? {count: 0, ones: 0} : {count: (code >> 2) + 1, ones: code & 3}
      }
      value = this.read(coefficientCodes[group]!)
    }
    return {count: value >> 2, ones: value & 3}
  }

  /** Mean of the coefficients of the blocks on the left and above, as far as there are any. */
  private around({channel, place, x, y}: BlockPlace): number {
    const left = this.frame.leftCount(channel, place, x, y)
    const above = this.frame.aboveCount(channel, place, x, y)
    if (left >= 0 && above >= 0) return (left + above + 1) >> 1
    return Math.max(left, above, 0)
  }

  private readLevels(count: number, ones: number): void {
    const {bits, levels} = this
    for (let index = 0; index < ones; index++) levels[index] = bits.flag() ? -1 : 1
    let suffix = count > 10 && ones < 3 ? 1 : 0
    for (let index = ones; index < count; index++) {
      let prefix = 0
      while (!bits.flag()) if (++prefix > 25) throw new UnreadableVideo('a coefficient is too large')
      let code = Math.min(15, prefix) << suffix
      const length = prefix >= 15 ? prefix - 3 : prefix === 14 && suffix === 0 ? 4 : suffix
      code += bits.bits(length)
      if (prefix >= 15 && suffix === 0) code += 15
      if (prefix >= 16) code += (1 << (prefix - 3)) - 4096
      // The first one behind fewer than three ones is larger than one.
      if (index === ones && ones < 3) code += 2
      const level = code % 2 === 0 ? (code + 2) / 2 : (-code - 1) / 2
      levels[index] = level
      if (suffix === 0) suffix = 1
      if (Math.abs(level) > 3 << (suffix - 1) && suffix < 6) suffix++
    }
  }

  private read({width, lengths, values}: PrefixCode): number {
    const word = this.bits.peek(width)
    if (lengths[word] === 0) throw new UnreadableVideo('a wrong code')
    this.bits.bits(lengths[word]!)
    return values[word]!
  }
}
