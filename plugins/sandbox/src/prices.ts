import {type PriceRow} from './api.js'
import {type Clip} from './clip.js'

/** When each case of the price list applies. */
const cases: Record<string, (clip: Clip) => boolean> = {
  any: () => true,
  'any, sound included': () => true,
  silent: clip => !clip.sound,
  'native audio': clip => clip.sound,
  'no video input': clip => !clip.videoInput,
  'with video input': clip => clip.videoInput !== undefined,
  'no video input, silent': clip => !clip.videoInput && !clip.sound,
  'no video input, native audio': clip => !clip.videoInput && clip.sound,
}

/** The units that a clip costs, as the API writes them (`"3.5"`); undefined when no price is known. */
export function unitsOf(prices: PriceRow[], clip: Clip): string | undefined {
  const row = prices.find(price => price.models.includes(clip.model) && cases[price.case]?.(clip))
  const rate = row?.[clip.mode]
  // Three decimals: 0.6 × 7 is 4.2 and not 4.199999999999999.
  return rate == null ? undefined : String(Number((rate * clip.seconds).toFixed(3)))
}
