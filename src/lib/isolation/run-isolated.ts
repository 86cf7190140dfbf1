import {constants} from 'node:os'
import type {HostServices} from '../plugins/host-services.js'
import type {Folders} from '../config/folders.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {Channel, type Handlers} from './channel.js'
import {plainText} from '../terminal/text.js'
import {assertCompatible} from '../plugins/plugin-compatibility.js'
import {withSchema} from './broker/message-schema.js'
import {createStdinRelay} from './remote-stdin.js'
import {type Job, type PluginProcess, spawnPluginProcess} from './spawn-plugin-process.js'

export interface RunIsolatedOptions {
  plugin: InstalledPlugin
  job: Job
  folders: Folders
  /** What the plugin's process is answered with, made while it starts; left out, it may ask for nothing. */
  services?: () => Promise<HostServices>
  /** Gives the process where it was started already, or throws what kept it from it. */
  start?: () => PluginProcess
  /** Hooks and descriptions end after so many ms. */
  limitMs?: number
}

/** Time for a plugin to end by itself after Ctrl-C, in ms. */
const graceMs = 2000

/** What `finish` was called with: a hook's answer, or a description. */
interface Finished {
  result?: unknown
}

/**
 * Runs a job of a plugin in a separate process and answers what it asks for.
 * @returns the exit code of a command, or the result of a hook
 * @throws KlingError of the plugin's, `plugin_denied`, or `unexpected_error` when its process died
 */
export async function runIsolated(options: RunIsolatedOptions): Promise<{exitCode: number; result: unknown}> {
  const {plugin, job, folders} = options
  const isCommand = job.kind === 'command'
  if (job.kind !== 'describe') await assertCompatible(plugin)
  const {child, pipe, write, ended} =
    options.start?.() ?? spawnPluginProcess({plugin, job, folders, isQuiet: !isCommand})
  const over = new AbortController()
  let finished: Finished | undefined
  let failure: unknown
  const finish = (result: unknown): void => {
    finished = {result}
  }
  const fail = (error: unknown): void => {
    failure = error
  }
  // The broker is loaded while the plugin's process starts.
  const loadBroker = async (): Promise<Handlers> => {
    if (!options.services) return {}
    const [{brokerHandlers}, host] = await Promise.all([import('./broker/broker.js'), options.services()])
    return brokerHandlers({
      plugin,
      argv: isCommand ? job.argv : [],
      host,
      dataDir: folders.dataDir,
      channel: () => channel,
      write,
      isHook: job.kind === 'hook',
      signal: over.signal,
      note: line => process.stderr.write(plainText(line) + '\n'),
    })
  }
  const stdin = isCommand ? createStdinRelay(process.stdin) : undefined
  const own = stdin?.handlers ?? {finish, fail}
  const handlers = loadBroker().then(broker => ({...broker, ...withSchema(own)}))
  const channel: Channel = new Channel(pipe, () => handlers)
  let closing: NodeJS.Timeout | undefined
  void pipe.ended.then(problem => {
    if (problem)
      failure ??= new KlingError(
        'plugin_denied',
        t`${plugin.name} sent an invalid message (${problem.message}).`,
        {hint: reportHint(plugin)},
      )
    // An exit closes the pipe as well; whoever closes it and stays has nothing more to say.
    closing = setTimeout(() => child.kill('SIGKILL'), problem ? 0 : graceMs)
  })
  const release = isCommand
    ? passSignals(channel, () => {
        failure ??= new KlingError('interrupted', t`Stopped. ${plugin.name} did not exit and was killed.`)
        child.kill('SIGKILL')
      })
    : undefined
  const limit =
    options.limitMs === undefined
      ? undefined
      : setTimeout(() => {
          failure ??= new KlingError('timeout', t`It did not finish within ${options.limitMs! / 1000} s.`)
          child.kill('SIGKILL')
        }, options.limitMs)
  try {
    const {code, signal} = endOf(await ended)
    if (failure) throw toError(failure)
    if (code === null || (!isCommand && !finished)) {
      throw new KlingError(
        'unexpected_error',
        t`The plugin ${plugin.name} exited ${signal ? t`on ${signal}` : t`without a response`}.`,
        {hint: reportHint(plugin)},
      )
    }
    return {exitCode: code, result: finished?.result}
  } finally {
    clearTimeout(limit)
    clearTimeout(closing)
    release?.()
    stdin?.end()
    channel.end(new KlingError('unexpected_error', t`The plugin ${plugin.name} has exited.`))
    over.abort(new KlingError('interrupted', t`The plugin has exited.`))
  }
}

const reportHint = ({name}: InstalledPlugin): string =>
  t`If this happens again, report it to its author or remove it: kling plugins uninstall ${name}`

/** What only the program itself says of a plugin. */
const ownCodes = ['plugin_denied', 'interrupted', 'terminated']

/** The error that a plugin reports: of a code that it may have, with texts that do nothing to a terminal. */
function toError(failure: unknown): KlingError {
  if (failure instanceof KlingError) return failure
  const {code, message, fields} = failure as {code?: string; message?: string; fields?: {hint?: unknown}}
  const mayHave = code !== undefined && /^[a-z][a-z0-9_]{0,63}$/.test(code) && !ownCodes.includes(code)
  return new KlingError(mayHave ? code : 'unexpected_error', plainText(message ?? ''), {
    ...(typeof fields?.hint === 'string' && {hint: plainText(fields.hint)}),
  })
}

/** Signals of a process that broke down; behind a barrier they come as 128 and more. */
const crashes = (['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGKILL', 'SIGSEGV'] as const).map(
  name => [128 + constants.signals[name], name] as const,
)

type ProcessEnd = Awaited<PluginProcess['ended']>

function endOf({code, signal}: ProcessEnd): ProcessEnd {
  const crash = crashes.find(([number]) => number === code)?.[1]
  return crash ? {code: null, signal: crash} : {code, signal}
}

/**
 * Keeps the program alive after Ctrl-C until the plugin has said its last word; one that does not exit is killed. The
 * plugin has no terminal, so that signals come to it from here alone.
 */
function passSignals(channel: Channel, kill: () => void): () => void {
  const release: (() => void)[] = []
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const onSignal = (): void => {
      void channel.call('signal', signal).catch(() => {})
      setTimeout(kill, graceMs).unref()
    }
    process.on(signal, onSignal)
    release.push(() => void process.off(signal, onSignal))
  }
  return () => release.forEach(undo => undo())
}
