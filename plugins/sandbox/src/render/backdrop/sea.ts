import {createCanvas, Path2D, type SKRSContext2D} from '@napi-rs/canvas'

import {lerp} from '../easing.js'
import type {Backdrop, BackdropSetting} from './types.js'
import {atDepth, OVERSCAN} from './parallax.js'
import {createSky} from './sky.js'

const HORIZON = 0.52
const GLINTS = 150
const SWELLS = 46

interface Glint {
  /** 0 at the horizon, 1 at the near edge. */
  nearness: number
  side: number
  length: number
  phase: number
  rate: number
}

/** A low sun over the sea, its light on the water, headlands and a sailing boat. */
export function createSea(setting: BackdropSetting): Backdrop {
  const {size, palette, random} = setting
  const {width, height} = size
  const short = Math.min(width, height)
  const sunX = 0.3 + random() * 0.4
  const sky = createSky(setting, HORIZON, {x: sunX, y: HORIZON - 0.1 - random() * 0.05, radius: 0.085})
  const water = drawWater(setting)
  const headlands = [0, 1].map(index => drawHeadland(setting, index, sunX < 0.5))
  const glints = Array.from({length: GLINTS}, () => createGlint(random))
  const swells = Array.from({length: SWELLS}, () => createGlint(random))
  const boat = drawBoat(short * 0.11)
  const boatX = sunX < 0.5 ? sunX + 0.2 + random() * 0.1 : sunX - 0.2 - random() * 0.1
  const [red, green, blue] = palette.light

  function drawGlint(
    context: SKRSContext2D,
    glint: Glint,
    centre: number,
    spread: number,
    seconds: number,
  ): void {
    const flicker = Math.sin(seconds * glint.rate + glint.phase)
    if (flicker < -0.4) return
    const near = glint.nearness
    const length = glint.length * short * lerp(0.02, 0.2, near) * (0.6 + 0.4 * flicker)
    const x = centre + glint.side * spread * lerp(0.05, 0.3, near) + flicker * short * 0.004
    const y = lerp(HORIZON + 0.006, 1.05, near ** 1.5) * height
    context.globalAlpha = (0.4 + 0.4 * flicker) * lerp(0.9, 0.45, near)
    context.fillRect(x - length / 2, y, length, lerp(1.2, 3.6, near) * (short / 720))
  }

  return {
    draw(context, pose, seconds) {
      sky.draw(context, pose, seconds)
      atDepth(context, size, pose, 0.15, () => {
        for (const {path, color} of headlands) {
          context.fillStyle = color
          context.fill(path)
        }
      })
      atDepth(context, size, pose, 0.3, () => {
        context.drawImage(
          water,
          -width * OVERSCAN,
          height * HORIZON,
          width * (1 + 2 * OVERSCAN),
          height * 0.9,
        )
        context.fillStyle = palette.land[3]
        for (const swell of swells) drawGlint(context, swell, width / 2, width * 2.6, seconds * 0.6)
        context.fillStyle = `rgb(${red}, ${green}, ${blue})`
        for (const glint of glints) drawGlint(context, glint, sunX * width, short, seconds)
        context.globalAlpha = 1
      })
      atDepth(context, size, pose, 0.45, () => {
        context.translate((boatX + seconds * 0.004) * width, height * (HORIZON + 0.055))
        context.rotate(Math.sin(seconds * 1.1) * 0.035)
        context.translate(0, Math.sin(seconds * 1.4) * short * 0.003)
        context.fillStyle = palette.land[4]
        context.fill(boat)
      })
    },
  }
}

function createGlint(random: () => number): Glint {
  return {
    nearness: random() ** 1.2,
    // Two throws together gather around the middle.
    side: random() + random() - 1,
    length: 0.4 + random(),
    phase: random() * Math.PI * 2,
    rate: 1.2 + random() * 2.2,
  }
}

function drawWater({palette}: BackdropSetting) {
  const canvas = createCanvas(8, 512)
  const context = canvas.getContext('2d')
  const gradient = context.createLinearGradient(0, 0, 0, 512)
  gradient.addColorStop(0, palette.sky[2])
  gradient.addColorStop(0.06, palette.land[0])
  gradient.addColorStop(0.3, palette.land[2])
  gradient.addColorStop(0.7, palette.land[4])
  context.fillStyle = gradient
  context.fillRect(0, 0, 8, 512)
  return canvas
}

function drawHeadland(
  {size: {width, height}, palette, random}: BackdropSetting,
  index: number,
  right: boolean,
) {
  const path = new Path2D()
  const base = height * (HORIZON + 0.004)
  const toRight = right === (index === 1)
  const edge = toRight ? width * (1 + OVERSCAN) : -width * OVERSCAN
  const tip = toRight ? width * (0.62 - index * 0.06) : width * (0.34 + index * 0.06)
  const tall = height * (index === 0 ? 0.05 : 0.085)
  path.moveTo(edge, base)
  for (let point = 0; point <= 60; point++) {
    const at = point / 60
    const rough = Math.sin(at * 9 + index * 3) * 0.22 + Math.sin(at * 23 + index) * 0.1 + random() * 0.05
    path.lineTo(lerp(edge, tip, at), base - tall * Math.max(0, (1 - at ** 1.6) * (0.75 + rough)))
  }

  path.closePath()
  return {path, color: palette.land[index]!}
}

/** A small sloop with its keel at the origin. */
function drawBoat(tall: number): Path2D {
  const path = new Path2D()
  path.moveTo(-tall * 0.34, -tall * 0.1)
  path.quadraticCurveTo(-tall * 0.2, tall * 0.05, 0, tall * 0.05)
  path.quadraticCurveTo(tall * 0.26, tall * 0.04, tall * 0.4, -tall * 0.12)
  path.closePath()
  path.moveTo(tall * 0.02, -tall * 0.14)
  path.quadraticCurveTo(tall * 0.3, -tall * 0.5, tall * 0.02, -tall)
  path.closePath()
  path.moveTo(-tall * 0.02, -tall * 0.14)
  path.quadraticCurveTo(-tall * 0.16, -tall * 0.4, -tall * 0.02, -tall * 0.86)
  path.lineTo(-tall * 0.28, -tall * 0.14)
  path.closePath()
  return path
}
