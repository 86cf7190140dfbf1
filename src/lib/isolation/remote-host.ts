import type {HostServices} from '../plugins/host-services.js'

/** A host in another process: it runs the hooks too. */
export interface RemoteHost extends HostServices {
  /** Runs a program that was granted. @throws KlingError `plugin_denied` */
  runProgram(program: string, args: string[], options: ProgramOptions): Promise<ProgramResult>
}

/** How a program is run. */
export interface ProgramOptions {
  /** Folder to run it in; the current one when left out. */
  cwd?: string
  /** Text for its stdin; nothing when left out. */
  input?: string
}

/** How a program ended. */
export interface ProgramResult {
  /** null when a signal ended it. */
  exitCode: number | null
  /** What it wrote, as UTF-8 text. */
  stdout: string
  /** What it wrote to its other stream. */
  stderr: string
}

// A plugin may bring its own copy of this module: the host is found by a name that all copies know.
const key = Symbol.for('kling-cli.host')
const place = globalThis as {[key]?: RemoteHost}

/** The host of a plugin's own process; undefined in the program itself. */
export const remoteHost = (): RemoteHost | undefined => place[key]

/** Makes a host known to all commands of this process. */
export function setRemoteHost(host: RemoteHost): void {
  Object.defineProperty(place, key, {value: host})
}
