import {tmpdir, userInfo} from 'node:os'
import {join, posix, win32} from 'node:path'

/** Where the program keeps its things; all three are below a folder named `kling-cli`. */
export interface Folders {
  configDir: string
  dataDir: string
  cacheDir: string
}

export interface FoldersOptions {
  env: Record<string, string | undefined>
  platform?: NodeJS.Platform
  /** The home of the user by the system's own account, where the environment tells none. */
  home?: string | undefined
}

const name = 'kling-cli'

/**
 * The folders that oclif would choose, but for paths that are relative: what they mean depends on where a command is
 * run, so they are ignored, as the XDG Base Directory Specification has it.
 */
export function foldersOf({env, platform = process.platform, home}: FoldersOptions): Folders {
  const folder = (category: 'config' | 'data' | 'cache'): string => {
    const own = env[`KLING_${category.toUpperCase()}_DIR`]
    if (own) return own
    const user = (): string => homeOf({env, platform, home})
    if (category === 'cache' && platform === 'darwin') return join(user(), 'Library', 'Caches', name)
    const base =
      absolute(env[`XDG_${category.toUpperCase()}_HOME`], platform) ||
      (platform === 'win32' && absolute(env.LOCALAPPDATA, platform)) ||
      join(user(), category === 'data' ? '.local/share' : `.${category}`)
    return join(base, name)
  }
  return {configDir: folder('config'), dataDir: folder('data'), cacheDir: folder('cache')}
}

/** The home of the user: HOME if it is absolute, otherwise what the system knows. */
export function homeOf({env, platform = process.platform, home}: FoldersOptions): string {
  const onWindows = platform === 'win32' ? homeOnWindows(env) : undefined
  return absolute(env.HOME, platform) ?? absolute(onWindows, platform) ?? home ?? systemHome()
}

/**
 * Takes what is relative out of an environment, so that all who read it later find the same folders: oclif, npm, git.
 * @param env changed
 */
export function dropRelativeFolders(env: FoldersOptions['env'], platform = process.platform): void {
  for (const name of ['CONFIG', 'DATA', 'CACHE', 'STATE'].map(kind => `XDG_${kind}_HOME`))
    if (env[name] !== undefined && !absolute(env[name], platform)) delete env[name]
  if (absolute(env.HOME, platform)) return
  if (platform === 'win32') delete env.HOME
  else env.HOME = homeOf({env, platform})
}

function absolute(path: string | undefined, platform: NodeJS.Platform): string | undefined {
  const {isAbsolute} = platform === 'win32' ? win32 : posix
  return path && isAbsolute(path) ? path : undefined
}

function homeOnWindows(env: FoldersOptions['env']): string | undefined {
  if (env.HOMEDRIVE && env.HOMEPATH) return join(env.HOMEDRIVE, env.HOMEPATH)
  return env.USERPROFILE
}

/** A user without an account, as in a container, may have none. */
function systemHome(): string {
  try {
    const {homedir, uid} = userInfo()
    return absolute(homedir, process.platform) ?? join(tmpdir(), `${name}-${uid}`)
  } catch {
    return join(tmpdir(), `${name}-${process.getuid?.() ?? 'user'}`)
  }
}
