import {imageSize} from 'image-size'
import type {MediaField} from '../api.js'

/** What an image must keep to; without a limit, anything passes. */
export type ImageLimits = Pick<MediaField, 'maxBytes' | 'minPixels' | 'maxPixels' | 'minRatio' | 'maxRatio'>

/** A checked image: its real type, and its sides in pixels as it is shown. */
export interface ImageFacts {
  extension: 'jpg' | 'png'
  width: number
  height: number
}

const signatures = [
  {extension: 'jpg', bytes: [0xff, 0xd8, 0xff]},
  {extension: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]},
] as const

/** EXIF orientations that turn the image on its side. */
const turned = (orientation = 1) => orientation >= 5 && orientation <= 8

function measure(bytes: Uint8Array): {width: number; height: number} | undefined {
  try {
    const {width, height, orientation} = imageSize(bytes)
    return turned(orientation) ? {width: height, height: width} : {width, height}
  } catch {
    return undefined
  }
}

/** Looks at an image's content, never at its name; gives what is wrong with it by the limits, in words. */
export function checkImage(bytes: Uint8Array, limits: ImageLimits): ImageFacts | {problem: string} {
  const {maxBytes = Infinity, minPixels = 1, maxPixels = Infinity, minRatio = 0, maxRatio = Infinity} = limits
  if (bytes.length > maxBytes)
    return {problem: `the image is larger than ${Math.floor(maxBytes / 1048576)} MB`}
  const type = signatures.find(signature => signature.bytes.every((byte, index) => bytes[index] === byte))
  const size = type && measure(bytes)
  if (!type || !size) return {problem: 'the image must be a JPEG or PNG file'}
  const {width, height} = size
  if (Math.min(width, height) < minPixels) {
    return {problem: `the image is ${width}x${height} px, each side must have at least ${minPixels} px`}
  }
  if (Math.max(width, height) > maxPixels) {
    return {problem: `the image is ${width}x${height} px, no side may have more than ${maxPixels} px`}
  }
  const ratio = width / height
  if (ratio < minRatio || ratio > maxRatio) {
    return {
      problem: `the image is ${width}x${height} px, its ratio must be between 1:${1 / minRatio} and ${maxRatio}:1`,
    }
  }
  return {extension: type.extension, width, height}
}
