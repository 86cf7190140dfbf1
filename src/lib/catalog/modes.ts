/** Mode of the older standard → resolution. */
const resolutions: Record<string, string> = {std: '720p', pro: '1080p'}

/** The resolution of a mode; `4k`, and what nobody knows, is called the same. */
export const resolutionOf = (mode: string): string =>
  Object.hasOwn(resolutions, mode) ? resolutions[mode]! : mode

/** The mode of a resolution. */
export const modeOf = (resolution: string): string =>
  Object.keys(resolutions).find(mode => resolutions[mode] === resolution) ?? resolution
