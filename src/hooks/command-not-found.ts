import type {Config, Hook} from '@oclif/core'
import {knownPluginTopic} from '../lib/plugins/known-plugins.js'

/** oclif's `command_not_found`: an official plugin that is not installed, else an error with the nearest command. */
const hook: Hook.CommandNotFound = async function ({id, config}) {
  const words = id.split(':')
  const topic = knownPluginTopic(words[0])
  if (topic && !config.commandIDs.some(name => name.startsWith(`${topic}:`))) {
    const [{promptPluginInstall}, {describePluginCommands}] = await Promise.all([
      import('../lib/plugins/prompt-plugin-install.js'),
      import('../lib/isolation/describe-plugin.js'),
    ])
    return promptPluginInstall(topic, config as Config, process.argv.slice(2), describePluginCommands)
  }
  const {unknownCommand} = await import('../lib/command/suggest.js')
  throw unknownCommand(words, config.commandIDs)
}

export default hook
