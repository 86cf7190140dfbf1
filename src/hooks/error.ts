import {type KlingHook} from '../lib/plugins/hooks.js'
import {exitCodeOf} from '../lib/errors/codes.js'
import {later, sayText} from '../lib/i18n/translate.js'

/** Hints for errors that say only what is wrong. */
const hints: Record<string, string> = {
  invalid_flag: later`Run the command with --help to see its flags.`,
  invalid_mode: later`Modes are std (720p), pro (1080p) and, for the newest models, 4k.`,
  invalid_ratio: later`Ratios are 16:9, 9:16 and 1:1.`,
  invalid_duration: later`See what each model makes with: kling video create --help`,
  incompatible_element: later`Leave out some of the elements.`,
  incompatible_voice: later`Leave out some of the voices.`,
  invalid_request: later`Change what the message names, then run it again.`,
  plugin_denied: later`See what plugins may do with: kling plugins permissions`,
  download_error: later`Run kling video download again; the service keeps results for 30 days.`,
  unexpected_error: later`This is a bug. Run it again with --debug to see where it happened.`,
}

/** What is always right for an error of use. */
const usageHint = later`Run the command with --help to see what it takes.`

/** `kling:error`: what to do next, for errors that come without it. */
const hook: KlingHook<'kling:error'> = async ({code}) => {
  const hint = hints[code] ?? (exitCodeOf(code) === 2 ? usageHint : undefined)
  return hint === undefined ? undefined : sayText(hint)
}

export default hook
