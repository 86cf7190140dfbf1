import {invalid} from './decode-error.js'
import {decodeSlice} from './macroblock-decoder.js'
import {nalUnitTypes, parseNalUnit} from './nal-unit.js'
import {
  type ColourDescription,
  type PictureParameterSet,
  type SequenceParameterSet,
  parsePictureParameterSet,
  parseSequenceParameterSet,
} from './parameter-sets.js'
import {Picture, type Plane} from './picture.js'
import {pictureParameterSetIdOf} from './slice-header.js'

/** A decoded picture in planes of 4:2:0: chroma has half the width and half the height of luma. */
export interface Keyframe {
  /** Size in samples of luma, without what is cropped; both are even. */
  width: number
  height: number
  /** Samples from left to right and from top to bottom, a byte each, without padding. */
  y: Uint8Array
  cb: Uint8Array
  cr: Uint8Array
  colour: ColourDescription
}

/** A picture with all its macroblocks. */
export interface DecodedPicture {
  picture: Picture
  sps: SequenceParameterSet
}

/** Decodes the slices of an IDR picture, each with the parameter sets that came before it. */
export function decodePicture(nalUnits: Iterable<Uint8Array>): DecodedPicture {
  const spsById = new Map<number, SequenceParameterSet>()
  const ppsById = new Map<number, PictureParameterSet>()
  let decoded: DecodedPicture | undefined
  let sliceId = 0
  for (const bytes of nalUnits) {
    const {type, rbsp} = parseNalUnit(bytes)
    if (type === nalUnitTypes.sequenceParameterSet) {
      const sps = parseSequenceParameterSet(rbsp)
      spsById.set(sps.id, sps)
    } else if (type === nalUnitTypes.pictureParameterSet) {
      const pps = parsePictureParameterSet(rbsp)
      ppsById.set(pps.id, pps)
    } else if (type === nalUnitTypes.idrSlice) {
      const pps = ppsById.get(pictureParameterSetIdOf(rbsp))
      const sps = decoded?.sps ?? (pps && spsById.get(pps.sequenceParameterSetId))
      if (!pps || !sps) throw invalid('a slice without its parameter sets')
      decoded ??= {picture: new Picture(sps.widthInMbs, sps.heightInMbs), sps}
      decodeSlice(rbsp, decoded.picture, {sps, pps, sliceId: sliceId++})
    }
  }
  if (!decoded) throw invalid('no slice of an IDR picture')
  if (decoded.picture.sliceIds.includes(-1)) throw invalid('macroblocks are missing')
  return decoded
}

/**
 * Decodes the IDR picture of an H.264 stream, which needs no other picture.
 * @param nalUnits the parameter sets and the slices of one picture, each without start code or length; others are passed over
 * @throws DecodeError where the stream is damaged, or uses what the decoder does not know
 */
export function decodeKeyframe(nalUnits: Iterable<Uint8Array>): Keyframe {
  const {picture, sps} = decodePicture(nalUnits)
  const {left, right, top, bottom} = sps.cropping
  const width = picture.widthInMbs * 16 - left - right
  const height = picture.heightInMbs * 16 - top - bottom
  const [y, cb, cr] = picture.planes
  const chroma = {left: left / 2, top: top / 2, width: width / 2, height: height / 2}
  return {
    width,
    height,
    y: crop(y, {left, top, width, height}),
    cb: crop(cb, chroma),
    cr: crop(cr, chroma),
    colour: sps.colour,
  }
}

interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

function crop({samples, width: stride}: Plane, {left, top, width, height}: Rectangle): Uint8Array {
  if (width === stride) return samples.subarray(top * stride, (top + height) * stride)
  const cropped = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const start = (top + y) * stride + left
    cropped.set(samples.subarray(start, start + width), y * width)
  }
  return cropped
}
