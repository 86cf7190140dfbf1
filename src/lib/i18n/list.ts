import {t} from './translate.js'

/** `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : t`${words.slice(0, -1).join(t`, `)} or ${words.at(-1)}`
}
