/** Texts of one language: the English text, with `{0}`, `{1}` where values go, to the text in that language. */
export type Catalogue = Readonly<Record<string, string>>

let catalogue: Catalogue | undefined

/**
 * Sets the language that `say` answers in, for the whole process.
 * @param texts of that language; English when left out
 */
export function useCatalogue(texts: Catalogue | undefined): void {
  catalogue = texts
}

/**
 * A text for people in the language in use, written in English where it is used: `` say`No task ${id}.` ``. The
 * English text, with `{0}` for the first value and so on, is its key in the catalogues; a text that a catalogue lacks
 * stays English.
 */
export function say(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`)
  return fill(catalogue?.[key] ?? key, values)
}

/** A text that is known only when the program runs, such as a line of help, in the language in use. */
export function sayText(text: string): string {
  return catalogue?.[text] ?? text
}

function fill(text: string, values: (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole))
}
