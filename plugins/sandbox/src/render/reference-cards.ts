import {type Canvas, createCanvas, type Image, type SKRSContext2D} from '@napi-rs/canvas'

import {clamp, smoothstep} from './easing.js'
import type {FrameLayout} from './frame-layout.js'

/** A rectangle of the frame in pixels. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** A reference picture on a white card, with room around it for its shadow. */
export interface ReferenceCard {
  canvas: Canvas
  /** Size without the shadow. */
  width: number
  height: number
}

/** The font of the small texts at a size in pixels. */
export type SmallFont = (size: number, weight: number) => string

const SHADOW = 0.16
const NARROWEST = 0.5
const WIDEST = 2

/** Draws a picture onto a card that fits in `area`, numbered as prompts refer to it ("image 1"). */
export function createCard(
  picture: Image,
  number: number,
  area: {width: number; height: number},
  font: SmallFont,
) {
  const ratio = clamp(picture.width / picture.height, NARROWEST, WIDEST)
  const width = Math.round(Math.min(area.width, area.height * ratio))
  const height = Math.round(width / ratio)
  const short = Math.min(width, height)
  const shadow = Math.round(short * SHADOW)
  const border = Math.max(2, short * 0.016)
  const radius = short * 0.045
  const canvas = createCanvas(width + shadow * 2, height + shadow * 2)
  const context = canvas.getContext('2d')
  context.translate(shadow, shadow)

  context.save()
  context.shadowColor = 'rgba(0, 0, 0, 0.5)'
  context.shadowBlur = shadow * 0.8
  context.shadowOffsetY = shadow * 0.25
  context.fillStyle = '#fff'
  context.beginPath()
  context.roundRect(0, 0, width, height, radius)
  context.fill()
  context.restore()

  context.save()
  context.beginPath()
  context.roundRect(border, border, width - border * 2, height - border * 2, radius - border * 0.6)
  context.clip()
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  const cover = Math.max(width / picture.width, height / picture.height)
  const shownWidth = picture.width * cover
  const shownHeight = picture.height * cover
  context.drawImage(picture, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight)
  context.restore()

  drawNumber(
    context,
    String(number),
    {x: border * 2.5, y: border * 2.5, size: clamp(short * 0.13, 13, 34)},
    font,
  )
  return {canvas, width, height} satisfies ReferenceCard
}

function drawNumber(
  context: SKRSContext2D,
  number: string,
  {x, y, size}: {x: number; y: number; size: number},
  font: SmallFont,
): void {
  const side = size * 1.5
  context.fillStyle = 'rgba(10, 12, 18, 0.66)'
  context.beginPath()
  context.roundRect(x, y, side, side, side * 0.32)
  context.fill()
  context.fillStyle = '#fff'
  context.font = font(size, 600)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(number, x + side / 2, y + side * 0.52)
}

/** Cells for `count` cards in `area`: the grid in which cards of the given mean ratio come out largest. */
export function layOutGrid(count: number, area: Area, ratio: number): Area[] {
  let best = {columns: 1, rows: count, size: 0}
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const size = Math.min(area.width / columns / ratio, area.height / rows)
    if (size > best.size) best = {columns, rows, size}
  }

  const cellHeight = area.height / best.rows
  // Columns no wider than the cards need, so that a row stays together in the middle.
  const cellWidth = Math.min(area.width / best.columns, cellHeight * ratio * 1.12)
  return Array.from({length: count}, (_, index) => {
    const row = Math.floor(index / best.columns)
    const inRow = row < best.rows - 1 ? best.columns : count - row * best.columns
    const left = area.x + (area.width - inRow * cellWidth) / 2
    return {
      x: left + (index - row * best.columns) * cellWidth,
      y: area.y + row * cellHeight,
      width: cellWidth,
      height: cellHeight,
    }
  })
}

/**
 * Draws the cards floating in their cells, each stepping forward in turn while the clip runs. `progress` is 0..1
 * of the clip.
 */
export function drawGallery(
  context: SKRSContext2D,
  cards: readonly ReferenceCard[],
  cells: readonly Area[],
  {unit}: FrameLayout,
  moment: {seconds: number; progress: number},
): void {
  for (const [index, card] of cards.entries()) {
    const cell = cells[index]!
    const inFront = cards.length > 1 ? prominence(index, cards.length, moment.progress) : 0.5
    const scale = 0.98 + 0.08 * inFront
    context.save()
    context.translate(
      cell.x + cell.width / 2 + Math.sin(moment.seconds * 0.7 + index * 2.1) * 4 * unit,
      cell.y + cell.height / 2 + Math.sin(moment.seconds * 0.9 + index * 1.3) * 6 * unit,
    )
    context.rotate((index % 2 === 0 ? -0.012 : 0.012) + Math.sin(moment.seconds * 0.6 + index) * 0.006)
    context.scale(scale, scale)
    context.drawImage(card.canvas, -card.canvas.width / 2, -card.canvas.height / 2)
    context.restore()
  }
}

/** How far forward a card is, 0..1: each has its own share of the clip. */
function prominence(index: number, count: number, progress: number): number {
  const distance = Math.abs(progress * count - (index + 0.5))
  return smoothstep(1.1 - distance * 1.4)
}
