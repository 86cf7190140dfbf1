import {type Command, Config, Plugin} from '@oclif/core'
import {constants} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {WriteStream} from 'node:tty'
import {toKlingError} from '../errors/to-kling-error.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {Channel, type Port} from './channel.js'
import {captureKill} from './host-pipe.js'
import {lockDown} from './lockdown.js'
import {setRemoteHost} from './remote-host.js'
import {fixLanguage} from '../config/set-language.js'
import {useBootstrapSettings} from '../config/bootstrap-settings.js'
import {createRemoteStdin} from './remote-stdin.js'
import {createRemoteHost} from './remote-host-client.js'
import {setFetch} from './plugin-fetch.js'
import type {StartMessage, TerminalSize} from './spawn-plugin-process.js'

/** How the process ends: with an exit code, errors reported in the form of the program. */
export interface ProcessEnd {
  runAndExit(argv: string[], work: () => Promise<number>): Promise<never>
  /** Reports an error. @returns its exit code */
}

/** Does what the program started this process for, and ends it. */
export async function runPluginProcess(
  start: StartMessage,
  port: Port,
  {runAndExit}: ProcessEnd,
): Promise<never> {
  const kill = captureKill()
  const channel = new Channel(port, () => ({
    signal(name: 'SIGINT' | 'SIGTERM') {
      if (!process.emit(name)) kill(constants.signals[name])
    },
  }))
  fixLanguage(start.language)
  useBootstrapSettings(start.settings)
  const stdin = createRemoteStdin(channel, start.isInteractive)
  Object.defineProperty(process, 'stdin', {get: () => stdin, configurable: true})
  showTerminal(process.stdout, start.stdout)
  showTerminal(process.stderr, start.stderr)
  setRemoteHost(createRemoteHost(channel))
  setFetch(channel)
  lockDown()
  const {job} = start
  if (job.kind === 'command') return runAndExit(job.argv, () => runCommand(start, job.id, job.argv))
  return runAndExit([], async () => {
    try {
      await channel.call(
        'finish',
        job.kind === 'hook' ? await runHook(start) : await buildManifest(start.plugin),
      )
    } catch (error) {
      const {code, message, fields} = toKlingError(error)
      await channel.call('fail', {code, message, fields})
    }
    return 0
  })
}

/** A pipe that leads to a terminal behaves like one. */
function showTerminal(stream: NodeJS.WriteStream, terminal: TerminalSize | undefined): void {
  if (!terminal) return
  const {columns, rows, colors} = terminal
  Object.assign(stream, {isTTY: true, columns, rows})
  const {hasColors} = WriteStream.prototype
  Object.assign(stream, {getColorDepth: () => colors, hasColors})
}

/** As much of oclif's settings as a command looks at, without reading files or the environment. */
function configFor({plugin, own}: StartMessage): Config {
  const {name, version, root} = plugin
  return Object.assign(new Config({root}), {
    bin: 'kling',
    name,
    version,
    root,
    topicSeparator: ' ',
    pjson: {name, version, oclif: {}},
    rootPlugin: {name, root, hooks: {}},
    dataDir: own.data,
    configDir: own.config,
    cacheDir: own.data,
    home: own.data,
    platform: process.platform,
    arch: process.arch,
    windows: process.platform === 'win32',
    userAgent: `${name}/${version}`,
  })
}

async function loadCommand(plugin: InstalledPlugin, id: string): Promise<Command.Class> {
  const file = plugin.commands[id]?.relativePath
  if (file) {
    const module = (await import(pathToFileURL(join(plugin.root, ...file)).href)) as Record<string, unknown>
    const found = [module.default, ...Object.values(module)].find(isCommand)
    if (found) return found
  }
  const whole = new Plugin({name: plugin.name, root: plugin.root, type: 'link'})
  await whole.load()
  return whole.findCommand(id, {must: true})
}

function isCommand(value: unknown): value is Command.Class {
  return typeof value === 'function' && typeof (value as {run?: unknown}).run === 'function'
}

async function runCommand(start: StartMessage, id: string, argv: string[]): Promise<number> {
  const Class = await loadCommand(start.plugin, id)
  Class.id = id
  const command = new (
    Class as unknown as new (argv: string[], config: Config) => {_run(): Promise<unknown>}
  )(argv, configFor(start))
  await command._run()
  return Number(process.exitCode ?? 0)
}

async function runHook(start: StartMessage): Promise<unknown> {
  const {job, plugin} = start
  if (job.kind !== 'hook') return undefined
  const context = {config: configFor(start)}
  for (const file of job.files) {
    const module = (await import(pathToFileURL(join(plugin.root, file)).href)) as {default?: unknown}
    if (typeof module.default !== 'function') continue
    const answer: unknown = await module.default.call(context, job.payload)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** What oclif would write as the plugin's manifest. */
async function buildManifest({name, root}: InstalledPlugin): Promise<unknown> {
  const plugin = new Plugin({name, root, type: 'link', ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  return JSON.parse(JSON.stringify(plugin.manifest)) as unknown
}
