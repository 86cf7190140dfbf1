import {Transform} from 'node:stream'
import {StringDecoder} from 'node:string_decoder'
import {plainText} from '../terminal/text.js'

/** Colours, wiping the line that is being written, showing and hiding the cursor. */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const allowed = /^\u001B\[(?:[\d;]*m|[012]?K|\?25[hl])/
/** A sequence that is not yet whole: what follows may make it one of the allowed. */
// eslint-disable-next-line no-control-regex -- as above
const begun = /^\u001B(?:\[[\d;?]{0,24})?$/
/** A sequence of any kind, to be dropped: CSI, those that end with a bell or ST, and two-character ones. */
const dropped =
  // eslint-disable-next-line no-control-regex -- as above
  /^\u001B(?:\[[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]?|[\]P_^X][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|[\u0020-\u002F]*[\u0030-\u007E])?/
// eslint-disable-next-line no-control-regex -- as above
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/

/** A plugin may go back to the start of its line. */
const visible = (text: string): string => text.split('\r').map(plainText).join('\r')

/**
 * Lets through what a plugin may write to a terminal: text, colours, and the wiping of its own last line. Titles,
 * clipboards, cursor moves, links and questions to the terminal are dropped: with them a plugin could show what
 * is not there, or type for the user.
 */
export function sanitizeTerminalOutput(): Transform {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const clean = (text: string, isEnd: boolean): string => {
    let input = rest + text
    rest = ''
    let output = ''
    while (input) {
      const at = input.search(control)
      if (at < 0) return output + visible(input)
      output += visible(input.slice(0, at))
      input = input.slice(at)
      const [keep] = allowed.exec(input) ?? []
      if (keep) {
        output += keep
        input = input.slice(keep.length)
      } else if (!isEnd && begun.test(input)) {
        rest = input
        return output
      } else {
        const [drop] = dropped.exec(input) ?? []
        input = input.slice(drop?.length || 1)
      }
    }
    return output
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, clean(decoder.write(chunk), false))
    },
    flush(done) {
      const last = clean(decoder.end(), true)
      done(null, last)
    },
  })
}
