import type {Config, Hook} from '@oclif/core'
import {knownPluginTopic} from '../lib/plugins/known-plugins.js'
import {KlingError} from '../lib/errors/kling-error.js'
import {nearest} from '../lib/errors/nearest.js'
import {t} from '../lib/i18n/translate.js'

/** oclif's `command_not_found`: an official plugin that is not installed, else an error with the nearest command. */
const hook: Hook.CommandNotFound = async function ({id, config}) {
  const words = id.split(':')
  const known = config.commandIDs.map(name => name.split(':'))
  const topic = knownPluginTopic(words[0])
  if (topic && !known.some(([first]) => first === topic)) {
    const [{promptPluginInstall}, {describePluginCommands}] = await Promise.all([
      import('../lib/plugins/prompt-plugin-install.js'),
      import('../lib/isolation/describe-plugin.js'),
    ])
    return promptPluginInstall(topic, config as Config, process.argv.slice(2), describePluginCommands)
  }
  // What follows a command are its arguments: each length of command is compared with so many words.
  const guess = [3, 2, 1]
    .map(length => {
      const names = known.filter(name => name.length === length).map(name => name.join(' '))
      return nearest(words.slice(0, length).join(' '), names)
    })
    .find(found => found !== undefined)
  const typed = words.slice(0, guess?.split(' ').length ?? 2).join(' ')
  throw new KlingError(
    'unknown_command',
    t`Unknown command: ${typed}${guess === undefined ? '' : t` (did you mean ${guess}?)`}.`,
    {
      hint: t`List all commands with: kling help`,
    },
  )
}

export default hook
