import {KlingError} from '../errors/kling-error.js'
import {formatCodePoint} from '../i18n/code-point.js'
import {t} from '../i18n/translate.js'

/** What keys consist of: visible ASCII without quotes and brackets, which come along when they are copied. */
const oddCharacter = /[^\x21-\x7e]|["'`<>]/u

/**
 * A key that can be sent in a header. What cannot would look like a fault of the network.
 * @param name of the setting or the variable that it comes from
 * @throws KlingError `invalid_api_key` naming the place and the character, never the key
 */
export function checkKey(name: string, value: string): string {
  const found = oddCharacter.exec(value)
  if (!found) return value
  const character = found[0]
  const shown = /\p{C}|\p{Z}/u.test(character)
    ? formatCodePoint(character)
    : `${character} (${formatCodePoint(character)})`
  const position = [...value.slice(0, found.index)].length + 1
  throw new KlingError(
    'invalid_api_key',
    t`${name} contains a character that no key has: ${shown} at position ${position}.`,
    {
      hint: t`Copy the key again, without quotes, spaces or line breaks.`,
      billed: 'no',
      details: {setting: name},
    },
  )
}
