/** `nal_unit_type` of the NAL units that are read; others are passed over. */
export const nalUnitTypes = {idrSlice: 5, sequenceParameterSet: 7, pictureParameterSet: 8} as const

export interface NalUnit {
  type: number
  /** Raw byte sequence payload. */
  rbsp: Uint8Array
}

/** Takes a NAL unit apart. @param bytes without start code or length */
export function parseNalUnit(bytes: Uint8Array): NalUnit {
  return {type: (bytes[0] ?? 0) & 31, rbsp: removeEmulationPrevention(bytes.subarray(1))}
}

/** Leaves out each `emulation_prevention_three_byte`. */
function removeEmulationPrevention(payload: Uint8Array): Uint8Array {
  const rbsp = new Uint8Array(payload.length)
  let length = 0
  let zeros = 0
  for (const byte of payload) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    rbsp[length++] = byte
  }
  return rbsp.subarray(0, length)
}
