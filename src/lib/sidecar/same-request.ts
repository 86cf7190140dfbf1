import {isDeepStrictEqual} from 'node:util'
import type {JsonBody} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type Recipe, describeRequest, mapFiles} from './recipe.js'

/** A request whose files count by what they hold, wherever they are. */
const withoutPaths = (request: Record<string, unknown>): Record<string, unknown> =>
  mapFiles(request, ({sha256, bytes}) => ({sha256, bytes})) as Record<string, unknown>

/**
 * Checks that a body is the one that an earlier task was made with.
 * @param recipe that of the earlier task
 * @throws KlingError `invalid_argument` naming the fields that differ
 */
export async function checkSameRequest(recipe: Recipe, body: JsonBody): Promise<void> {
  const [before, now] = [withoutPaths(recipe.request), withoutPaths(await describeRequest(body))]
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const differs = names.filter(name => !isDeepStrictEqual(before[name], now[name]))
  if (differs.length === 0) return
  const id = recipe.external_task_id
  throw new KlingError(
    'invalid_argument',
    t`The task ${id} was created with another request. These differ: ${differs.join(t`, `)}.`,
    {
      hint: t`For another request, use another --external-task-id. See the earlier one with: kling task show ${id}`,
      billed: 'no',
      details: {external_task_id: id, differs},
    },
  )
}
