import {type BitReader, UnreadableVideo} from './bit-reader.js'
import {CabacEngine} from './arithmetic-decoder.js'
import {last8x8, significant8x8} from './cabac-tables.js'
import {type Frame, rawType} from './picture.js'
import {type BlockKind, type BlockPlace, type Syntax, blockKinds, blockLengths} from './entropy-decoder.js'

/** First contexts of what is said of coefficients, by the kind of their block. */
const significantStarts = [105, 120, 134, 149, 152, 402] as const
const lastStarts = [166, 181, 195, 210, 213, 417] as const
const sizeStarts = [227, 237, 247, 257, 266, 426] as const

const flag = (is: boolean): number => (is ? 1 : 0)

/** Macroblocks in arithmetic code (CABAC). */
export class CabacSyntax implements Syntax {
  private readonly engine: CabacEngine
  /** Whether the macroblock before changed the qp. */
  private hasChanged = false
  /** Places of the coefficients of a block that are not zero. */
  private readonly found = new Uint8Array(64)

  constructor(
    private readonly bits: BitReader,
    private readonly frame: Frame,
    qp: number,
  ) {
    this.engine = new CabacEngine(bits, qp)
  }

  type(place: number): number {
    const {engine, frame} = this
    const isWhole = (other: number): number => flag(other >= 0 && frame.types[other] !== 0)
    if (!engine.decide(3 + isWhole(frame.left(place)) + isWhole(frame.above(place)))) return 0
    if (engine.ends()) return rawType
    let type = 1 + 12 * engine.decide(6)
    if (engine.decide(7)) type += 4 + 4 * engine.decide(8)
    type += 2 * engine.decide(9)
    return type + engine.decide(10)
  }

  has8x8(place: number): boolean {
    const {left, above} = this.around(place)
    const is = (other: number): number => (other >= 0 ? this.frame.has8x8[other]! : 0)
    return this.engine.decide(399 + is(left) + is(above)) === 1
  }

  mode(): number | undefined {
    const {engine} = this
    if (engine.decide(68)) return undefined
    return engine.decide(69) | (engine.decide(69) << 1) | (engine.decide(69) << 2)
  }

  chromaMode(place: number): number {
    const {left, above} = this.around(place)
    const is = (other: number): number => flag(other >= 0 && this.frame.chromaModes[other] !== 0)
    if (!this.engine.decide(64 + is(left) + is(above))) return 0
    if (!this.engine.decide(67)) return 1
    return this.engine.decide(67) ? 3 : 2
  }

  coded(place: number): number {
    const {engine, frame} = this
    const {left, above} = this.around(place)
    let luma = 0
    // Whether a part beside this one is known to have none.
    const lacks = (other: number, part: number): number =>
      flag(other >= 0 && !((frame.coded[other]! >> part) & 1))
    const own = (part: number): number => flag(!((luma >> part) & 1))
    luma |= engine.decide(73 + lacks(left, 1) + 2 * lacks(above, 2))
    luma |= engine.decide(73 + own(0) + 2 * lacks(above, 3)) << 1
    luma |= engine.decide(73 + lacks(left, 3) + 2 * own(0)) << 2
    luma |= engine.decide(73 + own(2) + 2 * own(1)) << 3
    const chromaOf = (other: number): number => (other >= 0 ? frame.coded[other]! >> 4 : 0)
    const [beside, over] = [chromaOf(left), chromaOf(above)]
    if (!engine.decide(77 + flag(beside > 0) + 2 * flag(over > 0))) return luma
    return luma | ((1 + engine.decide(81 + flag(beside === 2) + 2 * flag(over === 2))) << 4)
  }

  qpChange(): number {
    const {engine} = this
    if (!engine.decide(60 + flag(this.hasChanged))) {
      this.hasChanged = false
      return 0
    }
    this.hasChanged = true
    let steps = 1
    for (let context = 62; engine.decide(context); context = 63)
      if (++steps > 104) throw new UnreadableVideo('a wrong qp')
    return steps % 2 === 1 ? (steps + 1) / 2 : -steps / 2
  }

  /** To be told of a macroblock that has no place for a change of the qp. */
  keepsQp(): void {
    this.hasChanged = false
  }

  block(kind: BlockKind, at: BlockPlace, coefficients: Int32Array): void {
    const {engine, frame, found} = this
    const {channel, place, x, y} = at
    const isMeans = kind === blockKinds.lumaMeans || kind === blockKinds.chromaMeans
    const is8x8 = kind === blockKinds.luma8x8
    if (!is8x8 && !engine.decide(85 + kind * 4 + this.besides(at, isMeans))) return
    if (isMeans) frame.means[place]! |= 1 << channel
    else frame.setCounts(channel, x, y, is8x8 ? 2 : 1, 1)

    const last = blockLengths[kind] - 1
    let count = 0
    let index = 0
    for (; index < last; index++) {
      const step = kind === blockKinds.chromaMeans ? Math.min(index, 2) : index
      const [here, end] = is8x8 ? [significant8x8[index]!, last8x8[index]!] : [step, step]
      if (!engine.decide(significantStarts[kind] + here)) continue
      found[count++] = index
      if (engine.decide(lastStarts[kind] + end)) break
    }
    if (index === last) found[count++] = last

    const start = sizeStarts[kind]
    const most = kind === blockKinds.chromaMeans ? 3 : 4
    let [ones, larger] = [0, 0]
    while (count-- > 0) {
      let size = 1
      if (engine.decide(start + (larger > 0 ? 0 : Math.min(4, 1 + ones)))) {
        const context = start + 5 + Math.min(most, larger)
        for (size = 2; size < 15 && engine.decide(context);) size++
        if (size === 15) size += this.golomb()
        larger++
      } else ones++
      coefficients[found[count]!] = engine.bypass() ? -size : size
    }
  }

  raw(read: (bits: BitReader) => void): void {
    this.bits.align()
    read(this.bits)
    this.engine.restart()
  }

  ends(): boolean {
    return this.engine.ends()
  }

  /** Whether the blocks on the left and above have coefficients; those outside of an intra slice count as if. */
  private besides({channel, place, x, y}: BlockPlace, isMeans: boolean): number {
    const {frame} = this
    if (isMeans) {
      const {left, above} = this.around(place)
      const is = (other: number): number => (other < 0 ? 1 : (frame.means[other]! >> channel) & 1)
      return is(left) + 2 * is(above)
    }
    return (
      flag(frame.leftCount(channel, place, x, y) !== 0) +
      2 * flag(frame.aboveCount(channel, place, x, y) !== 0)
    )
  }

  private around(place: number): {left: number; above: number} {
    return {left: this.frame.left(place), above: this.frame.above(place)}
  }

  private golomb(): number {
    let length = 0
    while (this.engine.bypass()) if (++length > 20) throw new UnreadableVideo('a coefficient is too large')
    let value = (1 << length) - 1
    for (let bit = length - 1; bit >= 0; bit--) value += this.engine.bypass() << bit
    return value
  }
}
