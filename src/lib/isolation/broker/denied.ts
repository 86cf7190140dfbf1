import {KlingError} from '../../errors/kling-error.js'

/** The refusal of something that a plugin may not do. */
export function denied(message: string, hint?: string): KlingError {
  return new KlingError('plugin_denied', message, hint === undefined ? {} : {hint})
}
