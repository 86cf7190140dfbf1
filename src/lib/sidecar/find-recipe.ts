import {stat} from 'node:fs/promises'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import type {KeptRequests} from './kept-requests.js'
import type {Recipe} from './recipe.js'
import {readSidecar, sidecarOf} from './sidecar-file.js'

export interface FindRecipeOptions {
  /** A sidecar, a result next to which one stands, or the id of a task. */
  name: string
  journal: Pick<Journal, 'records'>
  kept: KeptRequests
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  )
}

/**
 * What a video was made with: from a sidecar, from the one next to a video, or from what was kept of a task.
 * @throws KlingError `invalid_argument` where that is not known, `task_not_found`
 */
export async function findRecipe({
  name,
  journal,
  kept,
}: FindRecipeOptions): Promise<Recipe & {task_id?: string}> {
  if (name.toLowerCase().endsWith('.json') && (await isFile(name))) return readSidecar(name)
  if (await isFile(sidecarOf(name))) return readSidecar(sidecarOf(name))
  if (await isFile(name)) {
    throw new KlingError('invalid_argument', t`No sidecar ${sidecarOf(name)} next to ${name}.`, {
      hint: t`Sidecars are written with --sidecar. To create it again from its task: kling video rerun TASK_ID`,
    })
  }
  const records = await journal.records([name])
  const record = records.find(({id}) => id === name) ?? records[0]
  if (!record) {
    const isPath = /[./\\]/.test(name)
    throw isPath
      ? new KlingError('invalid_argument', t`File not found: ${name}.`, {
          hint: t`Specify a sidecar, a video with a sidecar next to it, or a task ID.`,
        })
      : new KlingError('task_not_found', t`Task ${name} was not submitted from this machine.`, {
          hint: t`List the tasks of this machine with: kling task list`,
        })
  }
  const found = await kept.find(record.id)
  if (found) return {...found.recipe, ...(record.task_id && {task_id: record.task_id})}
  const {downloaded} = record
  if (downloaded && (await isFile(sidecarOf(downloaded)))) return readSidecar(sidecarOf(downloaded))
  throw new KlingError('invalid_argument', t`The request of ${name} was not kept.`, {
    hint: t`Requests are kept unless the setting keep_requests is no. To create it again, run its command again.`,
  })
}
