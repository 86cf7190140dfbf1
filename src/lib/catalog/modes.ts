/** Mode of the older standard → resolution. */
const resolutions: Record<string, string> = {std: '720p', pro: '1080p'}

/** The resolution of a mode; `4k`, and what nobody knows, is called the same. */
export const resolutionOf = (mode: string): string =>
  Object.hasOwn(resolutions, mode) ? resolutions[mode]! : mode

/** Sizes of videos → the modes that make them. */
const modesOfSizes: Record<string, string> = {'720p': 'std', '1080p': 'pro', '2160p': '4k'}

/** The mode that a word means: `std`, or the size of its videos, `720p`. Other words stay. */
export function modeOf(text: string): string {
  const size = text.toLowerCase()
  return Object.hasOwn(modesOfSizes, size) ? modesOfSizes[size]! : text
}
