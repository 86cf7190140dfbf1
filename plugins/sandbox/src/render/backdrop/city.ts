import {type Canvas, createCanvas} from '@napi-rs/canvas'

import type {Backdrop, BackdropSetting} from './types.js'
import {atDepth, OVERSCAN} from './parallax.js'
import {createSky} from './sky.js'

const ROWS = 3

interface Window {
  x: number
  y: number
  rate: number
}

interface Row {
  canvas: Canvas
  depth: number
  /** Windows that go on and off while the clip runs. */
  flickering: Window[]
}

/** Rows of houses with lit windows in front of a low sun or moon. */
export function createCity(setting: BackdropSetting): Backdrop {
  const {size, random} = setting
  const {width, height} = size
  const sky = createSky(setting, 0.75, {x: 0.25 + random() * 0.5, y: 0.3 + random() * 0.08, radius: 0.08})
  const rows = Array.from({length: ROWS}, (_, index) => drawRow(setting, index))
  const pane = windowSize(setting)

  return {
    draw(context, pose, seconds) {
      sky.draw(context, pose, seconds)
      for (const [index, {canvas, depth, flickering}] of rows.entries()) {
        atDepth(context, size, pose, depth, () => {
          context.drawImage(canvas, -width * OVERSCAN, height - canvas.height)
          context.fillStyle = windowColor(index)
          for (const {x, y, rate} of flickering) {
            if (Math.sin(seconds * rate + x) > 0) context.fillRect(x, y, pane, pane * 1.4)
          }
        })
        // The land below the houses, for moves that look further down.
        context.fillStyle = setting.palette.land[index + 2]!
        context.fillRect(0, height * 0.97, width, height * 0.03)
      }
    },
  }
}

/** Drawn once: windows are many, and a picture of them moves as cheaply as a bare wall. */
function drawRow(setting: BackdropSetting, index: number): Row {
  const {size, palette, random} = setting
  const {width, height} = size
  const rowHeight = height * 0.8
  // Air above the highest roof of the row: what is not kept need not be drawn in every frame.
  const air = Math.floor(height * (0.05 + index * 0.14))
  const canvas = createCanvas(Math.ceil(width * (1 + 2 * OVERSCAN)), Math.ceil(rowHeight) - air)
  const context = canvas.getContext('2d')
  context.translate(0, -air)
  const pane = windowSize(setting)
  const lit = palette.night ? 0.42 : 0.2
  const short = Math.min(width, height)
  const flickering: Window[] = []
  const ground = rowHeight * (0.98 + index * 0.07)

  for (let x = -random() * 40; x < canvas.width;) {
    const wide = short * (0.06 + random() * 0.085) * (1 + index * 0.15)
    // Few towers, many low roofs: a skyline needs its gaps for the sky.
    const tall = ground - rowHeight * (0.42 + index * 0.17) + height * (random() ** 2.6 * 0.27 - 0.05)
    const top = ground - tall
    const wall = context.createLinearGradient(0, top, 0, rowHeight)
    wall.addColorStop(0, palette.land[index + 1]!)
    wall.addColorStop(1, palette.land[Math.min(4, index + 2)]!)
    context.fillStyle = wall
    context.fillRect(x, top, wide, rowHeight)
    const roof = random()
    if (roof < 0.25) context.fillRect(x + wide * 0.46, top - short * 0.05, wide * 0.05, short * 0.05)
    else if (roof < 0.5) context.fillRect(x + wide * 0.2, top - short * 0.018, wide * 0.6, short * 0.018)

    const columns = Math.max(2, Math.floor(wide / (pane * 2.3)))
    const pitch = wide / columns
    for (let column = 0; column < columns; column++) {
      for (let y = top + pane * 2; y < rowHeight; y += pane * 3.1) {
        const left = x + pitch * (column + 0.5) - pane / 2
        if (random() > lit) continue
        if (random() < 0.03) {
          flickering.push({
            x: left - width * OVERSCAN,
            y: y + height - rowHeight,
            rate: 0.6 + random() * 1.2,
          })
          continue
        }

        context.fillStyle = windowColor(index)
        context.globalAlpha = 0.35 + random() * 0.65
        context.fillRect(left, y, pane, pane * 1.4)
        context.globalAlpha = 1
      }
    }

    x += wide + (random() < 0.3 ? short * 0.02 : 0)
  }

  return {canvas, depth: 0.15 + index * 0.3, flickering}
}

function windowSize({size: {width, height}}: BackdropSetting): number {
  return Math.max(2, Math.round(Math.min(width, height) / 160))
}

/** Distant lights are duller. */
function windowColor(index: number): string {
  return ['rgba(255, 222, 170, 0.45)', 'rgba(255, 219, 158, 0.65)', 'rgba(255, 214, 145, 0.85)'][index]!
}
