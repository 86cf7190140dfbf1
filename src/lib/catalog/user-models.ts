import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {OwnCatalogue} from './catalogue.js'
import {checkOwnCatalogue} from './check-format.js'
import type {ModelEntry} from './model-entry.js'

/** Endpoints that an own model of the first format may be for. */
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
 * The user's own models: `models.json` in the config folder, a list of entries of the first format, or an object in the
 * format of the catalogue (docs/models.md). Without the file, none.
 * @throws KlingError `config_error` when the file is there and broken
 */
export async function readUserModels(configDir: string): Promise<OwnCatalogue> {
  const path = join(configDir, 'models.json')
  let entries: unknown
  try {
    entries = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {models: []}
    const why = error instanceof SyntaxError ? t`is not valid JSON` : t`cannot be read (${systemCode(error)})`
    throw new KlingError('config_error', t`Your model catalogue ${path} ${why}.`, {
      hint: t`Fix or delete the file.`,
      cause: error,
    })
  }
  if (typeof entries === 'object' && entries !== null && 'format' in entries) {
    const problem = checkOwnCatalogue(entries)
    if (problem === undefined) return {models: [], own: entries as OwnCatalogue['own']}
    throw new KlingError('config_error', t`Your model catalogue ${path} is not as it must be: ${problem}.`, {
      hint: t`Fix or delete the file. See docs/models.md.`,
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
  return {models: entries}
}
