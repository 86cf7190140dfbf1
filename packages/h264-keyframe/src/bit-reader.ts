import {invalid} from './decode-error.js'

/** Reads a raw byte sequence payload (RBSP), the highest bit of a byte first. A few zeros may be read after its end. */
export class BitReader {
  /** Bits that have been read. */
  position = 0

  /** Where the last bit that is set stands; found once, since a slice asks after each macroblock. */
  private stopBit: number | undefined

  constructor(readonly bytes: Uint8Array) {}

  bit(): number {
    const byte = this.bytes[this.position >> 3] ?? this.pastEnd()
    return (byte >> (7 - (this.position++ & 7))) & 1
  }

  /** An unsigned number of `count` bits: u(n). */
  u(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) value = value * 2 + this.bit()
    return value
  }

  flag(): boolean {
    return this.bit() === 1
  }

  /** An unsigned number in Exp-Golomb code: ue(v). */
  ue(): number {
    let leadingZeroBits = 0
    while (this.bit() === 0) if (++leadingZeroBits > 31) throw invalid('ue(v) of more than 32 bits')
    return 2 ** leadingZeroBits - 1 + this.u(leadingZeroBits)
  }

  /** A signed number in Exp-Golomb code: se(v). */
  se(): number {
    const codeNum = this.ue()
    return codeNum % 2 === 1 ? (codeNum + 1) / 2 : -codeNum / 2
  }

  /** The next `count` bits without reading them; at most 24. */
  peek(count: number): number {
    const first = this.position >> 3
    const at = (index: number): number => this.bytes[first + index] ?? 0
    const word = ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0
    return ((word << (this.position & 7)) >>> 0) >>> (32 - count)
  }

  alignToByte(): void {
    this.position = (this.position + 7) & ~7
  }

  /** Whether more follows than the stop bit: more_rbsp_data(). */
  moreRbspData(): boolean {
    return this.position < (this.stopBit ??= this.findStopBit())
  }

  private findStopBit(): number {
    let end = this.bytes.length - 1
    while (end >= 0 && this.bytes[end] === 0) end--
    return end < 0 ? 0 : end * 8 + 7 - Math.log2(this.bytes[end]! & -this.bytes[end]!)
  }

  private pastEnd(): number {
    if (this.position > this.bytes.length * 8 + 64) throw invalid('the data ends too early')
    return 0
  }
}
