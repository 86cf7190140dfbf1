import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'

import {GlobalFonts} from '@napi-rs/canvas'

import {readWoff2Coverage} from './woff2-coverage.js'

const PACKAGE = '@fontsource-variable/noto-sans-sc/package.json'
const LATIN = 'latin'

/** One of the about hundred files that Noto Sans SC is cut into. */
interface Subset {
  key: string
  file: string
  coverage?: Set<number>
}

let subsetsByCodePoint: Map<number, Subset> | undefined

/** Whether the bundled fonts have a glyph for a code point. */
export function hasGlyph(codePoint: number): boolean {
  const subset = subsetOf(codePoint)
  if (!subset) return false
  subset.coverage ??= readWoff2Coverage(readFileSync(subset.file))
  return subset.coverage.has(codePoint)
}

/**
 * Registers the font subsets that `text` needs and gives their names as a CSS family list, Latin first. No
 * system font is used, so a frame looks the same on every machine.
 *
 * @throws Error when a font file of the package is missing or not accepted.
 */
export function fontFamily(text: string): string {
  const subsets = new Set<Subset>()
  for (const character of `A${text}`) {
    const subset = subsetOf(character.codePointAt(0)!)
    if (subset) subsets.add(subset)
  }

  return [...subsets].map(subset => `"${register(subset)}"`).join(', ')
}

/** Each subset gets a name of its own: with one family name for all, the canvas would pick only one of them. */
function register({key, file}: Subset): string {
  const alias = `Kling Noto Sans SC ${key}`
  // The canvas' fonts belong to the process, not to the worker: registering again would keep a second copy.
  if (!GlobalFonts.has(alias) && !GlobalFonts.register(readFileSync(file), alias)) {
    throw new Error(`cannot use the font file ${file}`)
  }

  return alias
}

function subsetOf(codePoint: number): Subset | undefined {
  subsetsByCodePoint ??= readSubsets()
  return subsetsByCodePoint.get(codePoint)
}

function readSubsets(): Map<number, Subset> {
  const folder = path.dirname(createRequire(import.meta.url).resolve(PACKAGE))
  const ranges = JSON.parse(readFileSync(path.join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  const byCodePoint = new Map<number, Subset>()
  // Latin last, so that it wins where the ranges of two subsets overlap.
  const entries = Object.entries(ranges).sort(([a], [b]) => Number(a === LATIN) - Number(b === LATIN))
  for (const [name, list] of entries) {
    const key = name.replaceAll(/[[\]]/g, '')
    const subset: Subset = {key, file: path.join(folder, 'files', `noto-sans-sc-${key}-wght-normal.woff2`)}
    for (const range of list.split(',')) {
      const [start, end = start] = range.trim().slice('U+'.length).split('-')
      for (let code = Number.parseInt(start!, 16); code <= Number.parseInt(end!, 16); code++) {
        byCodePoint.set(code, subset)
      }
    }
  }

  return byCodePoint
}
