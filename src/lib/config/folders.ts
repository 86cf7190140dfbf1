import {join} from 'node:path'

/** Where the program keeps its things; all three are below a folder named `kling-cli`. */
export interface Folders {
  configDir: string
  dataDir: string
  cacheDir: string
}

export interface FoldersOptions {
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
  /** The home of the user by the system's own account. */
  home: string
}

const name = 'kling-cli'

/** The folders that oclif chooses, for those who start before it is loaded. A test holds both against each other. */
export function foldersOf({env, platform, home: systemHome}: FoldersOptions): Folders {
  const isWindows = platform === 'win32'
  const home = env.HOME || (isWindows && homeOnWindows(env)) || systemHome
  const folder = (category: 'config' | 'data' | 'cache'): string => {
    const own = env[`KLING_${category.toUpperCase()}_DIR`]
    if (own) return own
    if (category === 'cache' && platform === 'darwin') return join(home, 'Library', 'Caches', name)
    const base =
      env[`XDG_${category.toUpperCase()}_HOME`] ||
      (isWindows && env.LOCALAPPDATA) ||
      join(home, category === 'data' ? '.local/share' : `.${category}`)
    return join(base, name)
  }
  return {configDir: folder('config'), dataDir: folder('data'), cacheDir: folder('cache')}
}

function homeOnWindows(env: FoldersOptions['env']): string | undefined {
  if (env.HOMEDRIVE && env.HOMEPATH) return join(env.HOMEDRIVE, env.HOMEPATH)
  return env.USERPROFILE
}
