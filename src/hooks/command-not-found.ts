import {type Hook} from '@oclif/core'
import {KlingError} from '../lib/errors/kling-error.js'
import {didYouMean} from '../lib/errors/nearest.js'

/** oclif's `command_not_found`: an error of our table, with the nearest command. */
const hook: Hook.CommandNotFound = async function ({id, config}) {
  const asTyped = (text: string): string => text.replaceAll(':', ' ')
  const known = config.commandIDs.map(asTyped)
  throw new KlingError(
    'unknown_command',
    `There is no command ${asTyped(id)}.${didYouMean(asTyped(id), known)}`,
    {
      hint: 'See all commands with: kling help',
    },
  )
}

export default hook
