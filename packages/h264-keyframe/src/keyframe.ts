import {UnreadableVideo, withoutEscapes} from './bit-reader.js'
import {Frame} from './picture.js'
import {type PictureSet, type Sequence, pictureSetId, readPictureSet, readSequence} from './parameter-sets.js'
import {decodeSlice} from './macroblock-decoder.js'

const unitTypes = {idrSlice: 5, sequence: 7, pictureSet: 8} as const

/** A picture that has been decoded, in its own colours. */
export interface Decoded {
  frame: Frame
  sequence: Sequence
}

/**
 * Decodes a picture of an H.264 stream that needs no other.
 * @param units NAL units of the parameter sets and the picture, without start codes or lengths
 * @throws UnreadableVideo for what is broken, and for what the decoder does not know: fields, other chroma than 4:2:0,
 *   more than 8 bits, scaling matrices, pictures that need others
 */
export function decodePicture(units: Uint8Array[]): Decoded {
  const sequences = new Map<number, Sequence>()
  const pictures = new Map<number, PictureSet>()
  let sequence: Sequence | undefined
  let frame: Frame | undefined
  for (const [number, unit] of units.entries()) {
    const type = (unit[0] ?? 0) & 31
    const body = withoutEscapes(unit.subarray(1))
    if (type === unitTypes.sequence) {
      const read = readSequence(body)
      sequences.set(read.id, read)
    } else if (type === unitTypes.pictureSet) {
      pictures.set(pictureSetId(body, false), readPictureSet(body))
    } else if (type === unitTypes.idrSlice) {
      const picture = pictures.get(pictureSetId(body, true))
      sequence ??= picture && sequences.get(picture.sequenceId)
      if (!picture || !sequence) throw new UnreadableVideo('a slice without its parameters')
      frame ??= new Frame(sequence.columns, sequence.rows)
      decodeSlice(body, frame, {sequence, picture, number})
    }
  }
  if (!frame || !sequence || frame.slices.includes(-1)) throw new UnreadableVideo('no whole picture')
  return {frame, sequence}
}

/** `matrix_coefficients` of BT.709. */
const bt709 = 1

/** How much of red and blue is in luma; where nothing is said, pictures from 720 lines on are BT.709. */
function weightsOf({matrix, rows}: Sequence): {red: number; blue: number} {
  const isHigh = matrix === bt709 || ((matrix === undefined || matrix === 2) && rows >= 45)
  return isHigh ? {red: 0.2126, blue: 0.0722} : {red: 0.299, blue: 0.114}
}

/** Three bytes a pixel (red, green, blue), row by row from the top. */
export interface RgbImage {
  width: number
  height: number
  rgb: Uint8Array
}

/** A decoded picture in the colours of a screen. */
export function toRgb({frame, sequence}: Decoded): RgbImage {
  const {crop, isFullRange} = sequence
  const [luma, cb, cr] = frame.planes
  const width = luma.width - crop.left - crop.right
  const height = frame.rows * 16 - crop.top - crop.bottom
  const {red, blue} = weightsOf(sequence)
  const green = 1 - red - blue
  const [black, lumaScale, chromaScale] = isFullRange ? [0, 1, 2] : [16, 255 / 219, 510 / 224]
  // Stores round and keep to 0 to 255 by themselves.
  const rgb = new Uint8ClampedArray(width * height * 3)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 3) {
      const [column, row] = [x + crop.left, y + crop.top]
      const half = (row >> 1) * cb.width + (column >> 1)
      const value = (luma.pixels[row * luma.width + column]! - black) * lumaScale
      const u = (cb.pixels[half]! - 128) * chromaScale * (1 - blue)
      const v = (cr.pixels[half]! - 128) * chromaScale * (1 - red)
      rgb[to] = value + v
      rgb[to + 1] = value - (v * red + u * blue) / green
      rgb[to + 2] = value + u
    }
  return {width, height, rgb: new Uint8Array(rgb.buffer)}
}
