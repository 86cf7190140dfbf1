import type {FileValue} from './types.js'
import type {FileRef} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {readImageBuffer, readImageFile} from './image-head.js'

/** Limits of an image. Source: `x-media` of the OpenAPI file. */
export const imageLimits = {
  maxBytes: 10 * 1024 * 1024,
  minPixels: 300,
  minRatio: 0.4,
  maxRatio: 2.5,
} as const

const formats: Record<string, string> = {png: 'PNG', jpg: 'JPEG'}

/** `1.5 MB`; in bytes where that would read like the limit. */
function megabytes(bytes: number, limit = 0): string {
  const [size, other] = [bytes, limit].map(count => `${(count / 1024 / 1024).toFixed(1)} MB`)
  return size === other ? t`${bytes.toLocaleString('en')} bytes` : size!
}

/**
 * Looks at the head of an image before it is sent: format by content, bytes, sides, ratio. URLs are not looked at.
 * @returns what is no error, but may come as a surprise
 * @throws KlingError `invalid_image`
 */
export async function checkImage(
  name: string,
  image: FileValue,
  anySize = false,
): Promise<string | undefined> {
  if (typeof image === 'string' && /^https?:/i.test(image)) return undefined
  const refuse = (what: string, hint: string): never => {
    throw new KlingError('invalid_image', t`${name} ${what}.`, {hint})
  }
  const bytes = typeof image === 'string' ? Math.floor((image.length * 3) / 4) : image.bytes
  if (bytes > imageLimits.maxBytes && !anySize) {
    refuse(
      t`is ${megabytes(bytes, imageLimits.maxBytes)}; the limit for images is ${megabytes(imageLimits.maxBytes, bytes)}`,
      t`Make it smaller, or save it as JPEG.`,
    )
  }
  if (bytes === 0) refuse(t`is empty`, t`Check the file.`)
  const content = typeof image === 'string' ? Buffer.from(image, 'base64') : undefined
  const head = content ? await readImageBuffer(content) : await readImageFile((image as FileRef).path)
  if (head?.type === 'git-lfs') {
    refuse(t`is a pointer of Git LFS, not the image itself`, t`Fetch it with: git lfs pull`)
  }
  if (!head || !(head.type in formats)) {
    const found = head ? t`is ${head.type.toUpperCase()}` : t`is not a readable image`
    return refuse(
      t`${found}; the API accepts JPEG and PNG`,
      t`Convert it to JPEG or PNG. The file extension does not matter.`,
    )
  }
  if (head.isCgbi) refuse(t`is a PNG of Apple's own kind (CgBI)`, t`Convert it to JPEG or PNG.`)
  if (head.isTruncated) refuse(t`is truncated: its end is missing`, t`Copy or download it again.`)
  const {width, height} = head
  const size = t`${width}×${height} pixels`
  if (Math.min(width, height) < imageLimits.minPixels) {
    refuse(t`has ${size}; each side needs at least ${imageLimits.minPixels}`, t`Use a larger image.`)
  }
  const ratio = width / height
  if (ratio < imageLimits.minRatio || ratio > imageLimits.maxRatio) {
    refuse(t`has ${size}; width:height must be between 1:2.5 and 2.5:1`, t`Crop it.`)
  }
  if (head.orientation === undefined) return undefined
  const shown = head.orientation >= 5 ? `${height}×${width}` : `${width}×${height}`
  return t`${name} is stored as ${width}×${height} pixels and turned by its EXIF data to ${shown}. The service may use it as stored; save it turned to be sure.`
}
