import {clamp} from './easing.js'

// A minor ninth chord as ratios to its root, low and open.
const CHORD = [1, 1.5, 2, 2.4, 4.5]
const ROOT_HERTZ = 82.4
const FADE_IN_SECONDS = 0.8
const FADE_OUT_SECONDS = 1
const VOLUME = 0.16

/** A voice of the chord: two slightly detuned tones that swell and ebb slowly. */
interface Voice {
  frequency: number
  detune: number
  swell: number
  phase: number
}

/**
 * A soft synthetic pad: mono samples in -1..1, given out in pieces of a second so that anyone who encodes them can
 * let others run in between. The seed transposes the chord.
 */
export function* synthesizePad(seed: number, seconds: number, sampleRate: number): Generator<Float32Array> {
  const total = Math.round(seconds * sampleRate)
  const root = ROOT_HERTZ * 2 ** ((seed % 12) / 12)
  const voices = CHORD.map((ratio, index): Voice => ({
    frequency: root * ratio,
    detune: 1.003 + index * 0.0007,
    swell: 0.09 + index * 0.037,
    phase: index * 1.7 + (seed % 7),
  }))

  for (let start = 0; start < total; start += sampleRate) {
    const samples = new Float32Array(Math.min(sampleRate, total - start))
    for (const [index, voice] of voices.entries())
      addVoice(samples, voice, start, sampleRate, 1 / (index + 2))
    for (let at = 0; at < samples.length; at++) {
      const second = (start + at) / sampleRate
      samples[at]! *=
        VOLUME * clamp(Math.min(second / FADE_IN_SECONDS, (seconds - second) / FADE_OUT_SECONDS))
    }

    yield samples
  }
}

function addVoice(
  samples: Float32Array,
  voice: Voice,
  start: number,
  sampleRate: number,
  level: number,
): void {
  const step = (Math.PI * 2 * voice.frequency) / sampleRate
  const swellStep = (Math.PI * 2 * voice.swell) / sampleRate
  for (let at = 0; at < samples.length; at++) {
    const n = start + at
    const swell = 0.55 + 0.45 * Math.sin(n * swellStep + voice.phase)
    samples[at]! += level * swell * (Math.sin(n * step) + Math.sin(n * step * voice.detune + voice.phase))
  }
}
