import type {Folders} from '../config/folders.js'
import type {Estimate} from '../catalog/estimate.js'
import {isKlingError} from '../errors/kling-error.js'
import {finishLater} from '../fs/unfinished.js'
import type {JsonBody} from '../http/streaming-body.js'
import type {Origin, Recipe} from './recipe.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import type {IdentifiedBody} from '../tasks/external-id.js'
import type {Submitted} from '../tasks/submit.js'
import {workingFolder} from '../fs/working-folder.js'
import type {ApiTask} from '../tasks/task.js'

export interface RequestRecorderOptions {
  /** Its version, and where requests are kept; undefined where there is no place to keep them. */
  program: (Pick<Folders, 'dataDir'> & {version: string}) | undefined
  /** `--sidecar` */
  wantsSidecar: boolean
  /** The setting `keep_requests`. */
  isKept: boolean
}

/** A request that is about to be sent. */
export interface RequestToRecord {
  task: {kind: TaskKind; body: IdentifiedBody; estimate: Estimate}
  region: string
  profile: string | undefined
  madeFrom: Origin | undefined
}

/**
 * Keeps what the tasks of a command are made with, as far as that was asked for: until the sidecar is written, also by
 * a later `kling task resume`, or for good. Without being asked for it does nothing.
 */
export class RequestRecorder {
  /** By task id. */
  private readonly recipes = new Map<string, Recipe>()
  private kept: Recipe | undefined

  constructor(private readonly options: RequestRecorderOptions) {}

  /** Notes a request, with the hashes of its files as they are now. @throws KlingError `write_error` */
  async record({task, region, profile, madeFrom}: RequestToRecord): Promise<void> {
    const {program, wantsSidecar, isKept} = this.options
    if (!wantsSidecar && !isKept) return
    const {describeRequest} = await import('./recipe.js')
    this.kept = {
      version: 1,
      kling: program?.version,
      created_at: new Date().toISOString(),
      kind: task.kind.name,
      path: task.kind.path,
      external_task_id: task.body.external_task_id,
      region,
      profile,
      estimated_units: task.estimate.units,
      request: await describeRequest(task.body),
      rerun_of: madeFrom,
    }
    await (await this.folder())?.keep({recipe: this.kept, wantsSidecar, isKept})
  }

  /** Waits for a submission; a request that surely made no task is forgotten. */
  async afterSubmit(submitting: Promise<Submitted>): Promise<Submitted> {
    try {
      const submitted = await submitting
      if (this.kept) this.recipes.set(submitted.task_id, this.kept)
      return submitted
    } catch (error) {
      if (this.kept && isKlingError(error) && error.fields.billed === 'no')
        void finishLater(this.forgetUnsent(this.kept))
      throw error
    }
  }

  /**
   * Checks that a task of an earlier run was made with the same request, as far as it was kept, and goes on with it.
   * @throws KlingError `invalid_argument` naming the fields that differ
   */
  async join({
    taskId,
    externalId,
    body,
  }: {
    taskId: string
    externalId: string
    body: JsonBody
  }): Promise<void> {
    const kept = await (await this.folder())?.find(externalId)
    if (!kept) return
    const {checkSameRequest} = await import('./same-request.js')
    await checkSameRequest(kept.recipe, body)
    this.recipes.set(taskId, kept.recipe)
  }

  /** Waits for the end of a task; the request of one that failed has no result to be next to. */
  async afterWait(taskId: string, waiting: Promise<ApiTask>): Promise<ApiTask> {
    try {
      return await waiting
    } catch (error) {
      const isOver = isKlingError(error) && ['task_failed', 'content_policy'].includes(error.code)
      if (isOver) await this.forget(this.recipes.get(taskId))
      throw error
    }
  }

  /** Writes the sidecar of a result that has arrived. @returns its path @throws KlingError `write_error` */
  async writeSidecar(output: string, task: ApiTask): Promise<string> {
    const {writeSidecar} = await import('./sidecar-file.js')
    const recipe = this.recipes.get(task.task_id)
    const path = await writeSidecar({output, task, facts: recipe ?? {}, cwd: workingFolder()})
    await this.forget(recipe)
    return path
  }

  private async forgetUnsent({external_task_id: id}: Recipe): Promise<void> {
    await (await this.folder())?.forget(id).catch(() => {})
  }

  private async forget(recipe: Recipe | undefined): Promise<void> {
    if (recipe && !this.options.isKept) await (await this.folder())?.forget(recipe.external_task_id)
  }

  /** A plugin's process has no place of its own for it: there it is kept as long as the process lives. */
  private async folder() {
    const {program} = this.options
    if (!program) return undefined
    const {KeptRequests} = await import('./kept-requests.js')
    return new KeptRequests(program.dataDir)
  }
}
