import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {friendlyNames} from './spec.js'

/** The short name of our plugin whose topic a word is; undefined for other words and for those that are there. */
export function knownPluginTopic(word: string | undefined): string | undefined {
  return word !== undefined && Object.hasOwn(friendlyNames, word) ? word : undefined
}

/** The error that names the command by which an official plugin is installed. */
export function notInstalled(topic: string): KlingError {
  return new KlingError('plugin_not_found', t`kling ${topic} requires a plugin that is not installed.`, {
    hint: t`Install it with: kling plugins install ${topic}`,
  })
}
