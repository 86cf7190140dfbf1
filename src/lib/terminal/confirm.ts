import {once} from 'node:events'
import {createInterface} from 'node:readline/promises'
import {interruption} from './interruption.js'
import {screenText} from './text.js'

/** Whether somebody is there to answer a question. */
export function canPrompt(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY)
}

/**
 * Asks a yes-or-no question on the terminal; anything but yes is no, and so is the end of input.
 * @throws KlingError `interrupted` on Ctrl-C
 */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  const signal = interruption()
  // While a line is edited Ctrl-C is a character: it is made what it is elsewhere, for the whole job.
  let isInterrupted = false
  terminal.on('SIGINT', () => {
    isInterrupted = true
    // The next message starts on a new line.
    process.stderr.write('\n')
    process.kill(process.platform === 'win32' ? process.pid : 0, 'SIGINT')
  })
  const ended = new Promise<string>(resolve => terminal.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([terminal.question(`${screenText(question)} [y/N] `, {signal}), ended])
    // The signal takes a moment to arrive; what is typed after Ctrl-C is no answer.
    if (isInterrupted && !signal.aborted) await once(signal, 'abort')
    signal.throwIfAborted()
    return /^(?:y|yes|是)$/i.test(answer.trim())
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    terminal.close()
  }
}
