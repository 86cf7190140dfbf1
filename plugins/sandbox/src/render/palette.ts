/** The colours of one time of day. */
export interface Palette {
  /** Zenith, middle, horizon. */
  sky: readonly [string, string, string]
  /** Five layers of land, far to near. */
  land: readonly [string, string, string, string, string]
  /** Sun or moon, as red, green, blue. */
  light: readonly [number, number, number]
  /** Progress bar and small marks; light enough to read on a dark ground. */
  accent: string
  night: boolean
}

/** Times of day to choose from. */
export const PALETTES: readonly Palette[] = [
  {
    sky: ['#1d2b5a', '#b65f82', '#ffc48d'],
    land: ['#b06a86', '#85507a', '#5a3a66', '#37294f', '#1b1933'],
    light: [255, 232, 196],
    accent: '#ffc48d',
    night: false,
  },
  {
    sky: ['#2a6fb0', '#86c0e4', '#f6ead0'],
    land: ['#8fb4c6', '#5f91a8', '#3c6c82', '#255063', '#123442'],
    light: [255, 248, 226],
    accent: '#ffe1a0',
    night: false,
  },
  {
    sky: ['#38264f', '#c4574a', '#ffb765'],
    land: ['#c0604a', '#94423f', '#6a3038', '#452431', '#241624'],
    light: [255, 226, 170],
    accent: '#ffb765',
    night: false,
  },
  {
    sky: ['#091430', '#223f78', '#7f9fd0'],
    land: ['#5573a8', '#3b5689', '#28406c', '#182b4e', '#0b172e'],
    light: [236, 242, 255],
    accent: '#a9c8ff',
    night: true,
  },
  {
    sky: ['#2f7f80', '#9fceb4', '#f8ecc2'],
    land: ['#8bb694', '#5f9676', '#3d725e', '#264e49', '#123230'],
    light: [255, 246, 214],
    accent: '#c9efb4',
    night: false,
  },
  {
    sky: ['#1b1440', '#4c2f7d', '#c77bb5'],
    land: ['#8a5aa0', '#64427f', '#452f62', '#2c2047', '#15102a'],
    light: [255, 228, 244],
    accent: '#f0b4e4',
    night: true,
  },
]
