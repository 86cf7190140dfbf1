import {createHash} from 'node:crypto'
import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {readObject, writeAtomic} from '../fs/atomic-write.js'
import {type Recipe, readRecipeFields} from './recipe.js'

/** A request that is kept on this machine. */
export interface KeptRequest {
  recipe: Recipe
  /** Whether a sidecar is wanted next to the result when it arrives. */
  wantsSidecar: boolean
  /** Whether it stays after that. */
  isKept: boolean
}

/**
 * Requests with their prompts in full, unless the setting `keep_requests` is `no`: a file each in a private folder next to the journal,
 * which itself keeps a few words only. Files of a request are named, not copied.
 */
export class KeptRequests {
  private readonly folder: string

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'requests')
  }

  /** @throws KlingError `write_error` */
  async keep(request: KeptRequest): Promise<void> {
    const path = this.pathOf(request.recipe.external_task_id)
    try {
      await writeAtomic(path, JSON.stringify(request) + '\n')
    } catch (error) {
      throw new KlingError('write_error', t`Cannot keep the request in ${path} (${systemCode(error)}).`, {
        hint: t`Nothing was sent. Check the permissions of the folder and the free disk space.`,
        billed: 'no',
        cause: error,
      })
    }
  }

  /** That of an external id; undefined when none was kept. */
  async find(externalId: string): Promise<KeptRequest | undefined> {
    const kept = await readObject(this.pathOf(externalId)).catch(() => undefined)
    const recipe = readRecipeFields(kept?.recipe)
    const {version} = (kept?.recipe ?? {}) as {version?: unknown}
    if (version !== 1 || recipe.external_task_id !== externalId) return undefined
    const {kind, path, region, request} = recipe
    if (kind === undefined || path === undefined || region === undefined || !request) return undefined
    return {
      recipe: {...(recipe as Recipe), version},
      wantsSidecar: kept?.wantsSidecar === true,
      isKept: kept?.isKept === true,
    }
  }

  async forget(externalId: string): Promise<void> {
    await rm(this.pathOf(externalId), {force: true}).catch(() => {})
  }

  /** Ids of users may hold anything. */
  private pathOf(externalId: string): string {
    const name = createHash('sha256').update(externalId).digest('hex').slice(0, 32)
    return join(this.folder, `${name}.json`)
  }
}
