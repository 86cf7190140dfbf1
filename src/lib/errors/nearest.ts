import {t} from '../i18n/translate.js'
/** Edit distance with swaps of neighbours counted once (optimal string alignment). */
export function wordDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({length: b.length + 1}, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let best = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, before[column - 2]! + 1)
      }
      current.push(best)
    }
    before = previous
    previous = current
  }
  return previous[b.length]!
}

/** The candidate that a mistyped word most likely meant, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3))
  let best: {candidate: string; distance: number} | undefined
  for (const candidate of candidates) {
    const d = wordDistance(word.toLowerCase(), candidate.toLowerCase())
    if (d <= limit && (!best || d < best.distance)) best = {candidate, distance: d}
  }
  return best?.candidate
}

/** ` Did you mean "…"?`, or nothing; to be put after a sentence. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates)
  return candidate === undefined ? '' : t` (did you mean ${candidate}?)`
}
