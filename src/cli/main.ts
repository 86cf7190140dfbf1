import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {Config, run, settings} from '@oclif/core'
import type {Folders} from '../lib/config/folders.js'
import {programRoot} from '../lib/config/program-root.js'
import {setLanguage} from '../lib/config/set-language.js'
import {type Isolation, loadPlugins} from '../lib/plugins/load-plugins.js'
import {runAndExit} from './run-and-exit.js'

const root = programRoot
// Only a checkout and the single file have this folder: their plugins are available without being installed.
const plugins = join(root, 'plugins')
const checkoutPlugins = existsSync(plugins) ? plugins : undefined

/** Processes of untrusted plugins; loaded when one is started. */
const isolation: Isolation = {
  async runCommand(plugin, id, argv, config) {
    const [{runIsolated}, {localHost}] = await Promise.all([
      import('../lib/isolation/run-isolated.js'),
      import('../lib/command/host.js'),
    ])
    const {exitCode} = await runIsolated({
      plugin,
      job: {kind: 'command', id, argv},
      folders: config,
      services: async () => localHost(config, async () => config),
    })
    return exitCode
  },
  async describe(plugin, folders) {
    const {describePluginCommands} = await import('../lib/isolation/describe-plugin.js')
    return describePluginCommands(plugin, folders)
  },
}

/** Runs the program by oclif, and ends the process. */
export async function main(argv: string[], folders: Folders): Promise<never> {
  return runAndExit(argv, async () => {
    const words = setLanguage(argv, folders.configDir)
    await run(words, {root, plugins: await loadPlugins({root, checkoutPlugins, folders, isolation})})
    return Number(process.exitCode ?? 0)
  })
}

/** All that oclif knows of the program and its plugins, without running anything. */
export async function loadConfig(folders: Folders): Promise<Config> {
  return Config.load({root, plugins: await loadPlugins({root, checkoutPlugins, folders, isolation})})
}

// Only bin/dev.js runs the sources.
settings.enableAutoTranspile = process.env.NODE_ENV === 'development'
