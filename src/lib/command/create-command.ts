import type {Command} from '@oclif/core'
import type {CreateRequest} from '../requests/request.js'
import {dryRunResult, estimateResult} from '../requests/prepared-task.js'
import {createFields} from '../tasks/task.js'
import {type CreateResult, createView, nextCommand} from '../views/create.js'
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
    const task = await this.prepare(request, options)
    const {units, units_max: most, units_per_second: perSecond} = task.estimate
    if (flags.estimate) {
      this.checkServed(task)
      await this.checkInputs(task)
      return estimateResult(task)
    }
    await this.checkBudget(units, perSecond, most)
    if (flags['dry-run']) {
      const connection = await this.connect()
      this.checkModelLives(task, connection)
      await this.checkInputs(task)
      return dryRunResult(task, connection.client.baseUrl)
    }
    const {task_id, external_task_id} = await this.send(task)
    if (flags.wait || flags.output) return {...(await this.follow(task.kind, task_id)), external_task_id}
    return {task_id, status: 'submitted', external_task_id, estimated_units: units ?? undefined}
  }

  protected override view(result: Result): string {
    const next = nextCommand(result, this.sent?.kind)
    if (next) this.hint(next + this.regionSuffix)
    return createView(result, this.screen, this.sent)
  }
}
