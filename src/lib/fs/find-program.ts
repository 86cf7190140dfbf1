import {accessSync, constants, statSync} from 'node:fs'
import {delimiter, isAbsolute, join} from 'node:path'

export interface FindProgramOptions {
  /** For PATH, and on Windows for PATHEXT. */
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
}

/** The folders of PATH that are absolute: what the others are depends on where the process stands. */
export function pathFolders({env, platform}: FindProgramOptions): string[] {
  return (env.PATH ?? env.Path ?? '').split(platform === 'win32' ? ';' : delimiter).filter(isAbsolute)
}

/**
 * The path of a program on PATH, or undefined. Folders that are not absolute are passed over, the current one among
 * them: on Windows the system would look there first, and run what somebody has put there.
 */
export function findProgram(name: string, options: FindProgramOptions): string | undefined {
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined
  if (/[\\/]/.test(name)) return undefined
  // Node starts no .cmd and .bat without a shell.
  const isWindows = options.platform === 'win32'
  const endings = isWindows && !/\.(?:exe|com)$/i.test(name) ? ['.exe', '.com'] : ['']
  return pathFolders(options)
    .flatMap(folder => endings.map(ending => join(folder, name + ending)))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
