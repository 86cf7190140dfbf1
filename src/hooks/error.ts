import {type KlingHook} from '../lib/command/hooks.js'

/** Hints for errors that say only what is wrong. */
const hints: Record<string, string> = {
  invalid_flag: 'Run the command with --help to see its flags.',
  invalid_mode: 'Modes are std (720p), pro (1080p) and, for the newest models, 4k.',
  invalid_ratio: 'Ratios are 16:9, 9:16 and 1:1.',
  invalid_duration: 'See what each model makes with: kling video create --help',
  unexpected_error: 'This is a bug. Run it again with --debug to see where it happened.',
}

/** `kling:error`: what to do next, for codes whose errors come without it. */
const hook: KlingHook<'kling:error'> = async ({code}) => hints[code]

export default hook
