import {type KlingHook} from '../lib/plugins/hook-types.js'
import {exitCodeOf} from '../lib/errors/codes.js'
import {msg, translate} from '../lib/i18n/translate.js'

/** Hints for errors that say only what is wrong. */
const hints: Record<string, string> = {
  invalid_flag: msg`Run the command with --help to see its flags.`,
  invalid_mode: msg`Modes are std (720p), pro (1080p) and, for the newest models, 4k.`,
  invalid_ratio: msg`Ratios are 16:9, 9:16 and 1:1.`,
  invalid_duration: msg`See what each model makes with: kling video create --help`,
  incompatible_element: msg`Leave out some of the elements.`,
  incompatible_voice: msg`Leave out some of the voices.`,
  invalid_request: msg`Change what the message names, then run it again.`,
  plugin_denied: msg`See what plugins may do with: kling plugins permissions`,
  download_error: msg`Run kling video download again; the service keeps results for 30 days.`,
  unexpected_error: msg`This is a bug. Run it again with --debug to see where it happened.`,
}

/** What is always right for an error of use. */
const usageHint = msg`Run the command with --help to see what it takes.`

/** `kling:error`: what to do next, for errors that come without it. */
const hook: KlingHook<'kling:error'> = async ({code}) => {
  const hint = hints[code] ?? (exitCodeOf(code) === 2 ? usageHint : undefined)
  return hint === undefined ? undefined : translate(hint)
}

export default hook
