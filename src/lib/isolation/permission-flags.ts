import {join} from 'node:path'
import {permissionFlag} from '../config/node-permissions.js'

export interface PermissionFlagsOptions {
  /** `process.version` of the Node that will run it. */
  nodeVersion: string
  /** Folder of the program. */
  hostFolder: string
  /** File with the compiled code of the program. */
  codeCache: string | undefined
  /** Folders of the plugin and of what it imports. */
  pluginFolders: string[]
  /** What was granted, as absolute paths. */
  read: string[]
  write: string[]
  /** Names of granted environment variables. */
  envNames: string[]
  env: Record<string, string | undefined>
}

/** Variables that say how to write, not who the user is. */
const harmless =
  /^(?:LANG|LANGUAGE|LC_\w+|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|TZ|KLING_(?:OUTPUT|PROFILE|PLAIN|LANGUAGE))$/

/**
 * How a plugin's process is started: under Node's permission model, and with an environment cut to the grant.
 * Facts behind the flags, each tried on Node 20, 22, 24 and 26: on 20 a folder must be named with `/*` alone;
 * `node:sqlite` opens files past the model, so it is switched off where it exists; the network is closed by
 * Node itself from 26 on.
 */
export function permissionFlags(options: PermissionFlagsOptions): {
  execArgv: string[]
  env: Record<string, string>
} {
  const {nodeVersion, hostFolder, pluginFolders, env, envNames} = options
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number)
  const hasSqlite = major > 22 || (major === 22 && minor >= 5)
  const execArgv = [
    '--no-warnings',
    permissionFlag(nodeVersion),
    ...(hasSqlite ? ['--no-experimental-sqlite'] : []),
    ...[hostFolder, ...pluginFolders].map(folder => `--allow-fs-read=${join(folder, '*')}`),
    ...(options.codeCache ? [`--allow-fs-read=${options.codeCache}`] : []),
    ...options.read.flatMap(path => allow('read', path, major)),
    ...options.write.flatMap(path => allow('write', path, major)),
  ]
  const kept = Object.entries(env).filter(([name]) => harmless.test(name) || envNames.includes(name))
  // Node 20 aborts when one path is named twice.
  return {
    execArgv: [...new Set(execArgv)],
    env: {
      ...Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined)),
      // Taken away again before any code of the plugin runs.
      ...(options.codeCache && {KLING_CODE_CACHE: options.codeCache}),
    },
  }
}

/** A path may be a file or a folder, with all below it. */
function allow(kind: 'read' | 'write', path: string, major: number): string[] {
  const below = `--allow-fs-${kind}=${join(path, '*')}`
  return major < 22 ? [below] : [`--allow-fs-${kind}=${path}`, below]
}
