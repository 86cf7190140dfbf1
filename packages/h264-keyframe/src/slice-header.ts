import {BitReader} from './bit-reader.js'
import {invalid, unsupported} from './decode-error.js'
import type {PictureParameterSet, SequenceParameterSet} from './parameter-sets.js'

export interface SliceHeader {
  firstMbInSlice: number
  /** SliceQPY: the quantization parameter of luma that the slice begins with. */
  sliceQp: number
}

/** `pic_parameter_set_id` of a slice, by which its header can be read. */
export function pictureParameterSetIdOf(rbsp: Uint8Array): number {
  const bits = new BitReader(rbsp)
  bits.ue() // first_mb_in_slice
  bits.ue() // slice_type
  return bits.ue()
}

/** Reads the header of a slice of an IDR picture, up to its slice data. */
export function parseSliceHeader(
  bits: BitReader,
  sps: SequenceParameterSet,
  pps: PictureParameterSet,
): SliceHeader {
  const firstMbInSlice = bits.ue()
  const sliceTypeI = 2
  if (bits.ue() % 5 !== sliceTypeI) throw unsupported('a slice_type other than I')
  bits.ue() // pic_parameter_set_id
  bits.u(sps.log2MaxFrameNum) // frame_num
  bits.ue() // idr_pic_id
  if (sps.picOrderCntType === 0) {
    bits.u(sps.log2MaxPicOrderCntLsb)
    if (pps.bottomFieldPicOrderPresent) bits.se()
  } else if (sps.picOrderCntType === 1 && !sps.deltaPicOrderAlwaysZero) {
    bits.se()
    if (pps.bottomFieldPicOrderPresent) bits.se()
  }
  if (pps.redundantPicCntPresent && bits.ue() !== 0) throw unsupported('redundant slices')
  bits.u(2) // dec_ref_pic_marking
  const sliceQp = pps.picInitQp + bits.se()
  const isDeblockingDisabled = 1
  if (pps.deblockingFilterControlPresent && bits.ue() !== isDeblockingDisabled) {
    bits.se() // slice_alpha_c0_offset_div2
    bits.se() // slice_beta_offset_div2
  }
  if (sliceQp < 0 || sliceQp > 51) throw invalid(`SliceQPY ${sliceQp}`)
  return {firstMbInSlice, sliceQp}
}
