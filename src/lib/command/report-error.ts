import {type KlingError} from '../errors/kling-error.js'
import {errorView, stackOf} from '../views/error.js'
import {screenOf} from '../terminal/screen.js'
import {plainText} from '../terminal/text.js'
import {type OutputMode, jsonText} from '../terminal/output.js'

/** Prints an error on stderr: one line of JSON, or a block for people. The only place that does. */
export function reportError(error: KlingError, {mode, debug}: {mode: OutputMode; debug: boolean}): void {
  const {stderr, env} = process
  if (mode === 'text') {
    stderr.write(errorView(error, screenOf(stderr, env, Date.now()), debug) + '\n')
    return
  }
  if (debug) stderr.write(plainText(stackOf(error)) + '\n')
  stderr.write(jsonText({success: false, error: error.toJSON()}, false) + '\n')
}
