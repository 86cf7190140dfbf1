/** Bytes of one I420 frame: a full luma plane and two chroma planes of a quarter each. */
export function i420Length(width: number, height: number): number {
  return (width * height * 3) / 2
}

/**
 * Converts opaque RGBA pixels to I420 in BT.709 limited range, chroma averaged over 2x2 pixels, into `target`
 * (reused from frame to frame; `i420Length` bytes). Width and height must be even.
 */
export function rgbaToI420(rgba: Uint8Array, width: number, height: number, target: Uint8Array): void {
  // One 32-bit read a pixel is about twice as fast as four byte reads. Little endian, as all Node platforms here.
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
  const chromaWidth = width >> 1
  const uPlane = width * height
  const vPlane = uPlane + chromaWidth * (height >> 1)

  for (let row = 0; row < height; row += 2) {
    let at = row * width
    let chromaAt = (row >> 1) * chromaWidth
    for (let column = 0; column < width; column += 2, at += 2, chromaAt++) {
      const a = pixels[at]!
      const b = pixels[at + 1]!
      const c = pixels[at + width]!
      const d = pixels[at + width + 1]!
      target[at] = luma(a)
      target[at + 1] = luma(b)
      target[at + width] = luma(c)
      target[at + width + 1] = luma(d)

      const red = (a & 255) + (b & 255) + (c & 255) + (d & 255)
      const green = ((a >>> 8) & 255) + ((b >>> 8) & 255) + ((c >>> 8) & 255) + ((d >>> 8) & 255)
      const blue = ((a >>> 16) & 255) + ((b >>> 16) & 255) + ((c >>> 16) & 255) + ((d >>> 16) & 255)
      target[uPlane + chromaAt] = (red * -6596 + green * -22189 + blue * 28784 + 33685504) >> 18
      target[vPlane + chromaAt] = (red * 28784 + green * -26145 + blue * -2639 + 33685504) >> 18
    }
  }
}

/** 16.16 fixed point: 0.1826 R + 0.6142 G + 0.0620 B + 16.5 */
function luma(pixel: number): number {
  return (
    ((pixel & 255) * 11966 + ((pixel >>> 8) & 255) * 40254 + ((pixel >>> 16) & 255) * 4064 + 1081344) >> 16
  )
}
