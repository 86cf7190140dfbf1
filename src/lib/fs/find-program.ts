import {accessSync, constants, statSync} from 'node:fs'
import {delimiter, isAbsolute, join} from 'node:path'

export interface FindProgramOptions {
  /** For PATH, and on Windows for PATHEXT. */
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
}

/**
 * The path of a program on PATH, or undefined. Folders that are not absolute are passed over, the current one among
 * them: on Windows the system would look there first, and run what somebody has put there.
 */
export function findProgram(name: string, {env, platform}: FindProgramOptions): string | undefined {
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined
  if (/[\\/]/.test(name)) return undefined
  const folders = (env.PATH ?? env.Path ?? '')
    .split(platform === 'win32' ? ';' : delimiter)
    .filter(isAbsolute)
  // Node starts no .cmd and .bat without a shell.
  const endings = platform === 'win32' && !/\.(?:exe|com)$/i.test(name) ? ['.exe', '.com'] : ['']
  return folders.flatMap(folder => endings.map(ending => join(folder, name + ending))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
