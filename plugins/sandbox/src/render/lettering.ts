import {createCanvas} from '@napi-rs/canvas'

import type {MeasureText} from './caption-layout.js'
import {fontFamily, hasGlyph} from './fonts.js'
import {toLegibleText} from './legible-text.js'

/** The texts of a clip as the bundled fonts can draw them, and the fonts to draw them with. */
export interface Lettering {
  /** A CSS font for the canvas; `size` in pixels. */
  font(size: number, weight: number): string
  /** The width of a text set at one pixel in a weight. */
  measure(weight: number): MeasureText
}

// Measured large, so that hinting and rounding do not matter.
const MEASURED_SIZE = 100

/** Loads the fonts that `texts` need; give it texts that went through `legible`. */
export function createLettering(texts: readonly string[]): Lettering {
  const family = fontFamily(texts.join(''))
  const font = (size: number, weight: number): string => `${weight} ${size.toFixed(2)}px ${family}`
  return {
    font,
    measure(weight) {
      const context = createCanvas(1, 1).getContext('2d')
      context.font = font(MEASURED_SIZE, weight)
      return text => context.measureText(text).width / MEASURED_SIZE
    },
  }
}

/** A text without anything the bundled fonts cannot draw. */
export function legible(text: string): string {
  return toLegibleText(text, hasGlyph)
}
