import {win32} from 'node:path'

/** Names that are devices on Windows, with any ending and in any case. */
const devices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i

/**
 * What Windows makes something else of than a file: a device, a stream of another file, a name without its end.
 * @returns the part of the name that is not possible; undefined where all is well, and on other systems
 */
export function windowsNameFault(
  path: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform !== 'win32') return undefined
  const name = win32.basename(path)
  const device = devices.exec(name)?.[0].replace(/\s*\.?$/, '')
  // eslint-disable-next-line no-control-regex -- Windows takes none of them
  return device ?? /[<>:"|?*\u0000-\u001F]/.exec(name)?.[0] ?? /[. ]$/.exec(name)?.[0]
}
