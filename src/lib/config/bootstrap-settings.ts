import {readFileSync, statSync} from 'node:fs'
import {configPath, resolveConfigFile} from './config-file.js'

/** What of the config file counts before all else: how to say whatever is wrong, the file included. */
export interface BootstrapSettings {
  language?: string | undefined
  output?: string | undefined
}

let settings: BootstrapSettings = {}

/** Those of this process. */
export const bootstrapSettings = (): BootstrapSettings => settings

/** Reads them; a file that cannot be read is reported when its settings are needed. */
export function readBootstrapSettings(configDir: string): BootstrapSettings {
  try {
    const path = resolveConfigFile(configPath(configDir))
    // A pipe would never end.
    const text = statSync(path).isFile() ? readFileSync(path, 'utf8').replace(/^\uFEFF/, '') : '{}'
    const {language, output} = JSON.parse(text) as {language?: unknown; output?: unknown}
    settings = {language: textOf(language), output: textOf(output)}
  } catch {
    settings = {}
  }
  return settings
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Takes over those of the process that started this one. */
export function useBootstrapSettings(given: BootstrapSettings): void {
  settings = given
}
