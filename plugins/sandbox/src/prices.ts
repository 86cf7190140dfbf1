import type {Api} from './api.js'
import type {Clip} from './clip.js'
import type {Endpoint} from './endpoints.js'

/** When each case of the price list applies. */
/** Motion control has prices of its own, whatever else a row says. */
const isMotion = (clip: Clip) => clip.origin === 'motion control'

const cases: Record<string, (clip: Clip) => boolean> = {
  'motion control': isMotion,
  'native audio and voice': clip => clip.voices === true,
  any: () => true,
  'any, sound included': () => true,
  silent: clip => !clip.sound && !isMotion(clip),
  'native audio': clip => clip.sound && !clip.voices,
  'no video input': clip => !clip.videoInput,
  'with video input': clip => clip.videoInput !== undefined,
  'no video input, silent': clip => !clip.videoInput && !clip.sound,
  'no video input, native audio': clip => !clip.videoInput && clip.sound,
}

/** The units that a clip of an endpoint costs, as the API writes them (`"3.5"`); undefined when no price is known. */
export function unitsOf(
  {prices, callPrices}: Pick<Api, 'prices' | 'callPrices'>,
  {operationId}: Pick<Endpoint, 'operationId'>,
  clip: Clip,
): string | undefined {
  const call = callPrices.find(price => price.operationId === operationId)
  if (call) return String(call.units)
  // The list has no price for extensions.
  if (clip.origin === 'extended') return undefined
  const row = prices.find(price => price.models.includes(clip.model) && cases[price.case]?.(clip))
  const rate = row?.[clip.mode]
  // Three decimals: 0.6 × 7 is 4.2 and not 4.199999999999999.
  return rate == null ? undefined : String(Number((rate * clip.seconds).toFixed(3)))
}
