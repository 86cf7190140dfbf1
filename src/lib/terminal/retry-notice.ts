import type {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {plainText} from './text.js'

/** What a person waits for when a request is made again. */
export function formatRetry({message}: KlingError): string {
  return t`${message} Retrying; press Ctrl-C to stop.`
}

/** Shows a person at a terminal why nothing comes; once, however often it is tried. */
export function retryNotice(
  stream: {isTTY?: boolean; write(text: string): unknown},
  env: Record<string, string | undefined>,
): (error: KlingError) => void {
  let isTold = !stream.isTTY
  return error => {
    if (isTold) return
    isTold = true
    // A line that is written over may stand there.
    const wipe = env.KLING_PLAIN || env.TERM === 'dumb' ? '' : '\r\u001B[K'
    stream.write(`${wipe}${plainText(formatRetry(error))}\n`)
  }
}
