/** Drawn for a Chinese character that no font has: the geta mark, typesetters' sign for a missing sort. */
const GETA = '〓'
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u

const SCRIPT_NAMES: [RegExp, string][] = [
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Arabic}/u, 'Arabic'],
  [/\p{Script=Hebrew}/u, 'Hebrew'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Hindi'],
  [/\p{Script=Greek}/u, 'Greek'],
  [/\p{Script=Cyrillic}/u, 'Cyrillic'],
]

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'})

/**
 * The text as the fonts available can show it: one line per paragraph, single spaces, and each run of characters
 * without glyphs named in brackets ("[emoji]", "[Korean]"), so that no empty boxes are drawn.
 */
export function toLegibleText(text: string, hasGlyph: (codePoint: number) => boolean): string {
  const paragraphs = text.normalize('NFC').split(/\r\n|[\n\r\u2028\u2029]/)
  return paragraphs
    .map(paragraph => replaceMissing(paragraph, hasGlyph).replaceAll(/\s+/g, ' ').trim())
    .filter(paragraph => paragraph !== '')
    .join('\n')
}

function replaceMissing(text: string, hasGlyph: (codePoint: number) => boolean): string {
  let legible = ''
  let lastName: string | undefined
  for (const {segment} of graphemes.segment(text.replaceAll(/\s/g, ' '))) {
    const visible = segment.replaceAll(INVISIBLE, '')
    if (visible === '') continue
    if ([...visible].every(character => hasGlyph(character.codePointAt(0)!))) {
      legible += visible
      // A run goes on over spaces: five Korean words are one "[Korean]".
      if (visible !== ' ') lastName = undefined
      continue
    }

    const [base] = visible
    if (hasGlyph(base!.codePointAt(0)!) && !EMOJI.test(visible)) {
      legible += base // an accent is missing, its letter is not
      lastName = undefined
      continue
    }

    if (/\p{Script=Han}/u.test(visible)) {
      legible += GETA
      lastName = undefined
      continue
    }

    const name = nameOf(visible)
    legible = name === lastName ? legible.trimEnd() : `${legible}[${name}]`
    lastName = name
  }

  return legible
}

function nameOf(cluster: string): string {
  if (EMOJI.test(cluster)) return 'emoji'
  return SCRIPT_NAMES.find(([script]) => script.test(cluster))?.[1] ?? '?'
}
