import {type ChildProcess, fork} from 'node:child_process'
import {mkdirSync, realpathSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {codeCache} from '../../code-cache.js'
import {type Folders} from '../../config/folders.js'
import {KlingError} from '../../errors/kling-error.js'
import {type Language, language, say} from '../../language/say.js'
import {healHostLink} from '../../plugins/host-link.js'
import {type InstalledPlugin} from '../../plugins/index-file.js'
import {type OwnFolders, codeFolders, placesOf} from '../../plugins/places.js'
import {childOptions} from '../../sealed/child-options.js'
import {programRoot} from '../../root.js'
import {terminalFilter} from '../../sealed/terminal-filter.js'
import {type StartSettings, startSettings} from '../start-settings.js'

/** What a plugin's process is to do. */
export type Job =
  | {kind: 'command'; id: string; argv: string[]}
  | {kind: 'hook'; name: string; files: string[]; payload: unknown}
  | {kind: 'describe'}

/** A terminal as the process is told of it: its own streams are pipes. */
export interface Terminal {
  columns: number | undefined
  rows: number | undefined
  colors: number
}

/** The first message to a plugin's process. */
export interface Boot {
  plugin: InstalledPlugin
  job: Job
  own: OwnFolders
  stdout: Terminal | undefined
  stderr: Terminal | undefined
  language: Language
  settings: StartSettings
}

export interface StartOptions {
  plugin: InstalledPlugin
  job: Job
  folders: Folders
  /** Hooks and descriptions have nothing to say to the user: their output goes nowhere. */
  isQuiet?: boolean
}

/** A plugin's process under way. */
export interface Started {
  child: ChildProcess
  /** Folders that it may write to. */
  write: string[]
  /** How it ended, after all that it wrote went out. */
  ended: Promise<{code: number | null; signal: NodeJS.Signals | null}>
}

/**
 * Starts the process of a plugin with what was granted to it and nothing else.
 * @throws KlingError `plugin_denied` when a granted place covers kling's own folders
 */
export function startChild({plugin, job, folders, isQuiet = false}: StartOptions): Started {
  const places = placesOf({
    plugin: plugin.name,
    permissions: plugin.granted,
    folders,
    cwd: process.cwd(),
    home: homedir(),
  })
  for (const folder of places.write)
    if (folder === places.own.data || folder === places.own.config) makeFolder(folder)
  healHostLink(plugin, programRoot)
  const {execArgv, env} = childOptions({
    nodeVersion: process.version,
    hostFolder: realpathSync(programRoot),
    codeCache: codeCache(),
    pluginFolders: codeFolders(plugin),
    read: places.read,
    write: places.write,
    envNames: plugin.granted.env,
    env: process.env,
  })
  const {stdout, stderr} = process
  const filtered = [stdout, stderr].map(stream => !isQuiet && Boolean(stream.isTTY))
  const child = fork(join(programRoot, 'dist/sealed.cjs'), [], {
    execArgv,
    env,
    serialization: 'advanced',
    stdio: [
      isQuiet ? 'ignore' : 'inherit',
      ...filtered.map(isFiltered => (isQuiet ? 'ignore' : isFiltered ? 'pipe' : 'inherit') as 'pipe'),
      'ipc',
    ],
  })
  const terminalOf = (stream: NodeJS.WriteStream, isFiltered: boolean): Terminal | undefined =>
    isFiltered
      ? {columns: stream.columns, rows: stream.rows, colors: stream.getColorDepth?.() ?? 1}
      : undefined
  const boot: Boot = {
    plugin,
    job,
    own: places.own,
    stdout: terminalOf(stdout, filtered[0]!),
    stderr: terminalOf(stderr, filtered[1]!),
    language: language(),
    settings: startSettings(),
  }
  child.send(boot, () => {})
  const written = [
    [child.stdout, stdout],
    [child.stderr, stderr],
  ].map(([from, to]) => from && relay(from as NodeJS.ReadableStream, to as NodeJS.WriteStream))
  const ended = new Promise<{code: number | null; signal: NodeJS.Signals | null}>((resolve, reject) => {
    child.on('error', error =>
      reject(
        new KlingError('unexpected_error', say`The process of ${plugin.name} cannot be started.`, {
          cause: error,
        }),
      ),
    )
    child.on('exit', (code, signal) => void Promise.all(written).then(() => resolve({code, signal})))
  })
  return {child, write: places.write, ended}
}

function makeFolder(path: string): void {
  mkdirSync(path, {recursive: true, mode: 0o700})
}

/** Passes on what goes to a terminal, cleaned; colours are switched off at the end. */
function relay(from: NodeJS.ReadableStream, to: NodeJS.WriteStream): Promise<void> {
  const filter = terminalFilter()
  let isColored = false
  return new Promise(resolve => {
    filter.on('data', (piece: Buffer) => {
      isColored ||= piece.includes(0x1b)
      to.write(piece)
    })
    filter.on('end', () => {
      if (isColored) to.write('\u001B[0m\u001B[?25h')
      resolve()
    })
    from.pipe(filter)
  })
}
