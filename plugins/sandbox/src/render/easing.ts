/** `value` limited to `low`..`high`. */
export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value))
}

/** Linear interpolation: `from` at 0, `to` at 1. */
export function lerp(from: number, to: number, at: number): number {
  return from + (to - from) * at
}

/** Smoothstep: 0 to 1 with a slow start and a slow end; clamped outside. */
export function smoothstep(at: number): number {
  const t = clamp(at)
  return t * t * (3 - 2 * t)
}
