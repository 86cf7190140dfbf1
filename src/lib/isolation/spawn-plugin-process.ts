import {type ChildProcess, spawn} from 'node:child_process'
import {realpathSync} from 'node:fs'
import {join} from 'node:path'
import type {Duplex} from 'node:stream'
import {codeCache} from '../config/code-cache.js'
import {type Folders, homeOf} from '../config/folders.js'
import {KlingError} from '../errors/kling-error.js'
import {makeFoldersSync} from '../fs/make-folders.js'
import {workingFolder} from '../fs/working-folder.js'
import {type Language, language, t} from '../i18n/translate.js'
import {healHostLink} from '../plugins/host-link.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {type PluginFolders, codeFolders, pathGrantsOf} from '../plugins/path-grants.js'
import {type MessagePipe, messagePipe} from './message-pipe.js'
import {barrierHere, behindBarrier} from './barrier.js'
import {permissionFlags} from './permission-flags.js'
import {programRoot} from '../config/program-root.js'
import {sanitizeTerminalOutput} from './sanitize-terminal-output.js'
import {type BootstrapSettings, bootstrapSettings} from '../config/bootstrap-settings.js'

/** What a plugin's process is to do. */
export type Job =
  | {kind: 'command'; id: string; argv: string[]}
  | {kind: 'hook'; name: string; files: string[]; payload: unknown}
  | {kind: 'describe'}

/** A terminal as the process sees it: its own streams are pipes. */
export interface TerminalSize {
  columns: number | undefined
  rows: number | undefined
  colors: number
}

/** The first message to a plugin's process. */
export interface StartMessage {
  plugin: InstalledPlugin
  job: Job
  own: PluginFolders
  /** Whether stdin is a terminal. */
  isInteractive: boolean
  stdout: TerminalSize | undefined
  stderr: TerminalSize | undefined
  language: Language
  settings: BootstrapSettings
}

export interface SpawnOptions {
  plugin: InstalledPlugin
  job: Job
  folders: Folders
  /** Hooks and descriptions have nothing to say to the user: their output goes nowhere. */
  isQuiet?: boolean
}

/** A plugin's process under way. */
export interface PluginProcess {
  child: ChildProcess
  /** The way to it; the start message is sent. */
  pipe: MessagePipe
  /** Folders that it may write to. */
  write: string[]
  /** How it ended, after all that it wrote went out. */
  ended: Promise<{code: number | null; signal: NodeJS.Signals | null}>
}

/**
 * Starts the process of a plugin with what was granted to it and nothing else.
 * @throws KlingError `plugin_denied` when a granted place covers kling's own folders
 */
export function spawnPluginProcess({plugin, job, folders, isQuiet = false}: SpawnOptions): PluginProcess {
  const {command, args, env, places} = launchOf(plugin, folders)
  const {stdout, stderr} = process
  const filtered = [stdout, stderr].map(stream => !isQuiet && Boolean(stream.isTTY))
  const child = spawn(command, args, {
    env,
    // Without the terminal: it can neither be opened, nor does its Ctrl-C come past the program.
    detached: process.platform !== 'win32',
    stdio: [
      'ignore',
      ...filtered.map(isFiltered => (isQuiet ? 'ignore' : isFiltered ? 'pipe' : 'inherit')),
      'pipe',
    ],
  })
  const terminalOf = (stream: NodeJS.WriteStream, isFiltered: boolean): TerminalSize | undefined =>
    isFiltered
      ? {columns: stream.columns, rows: stream.rows, colors: stream.getColorDepth?.() ?? 1}
      : undefined
  const start: StartMessage = {
    plugin,
    job,
    own: places.own,
    isInteractive: !isQuiet && Boolean(process.stdin.isTTY),
    stdout: terminalOf(stdout, filtered[0]!),
    stderr: terminalOf(stderr, filtered[1]!),
    language: language(),
    settings: bootstrapSettings(),
  }
  const pipe = messagePipe(child.stdio[3] as Duplex)
  pipe.send(start)
  const relayed = async (from: NodeJS.ReadableStream | null, to: NodeJS.WriteStream): Promise<void> => {
    if (from) await relay(from, to)
  }
  const written = [relayed(child.stdout, stdout), relayed(child.stderr, stderr)]
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<{code: number | null; signal: NodeJS.Signals | null}>((resolve, reject) => {
    child.on('error', error =>
      reject(
        new KlingError('unexpected_error', t`Cannot start the process of ${plugin.name}.`, {
          cause: error,
        }),
      ),
    )
    child.on('exit', (code, signal) => {
      process.off('exit', kill)
      void Promise.all(written).then(() => resolve({code, signal}))
    })
  })
  return {child, pipe, write: places.write, ended}
}

/** How the process of a plugin is started: with what was granted, behind the barrier of this machine. */
function launchOf(plugin: InstalledPlugin, folders: Folders) {
  const places = pathGrantsOf({
    plugin: plugin.name,
    permissions: plugin.granted,
    folders,
    cwd: workingFolder(),
    home: homeOf({env: process.env}),
  })
  for (const folder of places.write)
    if (folder === places.own.data || folder === places.own.config) makeFoldersSync(folder, 0o700)
  healHostLink(plugin, programRoot)
  const program = realpathSync(programRoot)
  const execPath = realpathSync(process.execPath)
  const cache = codeCache()
  const pluginCode = codeFolders(plugin)
  const {execArgv, env} = permissionFlags({
    nodeVersion: process.version,
    hostFolder: program,
    codeCache: cache,
    pluginFolders: pluginCode,
    read: places.read,
    write: places.write,
    envNames: plugin.granted.env,
    env: process.env,
  })
  const {command, args} = behindBarrier(
    barrierHere(folders),
    {
      code: [execPath, program, ...(cache === undefined ? [] : [cache])],
      // An author works in the folder of a linked one: there it may write what it was granted.
      read: [...pluginCode, ...places.read],
      write: places.write,
      closed: places.closed,
      cwd: workingFolder() || '/',
    },
    [execPath, ...execArgv, join(program, 'dist/plugin-process.cjs')],
  )
  return {command, args, env, places}
}

/** Passes on what goes to a terminal, cleaned; colours are switched off at the end. */
function relay(from: NodeJS.ReadableStream, to: NodeJS.WriteStream): Promise<void> {
  const filter = sanitizeTerminalOutput()
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
