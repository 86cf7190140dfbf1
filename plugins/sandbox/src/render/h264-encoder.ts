import h264 from 'h264-mp4-encoder'

export interface H264Settings {
  width: number
  height: number
  framesPerSecond: number
  gopLength: number
  /** Quantization parameter, 10 (best) to 51; 22 keeps small text crisp. */
  quantizer: number
}

/** Encodes I420 frames to H.264 Baseline with minih264 in WebAssembly. */
export interface H264Encoder {
  add(i420: Uint8Array): void
  /** Ends the stream and frees the encoder. The MP4 is an intermediate: its moov is last and its colours untagged. */
  finish(): Uint8Array
}

// 10 is the fastest; slower settings took three times as long for a tenth fewer bytes.
const FASTEST = 10

/** Starts an encoder; blocks its thread while it encodes, so use it in a worker. */
export async function openH264Encoder(settings: H264Settings): Promise<H264Encoder> {
  const encoder = await h264.createH264MP4Encoder()
  encoder.width = settings.width
  encoder.height = settings.height
  encoder.frameRate = settings.framesPerSecond
  encoder.groupOfPictures = settings.gopLength
  encoder.quantizationParameter = settings.quantizer
  encoder.speed = FASTEST
  encoder.initialize()

  return {
    add: i420 => encoder.addFrameYuv(i420),
    finish() {
      encoder.finalize()
      const mp4 = encoder.FS.readFile(encoder.outputFilename)
      encoder.FS.unlink(encoder.outputFilename)
      encoder.delete()
      return mp4
    },
  }
}
