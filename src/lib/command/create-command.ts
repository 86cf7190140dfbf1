import type {Command} from '@oclif/core'
import type {TaskKind} from '../catalog/task-kinds.js'
import {namedOutput} from '../downloads/output-folder.js'
import {skippedFile} from '../downloads/target.js'
import type {SkippedFile} from '../downloads/types.js'
import {isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type PreparedTask, dryRunResult, estimateResult} from '../requests/prepared-task.js'
import type {CreateRequest} from '../requests/request.js'
import {findEarlier} from '../tasks/find-earlier.js'
import type {Submitted} from '../tasks/submit.js'
import {type ApiTask, createFields, describeTask} from '../tasks/task.js'
import {type CreateResult, createView, nextCommand} from '../views/create.js'
import {checkSkipExisting} from './parse-flags.js'
import {SubmitCommand} from './submit-command.js'

/** A command that creates a task: checks, submits, and optionally waits and downloads. */
export abstract class CreateCommand<
  T extends typeof Command,
  Result extends CreateResult = CreateResult,
> extends SubmitCommand<T, Result> {
  /**
   * The whole way of a create. Checks come in the documented order: prompt, single values, files,
   * combinations, credentials, then what the images hold.
   *
   * @param request how the kind of task is asked for
   * @param options what the request is built from
   * @returns what the command prints: the id of the task, or with `--wait` and `--output` its result
   * @throws KlingError of the checks, `cost_limit`, and the errors of `send` and `follow`
   */
  protected async create<Options>(request: CreateRequest<Options>, options: Options): Promise<CreateResult> {
    const flags = this.taskFlags
    this.checkFields(createFields)
    const skipped = await this.skipExisting()
    if (skipped) return skipped
    const task = await this.prepare(request, options)
    const {units, units_max: most, units_per_second: perSecond} = task.estimate
    if (flags.estimate) {
      this.checkServed(task)
      await this.checkInputs(task)
      this.tellNotes(task)
      return estimateResult(task)
    }
    const earlier = flags['dry-run'] ? undefined : await this.findEarlier(task)
    if (earlier) return this.join(task.kind, earlier)
    // Nobody wants to know the cost of what cannot be sent.
    if (this.showsCost) await this.checkReady(task)
    await this.checkBudget(units, perSecond, most)
    if (flags['dry-run']) {
      const connection = await this.connect()
      this.checkModelLives(task, connection)
      this.warnOfLocalUrls(task, connection)
      await this.checkInputs(task)
      this.tellNotes(task)
      return dryRunResult(task, connection.client.baseUrl)
    }
    const sent = await this.sendUnlessTaken(task)
    if ('task_status' in sent) return this.join(task.kind, sent)
    const {task_id, external_task_id} = sent
    if (flags.wait || flags.output) return {...(await this.follow(task.kind, task_id)), external_task_id}
    return {task_id, status: 'submitted', external_task_id, estimated_units: units ?? undefined}
  }

  /** What `--skip-existing` finds: a file that is there already, for which nothing is done. */
  private async skipExisting(): Promise<SkippedFile | undefined> {
    const {taskFlags: flags} = this
    if (!flags['skip-existing']) return undefined
    flags.output &&= await namedOutput(flags.output)
    checkSkipExisting(flags)
    return skippedFile(flags.output!)
  }

  /** What `--reuse` finds: the task that the external id was given to before, made with the same request. */
  private async findEarlier({kind, body}: PreparedTask): Promise<ApiTask | undefined> {
    const {reuse, 'external-task-id': id} = this.taskFlags
    if (!reuse || id === undefined) return undefined
    const {client} = await this.connect()
    const limitMs = this.waitTimeout() * 1000
    const {journal, interruption: signal} = this
    const task = await findEarlier({client, journal, kind, id, limitMs, signal})
    if (task) await this.requestRecorder.join({taskId: task.task_id, externalId: id, body})
    return task
  }

  /** Sends a task, or finds the one that another machine has made with its id meanwhile. */
  private async sendUnlessTaken(task: PreparedTask): Promise<Submitted | ApiTask> {
    try {
      return await this.send(task)
    } catch (error) {
      const mayBeTaken =
        isKlingError(error) && error.code === 'invalid_request' && error.fields.billed === 'no'
      const earlier = mayBeTaken ? await this.findEarlier(task) : undefined
      if (!earlier) throw error
      return earlier
    }
  }

  /** Goes on with a task that was made before: it is waited for and downloaded as one that was sent. */
  private async join(kind: TaskKind, task: ApiTask): Promise<CreateResult> {
    const {wait, output, 'external-task-id': id} = this.taskFlags
    this.note(t`The task ${task.task_id} with this external ID exists; no other was created.`)
    const result = wait || output ? await this.follow(kind, task.task_id) : describeTask(task)
    return {...result, external_task_id: id, reused: true}
  }

  protected override view(result: Result): string {
    const next = nextCommand(result, this.sent?.kind)
    if (next) this.hint(next + this.regionSuffix)
    return createView(result, this.screen, this.sent)
  }
}
