import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {ModelEntry} from './models.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** Endpoints that an own model may be for. */
const endpoints = ['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar', 'video-extend']

function isEntry(value: unknown): value is ModelEntry {
  const entry = value as ModelEntry | null
  return (
    typeof entry === 'object' &&
    entry !== null &&
    typeof entry.model === 'string' &&
    endpoints.includes(entry.endpoint) &&
    (entry.modes === undefined || Array.isArray(entry.modes)) &&
    (entry.abilities === undefined || Array.isArray(entry.abilities)) &&
    (entry.scenarios === undefined || Array.isArray(entry.scenarios))
  )
}

/**
 * The user's own models: `models.json` in the config folder, a list of entries like those of the catalogue
 * (docs/models.md). Without the file, none.
 * @throws KlingError `config_error` when the file is there and broken
 */
export async function readUserModels(configDir: string): Promise<ModelEntry[]> {
  const path = join(configDir, 'models.json')
  let entries: unknown
  try {
    entries = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    const why = error instanceof SyntaxError ? t`is not valid JSON` : t`cannot be read (${systemCode(error)})`
    throw new KlingError('config_error', t`Your model catalogue ${path} ${why}.`, {
      hint: t`Fix or delete the file.`,
      cause: error,
    })
  }
  if (!Array.isArray(entries) || !entries.every(isEntry)) {
    throw new KlingError(
      'config_error',
      t`Your model catalogue ${path} must be a list of models, each with model and endpoint.`,
      {
        hint: t`Supported endpoints: ${endpoints.join(t`, `)}. See docs/models.md.`,
      },
    )
  }
  return entries
}
