import type {Completion} from './types.js'
import {translate} from '../i18n/translate.js'
import {plainText} from '../terminal/text.js'

/** Values that a shell takes as they are; others could mean something to it. */
const harmless = /^[\p{L}\p{N}@%+=:,./_-]+$/u

const oneLine = (text: string): string => plainText(text).replace(/\s+/g, ' ').trim()

/** A completion as the shells' scripts read it: its kind, then a line `value TAB description` for each candidate. */
export function completionText({kind, candidates}: Completion): string {
  const lines = candidates
    .filter(({value}) => harmless.test(value))
    .map(({value, description}) => (description ? `${value}\t${oneLine(translate(description))}` : value))
  return [kind, ...lines, ''].join('\n')
}
