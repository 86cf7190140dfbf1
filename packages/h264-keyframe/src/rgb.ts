import type {Keyframe} from './keyframe.js'

/** Three bytes a pixel (red, green, blue), from left to right and from top to bottom. */
export interface RgbImage {
  width: number
  height: number
  rgb: Uint8Array
}

/** Values of `matrix_coefficients`. */
const bt709 = 1
const unspecified = 2

/** KR and KB; pictures that do not say which they have are BT.709 from 720 lines on, and BT.601 below. */
function weightsOf({colour, height}: Keyframe): {red: number; blue: number} {
  const matrix = colour.matrixCoefficients ?? unspecified
  const isBt709 = matrix === bt709 || (matrix === unspecified && height >= 720)
  return isBt709 ? {red: 0.2126, blue: 0.0722} : {red: 0.299, blue: 0.114}
}

/** A picture in red, green and blue, with 0 to 255 of each. Samples of chroma are repeated, not interpolated. */
export function toRgb(keyframe: Keyframe): RgbImage {
  const {width, height, y: luma, cb, cr, colour} = keyframe
  const {red, blue} = weightsOf(keyframe)
  const green = 1 - red - blue
  const [black, lumaScale, chromaScale] = colour.isFullRange ? [0, 1, 2] : [16, 255 / 219, 510 / 224]
  // Stores round and keep to 0 to 255 by themselves.
  const rgb = new Uint8ClampedArray(width * height * 3)
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += 3) {
      const chroma = ((row >> 1) * width) / 2 + (column >> 1)
      const value = (luma[row * width + column]! - black) * lumaScale
      const u = (cb[chroma]! - 128) * chromaScale * (1 - blue)
      const v = (cr[chroma]! - 128) * chromaScale * (1 - red)
      rgb[at] = value + v
      rgb[at + 1] = value - (v * red + u * blue) / green
      rgb[at + 2] = value + u
    }
  return {width, height, rgb: new Uint8Array(rgb.buffer)}
}
