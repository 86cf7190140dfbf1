import {type Canvas, type CanvasGradient, createCanvas, type SKRSContext2D} from '@napi-rs/canvas'

import type {CameraPose} from '../camera.js'
import type {Palette} from '../palette.js'
import type {BackdropSetting} from './types.js'
import {atDepth} from './parallax.js'

/** Position of the sun or moon and its radius, as fractions of the frame's width, height and short side. */
export interface SunPlace {
  x: number
  y: number
  radius: number
}

/** A sky down to `horizon` (fraction of the height) with a sun or moon, stars at night, drifting clouds by day. */
export interface Sky {
  draw(context: SKRSContext2D, pose: CameraPose, seconds: number): void
}

interface Star {
  x: number
  y: number
  size: number
  rate: number
}

interface Cloud {
  x: number
  y: number
  width: number
  height: number
  speed: number
}

/** Builds the sky; its gradient is drawn once and copied into each frame. */
export function createSky({size, palette, random}: BackdropSetting, horizon: number, sun: SunPlace): Sky {
  const {width, height} = size
  const short = Math.min(width, height)
  const gradient = drawGradient(width, height, palette.sky, horizon)
  const radius = sun.radius * short
  const glowRadius = radius * (palette.night ? 5 : 7)
  const sunX = sun.x * width
  const sunY = sun.y * height
  const glow = createGlow(sunX, sunY, glowRadius, palette.light)
  const stars: Star[] = Array.from({length: palette.night ? 120 : 0}, () => ({
    x: (random() * 1.3 - 0.15) * width,
    y: random() ** 1.3 * horizon * height,
    size: (0.6 + random() ** 3 * 1.5) * (short / 720),
    rate: 0.8 + random() * 2,
  }))
  const cloud = drawCloud(Math.round(short * 0.8), palette.night)
  const clouds: Cloud[] = Array.from({length: palette.night ? 2 : 4}, (_, index) => ({
    x: (index / 4 + random() * 0.25) * 1.4 - 0.3,
    y: horizon * (0.12 + random() * 0.55),
    width: short * (0.7 + random() * 0.7),
    height: short * (0.05 + random() * 0.06),
    speed: 0.004 + random() * 0.008,
  }))

  return {
    draw(context, pose, seconds) {
      context.drawImage(gradient, 0, 0)
      atDepth(context, size, pose, 0, () => {
        context.fillStyle = '#fff'
        for (const star of stars) {
          context.globalAlpha = 0.45 + 0.4 * Math.sin(seconds * star.rate + star.x)
          context.fillRect(star.x, star.y, star.size, star.size)
        }

        context.globalAlpha = 1
        const [red, green, blue] = palette.light
        context.fillStyle = glow
        context.fillRect(sunX - glowRadius, sunY - glowRadius, glowRadius * 2, glowRadius * 2)
        context.fillStyle = `rgb(${red}, ${green}, ${blue})`
        context.beginPath()
        context.arc(sunX, sunY, radius, 0, Math.PI * 2)
        context.fill()
        for (const each of clouds) {
          const x = (each.x + seconds * each.speed) * width
          context.drawImage(cloud, x, each.y * height, each.width, each.height)
        }
      })
    },
  }
}

function drawGradient(width: number, height: number, sky: readonly string[], horizon: number): Canvas {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const gradient = context.createLinearGradient(0, 0, 0, height * horizon)
  gradient.addColorStop(0, sky[0]!)
  gradient.addColorStop(0.55, sky[1]!)
  gradient.addColorStop(1, sky[2]!)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  return canvas
}

/** Painted as a gradient in every frame: kept as a picture, its faint rim would fall into steps. */
function createGlow(
  x: number,
  y: number,
  radius: number,
  [red, green, blue]: Palette['light'],
): CanvasGradient {
  const gradient = createCanvas(1, 1).getContext('2d').createRadialGradient(x, y, 0, x, y, radius)
  // An eased fall-off: a plain linear one shows a ring where it ends.
  for (let step = 0; step <= 12; step++) {
    const at = step / 12
    gradient.addColorStop(at, `rgba(${red}, ${green}, ${blue}, ${(0.62 * (1 - at) ** 2.4).toFixed(4)})`)
  }

  return gradient
}

/** A soft streak: a radial gradient, stretched when drawn. */
function drawCloud(width: number, night: boolean): Canvas {
  const side = Math.max(16, width >> 2)
  const canvas = createCanvas(side, side)
  const context = canvas.getContext('2d')
  const gradient = context.createRadialGradient(side / 2, side / 2, 0, side / 2, side / 2, side / 2)
  const strength = night ? 0.1 : 0.3
  for (let step = 0; step <= 8; step++) {
    const at = step / 8
    gradient.addColorStop(at, `rgba(255, 250, 244, ${(strength * (1 - at) ** 2).toFixed(4)})`)
  }

  context.fillStyle = gradient
  context.fillRect(0, 0, side, side)
  return canvas
}
