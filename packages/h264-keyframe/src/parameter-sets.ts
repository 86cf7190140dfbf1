import {BitReader} from './bit-reader.js'
import {invalid, unsupported} from './decode-error.js'

/** How luma and chroma stand for colours, from the video usability information (VUI). */
export interface ColourDescription {
  /** `matrix_coefficients`; undefined where the stream has none. */
  matrixCoefficients: number | undefined
  /** `video_full_range_flag`: whether samples go from 0 to 255, or luma from 16 to 235 and chroma to 240. */
  isFullRange: boolean
}

/** Samples of luma at the edges of a picture that are not shown. */
export interface Cropping {
  left: number
  right: number
  top: number
  bottom: number
}

/** Sequence parameter set, as far as an IDR picture needs it. */
export interface SequenceParameterSet {
  id: number
  widthInMbs: number
  heightInMbs: number
  cropping: Cropping
  log2MaxFrameNum: number
  picOrderCntType: number
  log2MaxPicOrderCntLsb: number
  deltaPicOrderAlwaysZero: boolean
  colour: ColourDescription
}

/** Picture parameter set. */
export interface PictureParameterSet {
  id: number
  sequenceParameterSetId: number
  /** `entropy_coding_mode_flag`: CABAC, or else CAVLC. */
  isCabac: boolean
  bottomFieldPicOrderPresent: boolean
  /** 26 + `pic_init_qp_minus26`. */
  picInitQp: number
  /** Of Cb and Cr. */
  chromaQpIndexOffsets: readonly [cb: number, cr: number]
  deblockingFilterControlPresent: boolean
  redundantPicCntPresent: boolean
  transform8x8Mode: boolean
}

/** Values of `profile_idc` with which the chroma format and the bit depth are in the parameter set. */
const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128]

/** MaxFS of level 5.2: frames that no level below 6 allows would take much memory. */
const maxFrameSizeInMbs = 36_864

export function parseSequenceParameterSet(rbsp: Uint8Array): SequenceParameterSet {
  const bits = new BitReader(rbsp)
  const profileIdc = bits.u(8)
  bits.u(16) // constraint_set_flags, level_idc
  const id = bits.ue()
  if (highProfiles.includes(profileIdc)) checkHighProfile(bits)
  const log2MaxFrameNum = bits.ue() + 4
  const order = parsePicOrderCnt(bits)
  bits.ue() // max_num_ref_frames
  bits.flag() // gaps_in_frame_num_value_allowed_flag
  const widthInMbs = bits.ue() + 1
  const heightInMbs = bits.ue() + 1
  if (!bits.flag()) throw unsupported('interlaced: frame_mbs_only_flag is 0')
  bits.flag() // direct_8x8_inference_flag
  const cropping = parseCropping(bits)
  if (widthInMbs * heightInMbs > maxFrameSizeInMbs)
    throw unsupported('a frame of more than 36864 macroblocks')
  if (cropping.left + cropping.right >= widthInMbs * 16) throw invalid('frame_crop leaves no columns')
  if (cropping.top + cropping.bottom >= heightInMbs * 16) throw invalid('frame_crop leaves no rows')
  const colour = parseColourDescription(bits)
  return {id, widthInMbs, heightInMbs, cropping, log2MaxFrameNum, ...order, colour}
}

function checkHighProfile(bits: BitReader): void {
  if (bits.ue() !== 1) throw unsupported('chroma_format_idc other than 1 (4:2:0)')
  if (bits.ue() !== 0 || bits.ue() !== 0) throw unsupported('a bit depth of more than 8')
  if (bits.flag()) throw unsupported('qpprime_y_zero_transform_bypass_flag')
  if (bits.flag()) throw unsupported('scaling matrices')
}

function parsePicOrderCnt(
  bits: BitReader,
): Pick<SequenceParameterSet, 'picOrderCntType' | 'log2MaxPicOrderCntLsb' | 'deltaPicOrderAlwaysZero'> {
  const picOrderCntType = bits.ue()
  let log2MaxPicOrderCntLsb = 0
  let deltaPicOrderAlwaysZero = true
  if (picOrderCntType === 0) log2MaxPicOrderCntLsb = bits.ue() + 4
  else if (picOrderCntType === 1) {
    deltaPicOrderAlwaysZero = bits.flag()
    bits.se() // offset_for_non_ref_pic
    bits.se() // offset_for_top_to_bottom_field
    for (let count = bits.ue(); count > 0; count--) bits.se() // offset_for_ref_frame
  }
  return {picOrderCntType, log2MaxPicOrderCntLsb, deltaPicOrderAlwaysZero}
}

function parseCropping(bits: BitReader): Cropping {
  const cropping: Cropping = {left: 0, right: 0, top: 0, bottom: 0}
  // CropUnitX and CropUnitY of frames in 4:2:0.
  const cropUnit = 2
  if (bits.flag())
    for (const side of ['left', 'right', 'top', 'bottom'] as const) cropping[side] = bits.ue() * cropUnit
  return cropping
}

/** Reads the VUI up to its colour description. */
function parseColourDescription(bits: BitReader): ColourDescription {
  const extendedSar = 255
  const unknown = {matrixCoefficients: undefined, isFullRange: false}
  if (!bits.flag()) return unknown
  if (bits.flag() && bits.u(8) === extendedSar) bits.u(32) // aspect_ratio_idc, sar_width, sar_height
  if (bits.flag()) bits.flag() // overscan_info
  if (!bits.flag()) return unknown
  bits.u(3) // video_format
  const isFullRange = bits.flag()
  if (!bits.flag()) return {matrixCoefficients: undefined, isFullRange}
  bits.u(16) // colour_primaries, transfer_characteristics
  return {matrixCoefficients: bits.u(8), isFullRange}
}

export function parsePictureParameterSet(rbsp: Uint8Array): PictureParameterSet {
  const bits = new BitReader(rbsp)
  const id = bits.ue()
  const sequenceParameterSetId = bits.ue()
  const isCabac = bits.flag()
  const bottomFieldPicOrderPresent = bits.flag()
  if (bits.ue() !== 0) throw unsupported('slice groups (FMO)')
  bits.ue() // num_ref_idx_l0_default_active_minus1
  bits.ue() // num_ref_idx_l1_default_active_minus1
  bits.u(3) // weighted_pred_flag, weighted_bipred_idc
  const picInitQp = 26 + bits.se()
  bits.se() // pic_init_qs_minus26
  const cbOffset = bits.se()
  const deblockingFilterControlPresent = bits.flag()
  bits.flag() // constrained_intra_pred_flag
  const redundantPicCntPresent = bits.flag()
  const isLong = bits.moreRbspData()
  const transform8x8Mode = isLong && bits.flag()
  if (isLong && bits.flag()) throw unsupported('scaling matrices')
  const crOffset = isLong ? bits.se() : cbOffset
  return {
    id,
    sequenceParameterSetId,
    isCabac,
    bottomFieldPicOrderPresent,
    picInitQp,
    chromaQpIndexOffsets: [cbOffset, crOffset],
    deblockingFilterControlPresent,
    redundantPicCntPresent,
    transform8x8Mode,
  }
}
