import type {Config} from '@oclif/core'
import {spawn} from 'node:child_process'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {friendlyNames, parseSpec} from './spec.js'
import {confirm, canPrompt} from '../terminal/confirm.js'
import {type PluginStoreServices, pluginStoreOf} from './user-store.js'
import {workingFolder} from '../fs/working-folder.js'
import {notInstalled} from './known-plugins.js'

/** Words that answer the question beforehand; the command itself need not know them. */
const agreement = ['--yes', '-y']

/**
 * A command of one of our plugins that is not installed: with --yes, or after asking on a terminal, the plugin is
 * installed and the command line is run again.
 * @throws KlingError `plugin_not_found` with the command that installs it, `cancelled`
 */
export async function promptPluginInstall(
  topic: string,
  config: Config,
  argv: string[],
  describe: PluginStoreServices['describe'],
): Promise<void> {
  const name = friendlyNames[topic]!
  const isAgreed = argv.some(word => agreement.includes(word))
  if (
    !isAgreed &&
    !(
      canPrompt() &&
      (await confirm(t`kling ${topic} requires a plugin that is not installed. Install it now?`))
    )
  ) {
    throw notInstalled(topic)
  }
  const decide = async (): Promise<never> => {
    throw new KlingError('plugin_denied', t`Cannot verify that ${name} is an official plugin.`, {
      hint: t`Review its permissions first: kling plugins install ${topic}`,
    })
  }
  await pluginStoreOf(config, {decide, describe}).install(parseSpec(topic, workingFolder()))
  process.stderr.write(t`Installed ${name}.` + '\n')
  const words = argv.filter(word => !agreement.includes(word))
  process.exitCode = await new Promise<number>((resolve, reject) => {
    const again = spawn(process.execPath, [process.argv[1]!, ...words], {stdio: 'inherit'})
    const wait = (): void => {}
    process.on('SIGINT', wait).on('SIGTERM', wait)
    again.on('error', reject)
    again.on('close', code => resolve(code ?? 1))
  })
}
