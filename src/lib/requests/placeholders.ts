import {KlingError} from '../errors/kling-error.js'
import {say} from '../language/say.js'

/** How many inputs of each kind a request has. */
export type InputCounts = Partial<Record<'image' | 'element' | 'video' | 'voice', number>>

const pattern = /<<<(image|element|video|voice)_(\d+)>>>/g

/**
 * Checks that every `<<<image_N>>>` of a prompt names an input that is there, counted from 1.
 * @throws KlingError `invalid_placeholder`
 */
export function checkPlaceholders(prompt: string, counts: InputCounts): void {
  for (const [text, kind, number] of prompt.matchAll(pattern)) {
    const count = counts[kind as keyof InputCounts] ?? 0
    const n = Number(number)
    if (n >= 1 && n <= count) continue
    const there =
      count === 0
        ? `no ${kind} was given`
        : count === 1
          ? `there is one ${kind}`
          : `there are ${count} ${kind}s`
    throw new KlingError('invalid_placeholder', say`The prompt names ${text}, but ${there}.`, {
      hint:
        count === 0
          ? say`Give the ${kind}, or take ${text} out of the prompt.`
          : say`Use <<<${kind}_1>>>${count > 1 ? say` to <<<${kind}_${count}>>>` : ''}.`,
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
