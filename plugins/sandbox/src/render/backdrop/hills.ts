import {createCanvas, Path2D, type SKRSContext2D} from '@napi-rs/canvas'

import {lerp} from '../easing.js'
import type {Backdrop, BackdropSetting} from './types.js'
import {atDepth, OVERSCAN} from './parallax.js'
import {createSky} from './sky.js'

const POINTS = 260
const HORIZON = 0.72

/** Ridges one behind the other with mist between them, the nearest with firs. */
export function createHills(setting: BackdropSetting): Backdrop {
  const {size, palette, random} = setting
  const {width, height} = size
  const sky = createSky(setting, HORIZON, {
    x: 0.26 + random() * 0.48,
    y: 0.3 + random() * 0.08,
    radius: 0.075,
  })
  const ridges = palette.land.map((color, index) => ({
    path: drawRidge(setting, index),
    depth: 0.12 + index * 0.22,
    fill: shade(setting, color, index),
  }))
  const mist = createMist(setting)

  return {
    draw(context, pose, seconds) {
      sky.draw(context, pose, seconds)
      for (const [index, {path, depth, fill}] of ridges.entries()) {
        atDepth(context, size, pose, depth, () => {
          context.fillStyle = fill
          context.fill(path)
          if (index < 3) {
            const drift = Math.sin(seconds * 0.25 + index * 2) * 0.03 * width
            const y = height * (0.44 + index * 0.115)
            context.drawImage(mist, -width * OVERSCAN + drift, y, width * (1 + 2 * OVERSCAN), height * 0.16)
          }
        })
      }
    },
  }
}

/** Sharp peaks far away, rounded hills near by. */
function drawRidge({size: {width, height}, random}: BackdropSetting, index: number): Path2D {
  const path = new Path2D()
  const base = height * (0.46 + index * 0.098)
  const amplitude = height * (0.1 - index * 0.011)
  const noise = ridgeNoise(random, index < 2)
  const left = -width * OVERSCAN
  const right = width * (1 + OVERSCAN)
  // The same number of hills per screen height whatever the ratio, so portrait frames are not all spikes.
  const frequency = (1.6 + random()) * Math.max(0.6, width / height)
  const treeHeight = index === 4 ? Math.min(width, height) * 0.055 : 0
  const spacing = treeHeight > 0 ? treeHeight * 0.3 : (right - left) / POINTS
  path.moveTo(left, height * 1.5)
  for (let x = left; x <= right; x += spacing) {
    const at = (x - left) / (right - left)
    const y = base - amplitude * noise(at * frequency * 3)
    if (treeHeight > 0) addFir(path, x, y, treeHeight * (0.35 + random()), spacing)
    else path.lineTo(x, y)
  }

  path.lineTo(right, height * 1.5)
  path.closePath()
  return path
}

function addFir(path: Path2D, x: number, y: number, tall: number, spacing: number): void {
  const half = spacing * 0.5
  path.lineTo(x - half, y)
  path.lineTo(x - half * 0.4, y - tall * 0.45)
  path.lineTo(x - half * 0.5, y - tall * 0.45)
  path.lineTo(x, y - tall)
  path.lineTo(x + half * 0.5, y - tall * 0.45)
  path.lineTo(x + half * 0.4, y - tall * 0.45)
  path.lineTo(x + half, y)
}

/** Fractal noise of one dimension in about -1..1. */
function ridgeNoise(random: () => number, sharp: boolean): (at: number) => number {
  const values = Array.from({length: 256}, () => random() * 2 - 1)
  const smooth = (at: number): number => {
    const cell = Math.floor(at)
    const within = at - cell
    const eased = within * within * (3 - 2 * within)
    return lerp(values[cell & 255]!, values[(cell + 1) & 255]!, eased)
  }

  return at => {
    let sum = 0
    let weight = 0.62
    for (let octave = 0, scale = 1; octave < (sharp ? 5 : 3); octave++, scale *= 2.1) {
      const value = smooth(at * scale + octave * 37)
      sum += weight * (sharp ? 0.9 - 1.9 * Math.abs(value) : value)
      weight *= 0.47
    }

    return sum
  }
}

/** Lighter at the crest than at the foot would look lit from below: the foot takes the mist's colour instead. */
function shade({size: {height}, palette}: BackdropSetting, color: string, index: number) {
  const gradient = createCanvas(1, 1)
    .getContext('2d')
    .createLinearGradient(0, height * 0.4, 0, height * (0.8 + index * 0.1))
  gradient.addColorStop(0, color)
  gradient.addColorStop(1, index === 0 ? palette.sky[2] : palette.land[index - 1]!)
  return index === 4 ? color : gradient
}

function createMist({size: {height}, palette}: BackdropSetting) {
  const canvas = createCanvas(64, Math.max(32, Math.round(height * 0.08)))
  const context: SKRSContext2D = canvas.getContext('2d')
  const gradient = context.createLinearGradient(0, 0, 0, canvas.height)
  const [red, green, blue] = palette.light
  const strength = palette.night ? 0.1 : 0.2
  gradient.addColorStop(0, `rgba(${red}, ${green}, ${blue}, 0)`)
  gradient.addColorStop(0.6, `rgba(${red}, ${green}, ${blue}, ${strength})`)
  gradient.addColorStop(1, `rgba(${red}, ${green}, ${blue}, 0)`)
  context.fillStyle = gradient
  context.fillRect(0, 0, canvas.width, canvas.height)
  return canvas
}
