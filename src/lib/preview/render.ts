import {halfBlocks} from './half-blocks.js'
import {itermImage, kittyImage} from './inline-images.js'
import {type Picture, type Size, fit, resize} from './picture.js'
import {png} from './png.js'
import {sixels} from './sixel.js'
import type {Protocol} from './terminals.js'

const maxRows = 20
const minRows = 6

/**
 * Pixels of a cell. A terminal tells its own only when asked, and what does not answer would have to be waited for: for
 * pictures that are given a size in cells this is how fine they are, for sixels how large. Half blocks have two a cell.
 */
const cellSizes: Record<Protocol, Size> = {
  kitty: {width: 10, height: 20},
  iterm: {width: 10, height: 20},
  sixel: {width: 8, height: 16},
  blocks: {width: 1, height: 2},
  blocks256: {width: 1, height: 2},
}

/** Cells that a picture may take: half of the rows of a screen, and not more than twenty. */
function room(screen: Size): Size {
  const rows = Math.min(maxRows, Math.max(minRows, Math.floor(screen.height / 2)))
  return {width: Math.max(1, screen.width - 1), height: rows}
}

/**
 * A picture as bytes for a terminal.
 * @param screen columns and rows of the terminal
 * @returns without a line end at its end
 */
export function render(picture: Picture, protocol: Protocol, screen: Size): string {
  const cell = cellSizes[protocol]
  const space = room(screen)
  const box = {width: space.width * cell.width, height: space.height * cell.height}
  const scaled = resize(picture, fit(picture, box))
  const cells = {
    width: Math.max(1, Math.round(scaled.width / cell.width)),
    height: Math.max(1, Math.round(scaled.height / cell.height)),
  }
  const drawers: Record<Protocol, () => string> = {
    kitty: () => kittyImage(png(scaled), cells),
    iterm: () => itermImage(png(scaled), cells),
    sixel: () => sixels(scaled),
    blocks: () => halfBlocks(scaled, 'all'),
    blocks256: () => halfBlocks(scaled, 256),
  }
  return drawers[protocol]()
}
