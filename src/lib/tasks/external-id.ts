import type {JsonBody} from '../http/streaming-body.js'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `kling-` and a ULID: 48 bits of time (ms) and 80 random bits, so that ids sort by time. */
export function newExternalId(
  now: number,
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
  let value = BigInt(now)
  for (const byte of random) value = (value << 8n) | BigInt(byte)
  let text = ''
  for (let index = 0; index < 26; index++) {
    text = alphabet[Number(value & 31n)] + text
    value >>= 5n
  }
  return `kling-${text}`
}

/** A body with the id by which its task is known before the service has named it. */
export type IdentifiedBody = JsonBody & {external_task_id: string}

/** A body with its external id: the one that is given, else the one that it has, else a new one. */
export function withExternalId(body: JsonBody, id = body.external_task_id): IdentifiedBody {
  return {...body, external_task_id: String(id ?? newExternalId(Date.now()))}
}
