import type {Journal} from '../journal/journal.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import type {ApiTask} from '../tasks/task.js'
import {KeptRequests} from './kept-requests.js'
import type {TaskFacts} from './sidecar-file.js'

export interface TaskMetadataOptions {
  task: ApiTask
  kind: TaskKind
  journal: Pick<Journal, 'records'>
  dataDir: string
}

/** What this machine knows of how a task was made: the request where it was kept, else what the journal says. */
export async function taskMetadataOf({
  task,
  kind,
  journal,
  dataDir,
}: TaskMetadataOptions): Promise<TaskFacts> {
  const [record] = await journal.records([task.task_id])
  const kept = record && (await new KeptRequests(dataDir).find(record.id))
  if (kept) return kept.recipe
  const about = {kind: kind.name, path: kind.path}
  if (!record) return about
  const {id, created_at, region, profile, model, prompt, units} = record
  return {
    ...about,
    created_at,
    external_task_id: id,
    region,
    ...(profile !== undefined && {profile}),
    ...(model !== undefined && {model}),
    ...(prompt !== undefined && {prompt_start: prompt}),
    estimated_units: units ?? null,
  }
}
