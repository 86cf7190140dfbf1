import {existsSync, realpathSync} from 'node:fs'
import {closesNetwork, majorOf} from '../config/node-permissions.js'
import {msg, translate} from '../i18n/translate.js'
import {type VisiblePaths, bubblewrapArgs, findBubblewrap} from './bubblewrap.js'
import {seatbeltPath, seatbeltProfile} from './seatbelt.js'

/**
 * What holds a plugin's process besides Node's permission model: a program of the operating system, Node's own
 * permission for the network, or nothing.
 */
export type Barrier = 'bubblewrap' | 'sandbox-exec' | 'node' | 'none'

export interface BarrierOptions {
  platform: NodeJS.Platform
  /** `process.version` */
  nodeVersion: string
  /** Real path of Node. */
  execPath: string
  cacheDir: string
}

/** The strongest barrier of this machine, and where its program is. */
export function findBarrier(options: BarrierOptions): {barrier: Barrier; program?: string} {
  const {platform, nodeVersion} = options
  const bubblewrap = platform === 'linux' ? findBubblewrap(options) : undefined
  if (bubblewrap !== undefined) return {barrier: 'bubblewrap', program: bubblewrap}
  if (platform === 'darwin' && existsSync(seatbeltPath))
    return {barrier: 'sandbox-exec', program: seatbeltPath}
  return {barrier: majorOf(nodeVersion) >= closesNetwork ? 'node' : 'none'}
}

/** The barrier of this machine for the Node that runs this. */
export function barrierHere({cacheDir}: {cacheDir: string}): ReturnType<typeof findBarrier> {
  const {platform, version: nodeVersion, execPath} = process
  return findBarrier({platform, nodeVersion, execPath: realpathSync(execPath), cacheDir})
}

/** What each barrier holds, for people. */
const barrierTexts: Record<Barrier, string> = {
  bubblewrap: msg`bubblewrap (no network, only granted paths)`,
  'sandbox-exec': msg`sandbox-exec (no network, only granted paths)`,
  node: msg`Node.js (no network; links in granted folders are followed)`,
  none: msg`Node.js (raw network connections and local sockets are not closed)`,
}

/** A barrier, in words. */
export function barrierText(barrier: string): string {
  return translate(barrierTexts[barrier as Barrier] ?? barrier)
}

/** What is not closed, in one sentence before a plugin is installed; nothing where the system closes it. */
export const openGaps: Partial<Record<Barrier, string>> = {
  none: msg`On this system its process could still open raw network connections and local sockets: install bubblewrap (Linux) or use Node.js 26 to close them.`,
}

/** The command line of a Node that runs behind the barrier. */
export function behindBarrier(
  {barrier, program}: ReturnType<typeof findBarrier>,
  paths: VisiblePaths,
  [execPath, ...args]: [string, ...string[]],
): {command: string; args: string[]} {
  if (barrier === 'bubblewrap')
    return {command: program!, args: [...bubblewrapArgs(paths), execPath, ...args]}
  if (barrier === 'sandbox-exec')
    return {command: program!, args: ['-p', seatbeltProfile(paths), execPath, ...args]}
  return {command: execPath, args}
}
