import type {FileValue} from './types.js'
import {open} from 'node:fs/promises'
import {FileRef} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** Limits of an image. Source: `x-media` of the OpenAPI file. */
export const imageLimits = {
  maxBytes: 10 * 1024 * 1024,
  minPixels: 300,
  minRatio: 0.4,
  maxRatio: 2.5,
} as const

/** Sizes stand at the head of a file; metadata of a JPEG may push them back by this much. */
const headBytes = [64 * 1024, 1024 * 1024]

const formats: Record<string, string> = {png: 'PNG', jpg: 'JPEG'}

interface Head {
  type: string
  width: number
  height: number
}

async function sizeOf(head: Uint8Array): Promise<Head | undefined> {
  const {imageSize} = await import('image-size')
  try {
    const {type = '', width, height} = imageSize(head)
    return {type, width, height}
  } catch {
    return undefined
  }
}

async function readHead(image: Exclude<FileValue, string>): Promise<Head | undefined> {
  const handle = await open(image.path, 'r')
  try {
    for (const bytes of headBytes) {
      const buffer = Buffer.alloc(Math.min(bytes, image.bytes))
      const {bytesRead} = await handle.read(buffer, 0, buffer.length, 0)
      const head = await sizeOf(buffer.subarray(0, bytesRead))
      if (head || bytes >= image.bytes) return head
    }
    return undefined
  } finally {
    await handle.close()
  }
}

/** `1.5 MB` */
function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/**
 * Looks at the head of an image before it is sent: format by content, bytes, sides, ratio. URLs are not looked at.
 * @throws KlingError `invalid_image`
 */
export async function checkImage(name: string, image: FileValue): Promise<void> {
  if (typeof image === 'string' && /^https?:/i.test(image)) return
  const refuse = (what: string, hint: string): never => {
    throw new KlingError('invalid_image', t`${name} ${what}.`, {hint})
  }
  const bytes = typeof image === 'string' ? Math.floor((image.length * 3) / 4) : image.bytes
  if (bytes > imageLimits.maxBytes) {
    refuse(
      t`is ${megabytes(bytes)}; the limit for images is ${megabytes(imageLimits.maxBytes)}`,
      t`Make it smaller, or save it as JPEG.`,
    )
  }
  const head =
    image instanceof FileRef ? await readHead(image) : await sizeOf(Buffer.from(String(image), 'base64'))
  if (!head || !(head.type in formats)) {
    const found = head ? t`is ${head.type.toUpperCase()}` : t`is not a readable image`
    return refuse(
      t`${found}; the API accepts JPEG and PNG`,
      t`Convert it to JPEG or PNG. The file extension does not matter.`,
    )
  }
  const {width, height} = head
  const size = t`${width}×${height} pixels`
  if (Math.min(width, height) < imageLimits.minPixels) {
    refuse(t`has ${size}; each side needs at least ${imageLimits.minPixels}`, t`Use a larger image.`)
  }
  const ratio = width / height
  if (ratio < imageLimits.minRatio || ratio > imageLimits.maxRatio) {
    refuse(t`has ${size}; width:height must be between 1:2.5 and 2.5:1`, t`Crop it.`)
  }
}
