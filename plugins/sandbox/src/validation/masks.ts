import type {KeptFile} from './request-files.js'

/** Sides of the same ratio may differ by rounding. */
const tolerance = 0.01

/**
 * The masks of a motion brush against the image (`i2v.mask-ratio`, `i2v.mask-resolution`): the same ratio as the
 * image, and all of one size. Files that are given as URLs are not looked at.
 */
export function masksProblem(files: KeptFile[]): string | undefined {
  const image = files.find(({name}) => name === 'image')
  const masks = files.filter(({name}) => /mask/.test(name))
  const [first] = masks
  for (const mask of masks) {
    if (mask.width !== first!.width || mask.height !== first!.height) {
      return `${mask.name} must have the same size in pixels as ${first!.name}`
    }
    if (!image?.width || !mask.width) continue
    const difference = mask.width / mask.height! / (image.width / image.height!)
    if (Math.abs(difference - 1) > tolerance) return `${mask.name} must have the ratio of image`
  }
  return undefined
}
