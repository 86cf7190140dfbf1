import type {FrameSize} from '../frame-size.js'
import type {Palette} from '../palette.js'
import {hashText, seededRandom} from '../seeded-random.js'
import type {Backdrop} from './types.js'
import {createCity} from './city.js'
import {createHills} from './hills.js'
import {createSea} from './sea.js'

const PLACES = [createHills, createSea, createCity] as const

/** Chooses a place by the prompt's hash. */
export function createBackdrop(prompt: string, size: FrameSize, palette: Palette): Backdrop {
  const random = seededRandom(hashText(prompt))
  const createPlace = PLACES[Math.floor(random() * PLACES.length)]!
  return createPlace({size, palette, random})
}
