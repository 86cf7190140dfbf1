import type {KlingHook} from '../lib/plugins/hook-types.js'
import {exitCodeOf} from '../lib/errors/codes.js'
import {msg, translate} from '../lib/i18n/translate.js'

/** Hints for errors that say only what is wrong. */
const hints: Record<string, string> = {
  invalid_flag: msg`Run the command with --help to see its flags.`,
  invalid_mode: msg`Supported modes: std (720p), pro (1080p) and, for the newest models, 4k.`,
  invalid_ratio: msg`Supported ratios: 16:9, 9:16 and 1:1.`,
  invalid_duration: msg`See what each model supports with: kling video create --help`,
  incompatible_element: msg`Use fewer elements.`,
  incompatible_voice: msg`Use fewer voices.`,
  invalid_request: msg`Fix what the message reports, then try again.`,
  plugin_denied: msg`See the permissions of plugins with: kling plugins permissions`,
  download_error: msg`Run kling video download again. Kling keeps results for 30 days.`,
  unexpected_error: msg`This is a bug. Run the command again with --debug to see where it happened.`,
}

/** What is always right for an error of use. */
const usageHint = msg`Run the command with --help to see its usage.`

/** `kling:error`: what to do next, for errors that come without it. */
const hook: KlingHook<'kling:error'> = async ({code}) => {
  const hint = hints[code] ?? (exitCodeOf(code) === 2 ? usageHint : undefined)
  return hint === undefined ? undefined : translate(hint)
}

export default hook
