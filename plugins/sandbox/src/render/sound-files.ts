import {writeAtomic} from 'kling-cli/plugin'
import {hashText} from './seeded-random.js'
import {synthesizePad} from './sound.js'

const sampleRate = 44_100
const mp3Kilobits = 128

/** RIFF header of 16-bit mono samples. */
function wavHeader(samples: number): Buffer {
  const header = Buffer.alloc(44)
  const bytes = samples * 2
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(bytes, 40)
  return header
}

/**
 * Writes a soft synthetic sound, in a key that the text gives, as WAV and as MP3.
 *
 * @param seconds length of the sound
 */
export async function writeSound(
  text: string,
  seconds: number,
  files: {wav: string; mp3: string},
): Promise<void> {
  const {createMp3Encoder} = await import('wasm-media-encoders')
  const encoder = await createMp3Encoder()
  encoder.configure({sampleRate, channels: 1, bitrate: mp3Kilobits})
  const pcm: Buffer[] = []
  const mp3: Buffer[] = []
  for (const samples of synthesizePad(hashText(text), seconds, sampleRate)) {
    const whole = Buffer.alloc(samples.length * 2)
    for (const [index, sample] of samples.entries())
      whole.writeInt16LE(Math.round(sample * 32_767), index * 2)
    pcm.push(whole)
    // The encoder's output is a view that the next call overwrites.
    mp3.push(Buffer.from(encoder.encode([samples])))
  }
  mp3.push(Buffer.from(encoder.finalize()))
  const data = Buffer.concat(pcm)
  await writeAtomic(files.wav, Buffer.concat([wavHeader(data.length / 2), data]))
  await writeAtomic(files.mp3, Buffer.concat(mp3))
}
