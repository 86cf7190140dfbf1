import type {Api, PriceFacts} from './api.js'
import type {Clip} from './clip.js'
import type {Endpoint} from './endpoints.js'

/** Prices have dates; those of today count. */
const today = (): string => new Date().toISOString().slice(0, 10)

const resolutions = {std: '720p', pro: '1080p', '4k': '4k'} as const

/** What the price of a clip depends on. */
function factsOf({mode, seconds, sound, voices, videoInput}: Clip, product: string): PriceFacts {
  return {
    product,
    resolution: resolutions[mode],
    seconds,
    inputSeconds: seconds,
    speechSeconds: seconds,
    audio: sound || voices ? 'native' : 'off',
    video: videoInput ?? 'none',
    voices: voices ? 1 : 0,
  }
}

/** The units that a clip of an endpoint costs, as the API writes them (`"3.5"`); undefined when no price is known. */
export function unitsOf(
  {prices, findPrice, unitsOf: unitsOfRow}: Pick<Api, 'prices' | 'findPrice' | 'unitsOf'>,
  {operationId, kind}: Pick<Endpoint, 'operationId' | 'kind'>,
  clip: Clip,
): string | undefined {
  const facts = factsOf(clip, kind)
  const place = {today: today()}
  const call = findPrice([prices], {operation: operationId}, facts, place)
  // The list has no price for extensions.
  if (!call && clip.origin === 'extended') return undefined
  const row = call ?? findPrice([prices], {model: clip.model}, facts, place)
  const units = row && unitsOfRow(row, facts).units
  return units == null ? undefined : String(units)
}
