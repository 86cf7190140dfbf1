import {type KlingError, isKlingError} from '../../src/lib/errors/kling-error.js'

function klingError(error: unknown): KlingError {
  if (!isKlingError(error)) throw error
  return error
}

/** The KlingError that a call throws. */
export function errorOf(call: () => unknown): KlingError {
  try {
    call()
  } catch (error) {
    return klingError(error)
  }
  throw new Error('nothing was thrown')
}

/** The KlingError that a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<KlingError> {
  return promise.then(
    () => {
      throw new Error('nothing was thrown')
    },
    error => klingError(error),
  )
}
