import {readFileSync} from 'node:fs'

/** Texts of one language: the English text, with `{0}`, `{1}` where values go, to the text in that language. */
export type Catalogue = Readonly<Record<string, string>>

/** English is the language of the texts themselves; each other one has a catalogue. */
export const languages = ['en', 'zh'] as const

/** A language that the program speaks. */
export type Language = (typeof languages)[number]

/** The language of this process, and its catalogue as soon as a text was asked for. */
let current: Language = 'en'
let catalogue: Catalogue | undefined

/** Sets the language that `t` answers in, for the whole process. */
export function useLanguage(language: Language): void {
  if (language !== current) catalogue = undefined
  current = language
}

/** The language in use. */
export const language = (): Language => current

/**
 * A text for people in the language in use, written in English where it is used: `` t`No task ${id}.` ``. The
 * English text, with `{0}` for the first value and so on, is its key in the catalogues; a text that a catalogue lacks
 * stays English.
 */
export function t(parts: TemplateStringsArray, ...values: (string | number | undefined)[]): string {
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`)
  return translate(key).replace(/\{(\d+)\}/g, (whole, index: string) =>
    Number(index) < values.length ? String(values[Number(index)]) : whole,
  )
}

/** Marks a text of a table, which is said where it is used: `sayText(words[name])`. It stays English here. */
export function msg(parts: TemplateStringsArray): string {
  return parts[0]!
}

/** A text that is known only when the program runs, such as a line of help, in the language in use. */
export function translate(text: string): string {
  if (current === 'en') return text
  catalogue ??= readCatalogue(current)
  return catalogue[text] || text
}

function readCatalogue(of: Language): Catalogue {
  return JSON.parse(readFileSync(new URL(`${of}.json`, import.meta.url), 'utf8')) as Catalogue
}
