import {isKlingError, type KlingError} from '../errors/kling-error.js'
import {backoff, delay} from '../http/backoff.js'
import {checkWebAddress} from '../http/redirect.js'
import {NotTheResult} from './judge-result.js'
import type {Address, RetryOptions} from './types.js'

const maxTries = 8

/**
 * Tries until it goes well: 8 times in a row that bring no byte. An address that is
 * refused, or under which something else is, is asked for again once.
 * @param bytesThere how far it has come
 * @throws KlingError what the last try threw
 */
export async function retryDownload(
  address: Address,
  options: RetryOptions,
  bytesThere: () => number,
  work: () => Promise<void>,
): Promise<void> {
  let most = bytesThere()
  for (let attempt = 0; ; attempt++) {
    const {isRenewed} = address
    try {
      return await work()
    } catch (error) {
      if (!isKlingError(error) || error.code !== 'download_error') throw error
      const {renewUrl} = options
      if (mayHaveExpired(error, renewUrl) && !isRenewed) {
        address.renewal ??= renew(address, renewUrl)
        await address.renewal
        continue
      }
      // What moves on is not stuck: only tries count that came no further than one before.
      const there = bytesThere()
      if (there > most) attempt = -1
      most = Math.max(most, there)
      if (error instanceof NotTheResult || !error.fields.retryable || attempt + 1 >= maxTries) throw error
      await (options.delay ?? delay)(backoff(Math.max(attempt, 0), options.random), options.signal)
    }
  }
}

/** Without a new address, what answered with something else may still come to its senses. */
function mayHaveExpired(error: KlingError, renewUrl: RetryOptions['renewUrl']): boolean {
  return error instanceof NotTheResult || (error.fields.http_status === 403 && renewUrl !== undefined)
}

async function renew(address: Address, renewUrl: RetryOptions['renewUrl']): Promise<void> {
  if (renewUrl) address.url = checkWebAddress(await renewUrl()).href
  address.isRenewed = true
}
