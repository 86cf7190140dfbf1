/** The beginning of a recording, in a file of its own. */
export interface SoundSample {
  bytes: Uint8Array
  extension: 'mp3' | 'wav' | 'm4a' | 'mov'
  /** Its length. */
  seconds: number
}

/**
 * Cuts the first `seconds` of the sound out of a recording or a film, without encoding it again.
 *
 * @throws Error when it holds no sound that a file of ours can hold
 */
export async function sampleOf(recording: Uint8Array, seconds: number): Promise<SoundSample> {
  const mediabunny = await import('mediabunny')
  const {EncodedAudioPacketSource, EncodedPacketSink, Input} = mediabunny
  const input = new Input({
    formats: mediabunny.ALL_FORMATS,
    source: new mediabunny.BufferSource(recording),
  })
  try {
    const track = await input.getPrimaryAudioTrack()
    const codec = track?.codec
    const formats = [
      ['mp3', new mediabunny.Mp3OutputFormat()],
      ['wav', new mediabunny.WavOutputFormat()],
      ['m4a', new mediabunny.Mp4OutputFormat()],
      ['mov', new mediabunny.MovOutputFormat()],
    ] as const
    const choice = formats.find(([, format]) => codec && format.getSupportedAudioCodecs().includes(codec))
    if (!track || !codec || !choice) throw new Error('the recording holds no sound that can be used')
    const [extension, format] = choice
    const target = new mediabunny.BufferTarget()
    const output = new mediabunny.Output({format, target})
    const source = new EncodedAudioPacketSource(codec)
    output.addAudioTrack(source)
    await output.start()
    const decoderConfig = (await track.getDecoderConfig()) ?? undefined
    let end = 0
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.timestamp >= seconds) break
      // What is before the beginning only warms up a decoder.
      if (packet.timestamp < 0) continue
      await source.add(packet, {decoderConfig})
      end = packet.timestamp + packet.duration
    }
    await output.finalize()
    return {bytes: new Uint8Array(target.buffer!), extension, seconds: end}
  } finally {
    input.dispose()
  }
}
