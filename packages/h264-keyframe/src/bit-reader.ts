/** Thrown for what the decoder does not know or cannot be so: whoever asks for a picture does without one. */
export class UnreadableVideo extends Error {}

/** What a NAL unit holds, without the bytes that keep it from looking like the start of another one. */
export function withoutEscapes(unit: Uint8Array): Uint8Array {
  const plain = new Uint8Array(unit.length)
  let length = 0
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    plain[length++] = byte
  }
  return plain.subarray(0, length)
}

/** Reads bits, the highest one of a byte first. Behind the end there are zeros, but not without end. */
export class BitReader {
  /** Bits that have been read. */
  position = 0

  constructor(readonly bytes: Uint8Array) {}

  bit(): number {
    const byte = this.bytes[this.position >> 3] ?? this.pastEnd()
    return (byte >> (7 - (this.position++ & 7))) & 1
  }

  bits(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) value = value * 2 + this.bit()
    return value
  }

  flag(): boolean {
    return this.bit() === 1
  }

  /** An unsigned number in Exp-Golomb code. */
  golomb(): number {
    let zeros = 0
    while (this.bit() === 0) if (++zeros > 31) throw new UnreadableVideo('a number is too large')
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** A signed number in Exp-Golomb code. */
  signedGolomb(): number {
    const code = this.golomb()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }

  /** The next `count` bits without reading them; at most 24. */
  peek(count: number): number {
    const first = this.position >> 3
    const at = (index: number): number => this.bytes[first + index] ?? 0
    const word = ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0
    return ((word << (this.position & 7)) >>> 0) >>> (32 - count)
  }

  align(): void {
    this.position = (this.position + 7) & ~7
  }

  /** Whether more follows than the bit that ends the data. */
  hasMore(): boolean {
    let end = this.bytes.length - 1
    while (end >= 0 && this.bytes[end] === 0) end--
    if (end < 0) return false
    const last = end * 8 + 7 - Math.log2(this.bytes[end]! & -this.bytes[end]!)
    return this.position < last
  }

  private pastEnd(): number {
    if (this.position > this.bytes.length * 8 + 64) throw new UnreadableVideo('the data ends too early')
    return 0
  }
}
