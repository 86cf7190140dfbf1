import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'

type Input = 'image' | 'element' | 'video' | 'voice'

/** How many inputs of each kind a request has. */
export type InputCounts = Partial<Record<Input, number>>

const names: Record<Input, string> = {
  image: msg`image`,
  element: msg`element`,
  video: msg`video`,
  voice: msg`voice`,
}

/** What is there of inputs that are counted. */
const counted: Record<Input, (count: number) => string> = {
  image: count => (count === 1 ? t`there is one image` : t`there are ${count} images`),
  element: count => (count === 1 ? t`there is one element` : t`there are ${count} elements`),
  video: count => (count === 1 ? t`there is one video` : t`there are ${count} videos`),
  voice: count => (count === 1 ? t`there is one voice` : t`there are ${count} voices`),
}

const pattern = /<<<(image|element|video|voice)_(\d+)>>>/g

/**
 * Checks that every `<<<image_N>>>` of a prompt names an input that is there, counted from 1.
 * @throws KlingError `invalid_placeholder`
 */
export function checkPlaceholders(prompt: string, counts: InputCounts): void {
  for (const [text, word, number] of prompt.matchAll(pattern)) {
    const kind = word as Input
    const count = counts[kind] ?? 0
    const n = Number(number)
    if (n >= 1 && n <= count) continue
    const name = translate(names[kind])
    const there = count === 0 ? t`no ${name} was given` : counted[kind](count)
    throw new KlingError('invalid_placeholder', t`The prompt refers to ${text}, but ${there}.`, {
      hint:
        count === 0
          ? t`Add the ${name}, or remove ${text} from the prompt.`
          : t`Use <<<${kind}_1>>>${count > 1 ? t` to <<<${kind}_${count}>>>` : ''}.`,
    })
  }
}

/** The inputs that the prompt never names, as placeholders. */
export function unnamedInputs(prompt: string, counts: InputCounts): string[] {
  return Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({length: count ?? 0}, (_, index) => `<<<${kind}_${index + 1}>>>`).filter(
      text => !prompt.includes(text),
    ),
  )
}
