import {readFile} from 'node:fs/promises'
import path from 'node:path'

import {type Image, loadImage} from '@napi-rs/canvas'
import {imageSize} from 'image-size'

import type {FrameSize} from './frame-size.js'

// A decoded picture takes 4 bytes a pixel, once per worker; 50 megapixels are more than a camera's 8K still.
const LARGEST_PICTURE = 50_000_000
const FORMATS = new Set(['jpg', 'png'])
// EXIF orientations that turn the picture by a quarter.
const QUARTER_TURNS = new Set([5, 6, 7, 8])

/**
 * The size at which a JPEG or PNG file is shown, from its header alone.
 *
 * @throws Error naming the file when it cannot be read, is no JPEG or PNG, or has over 50 megapixels.
 */
export async function readPictureSize(file: string): Promise<FrameSize> {
  return measure(file, await readBytes(file))
}

/**
 * Reads and decodes a JPEG or PNG file. Call `releasePicture` once it is drawn.
 *
 * @throws Error naming the file when it cannot be read or decoded, or is larger than allowed.
 */
export async function loadPicture(file: string): Promise<Image> {
  const bytes = await readBytes(file)
  measure(file, bytes) // before decoding: a small file may unpack to gigabytes
  try {
    return await loadImage(bytes)
  } catch (error) {
    throw new Error(`cannot decode the image ${path.basename(file)}`, {cause: error})
  }
}

/** Frees the decoded pixels at once instead of whenever the garbage collector runs. */
export function releasePicture(picture: Image): void {
  picture.src = Buffer.alloc(0)
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Error(`cannot read the image ${path.basename(file)}`, {cause: error})
  }
}

function measure(file: string, bytes: Buffer): FrameSize {
  const name = path.basename(file)
  const {type, width, height, orientation} = headerOf(name, bytes)
  if (!FORMATS.has(type ?? '')) throw new Error(`the image ${name} is neither JPEG nor PNG`)
  if (!(width > 0 && height > 0)) throw new Error(`the image ${name} is empty`)
  if (width * height > LARGEST_PICTURE) {
    throw new Error(`the image ${name} is too large: ${width}x${height}, at most 50 megapixels`)
  }

  return QUARTER_TURNS.has(orientation ?? 1) ? {width: height, height: width} : {width, height}
}

function headerOf(name: string, bytes: Buffer) {
  try {
    return imageSize(bytes)
  } catch (error) {
    throw new Error(`cannot decode the image ${name}`, {cause: error})
  }
}
