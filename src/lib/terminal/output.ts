import {escapeUnseen} from './text.js'

/** How a command answers: JSON for programs, text for people. */
export type OutputMode = 'json' | 'text'

export interface OutputOptions {
  /** `--json` */
  json: boolean
  /** KLING_OUTPUT, or `output` of the config file. */
  setting: string | undefined
  stdoutIsTerminal: boolean
}

/** `--json`, then the setting, then whether stdout is a terminal. */
export function outputMode({json, setting, stdoutIsTerminal}: OutputOptions): OutputMode {
  if (json) return 'json'
  if (setting === 'json' || setting === 'text') return setting
  return stdoutIsTerminal ? 'text' : 'json'
}

/** One JSON document: a line for programs, indented for a terminal. Characters that are not seen are escaped. */
export function jsonText(value: unknown, pretty: boolean): string {
  return escapeUnseen(JSON.stringify(value, undefined, pretty ? 2 : undefined))
}
