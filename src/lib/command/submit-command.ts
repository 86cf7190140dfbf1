import {fileOfOutput, namedTask} from '../downloads/archive-plan.js'
import {isFolder, namedOutput} from '../downloads/output-folder.js'
import {checkTarget, skippedFile} from '../downloads/target.js'
import type {Command} from '@oclif/core'
import type {Connection} from '../api/connection.js'
import {sandboxRegion} from '../budget/limits.js'
import type {SpendGuard} from '../budget/spend-guard.js'
import {parseUnitPrice} from '../config/parse-unit-price.js'
import type {PriceOptions} from '../catalog/estimate.js'
import {checkPath, checkRetirement} from '../catalog/retirement.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {saveResult} from '../follow/save-result.js'
import {waitForTask} from '../follow/wait-with-progress.js'
import {baseUrls, checkBaseUrl, isKlingHost} from '../config/regions.js'
import {destinationOf, regionOf} from '../config/settings.js'
import {t} from '../i18n/translate.js'
import {remoteHost} from '../isolation/remote-host.js'
import {checkContent} from '../media/content-check.js'
import {findFiles} from '../media/find-files.js'
import {localUrls} from '../requests/local-urls.js'
import {type PreparedTask, prepareTask} from '../requests/prepared-task.js'
import type {CreateRequest} from '../requests/request.js'
import type {Origin} from '../sidecar/recipe.js'
import {RequestRecorder} from '../sidecar/request-recorder.js'
import {withExternalId} from '../tasks/external-id.js'
import type {Submitted} from '../tasks/submit.js'
import {type ApiTask, type TaskResult, describeTask} from '../tasks/task.js'
import {type DownloadedResult, formatUnits} from '../views/create.js'
import {BaseCommand} from './base-command.js'
import {type TaskFlags, defaultWaitTimeout} from './flags.js'
import {checkTaskFlags, seconds, units} from './parse-flags.js'
import {beforeSending, submitTask} from './submit-task.js'

/** How a prepared request is sent. What is left out, the flags say. */
export interface SendOptions {
  /** Unique in the account: for commands that find their tasks again by it. */
  externalId?: string
  /** File that the result will be put in: the journal notes it, so that `kling task resume` puts it there. */
  output?: string
}

/** A command that makes tasks, in the steps of a create: what `CreateCommand` does with one. */
export abstract class SubmitCommand<T extends typeof Command, Result> extends BaseCommand<T, Result> {
  private isBusyNotified = false
  private guarding: SpendGuard | Promise<SpendGuard> | undefined
  private recorder: RequestRecorder | undefined
  private readonly ready = new WeakSet<PreparedTask>()
  /** The last task that was sent. */
  protected sent: PreparedTask | undefined
  /** What the task is made from, when it is made again. */
  protected rerunOf: Origin | undefined

  /** Runs as another command that makes an earlier task again: with its own flags, checks and output. */
  async runAgain(origin: Origin): Promise<void> {
    this.rerunOf = origin
    await this._run()
  }

  /**
   * Checks a request as far as no account is needed and builds its body: the first step.
   *
   * @param request how the kind of task is asked for
   * @param options what the request is built from
   * @returns what `send` takes, with its cost
   * @throws KlingError for flags, values, files and combinations that cannot work
   */
  protected async prepare<Options>(request: CreateRequest<Options>, asked: Options): Promise<PreparedTask> {
    const {options, notes} = request.settle?.(asked) ?? {options: asked, notes: []}
    const flags = this.taskFlags
    const {force = false} = flags
    const output = (flags.output &&= await namedOutput(flags.output))
    request.checkValues(options)
    checkTaskFlags(flags, this.settings)
    const files = await findFiles(request.files(options))
    const isDryRun = flags['dry-run'] === true || flags.estimate === true
    if (output) await checkTarget(output, request.kind.formats[0]!, {force, isDryRun})
    if (flags.sidecar) {
      const {checkSidecar} = await import('../sidecar/sidecar-file.js')
      await checkSidecar(output, force)
    }
    const task = await prepareTask(request, options, files, {
      callbackUrl: flags['callback-url'],
      externalId: flags['external-task-id'],
      assignments: this.assignments,
      unchecked: flags.unchecked,
      prices: this.prices,
    })
    const estimate = this.isSandbox ? {...task.estimate, sandbox: true as const} : task.estimate
    return {...task, estimate, notes}
  }

  /**
   * Shows on a terminal what will be spent, and holds it against the limits: `--max-cost` refuses, the settings
   * `max_cost` and `max_cost_day` ask on a terminal and refuse elsewhere unless `--yes` is given. Commands that make
   * several tasks give the sum.
   *
   * @param cost in Kling units; null where it is not known, which counts as above every limit
   * @param perSecond units for each second, where the length is known only to the service
   * @param most the most that it can cost, where the cost is not known: limits go by it
   * @throws KlingError `cost_limit`, `cancelled`, `invalid_argument` for a limit that is no number
   */
  protected async checkBudget(
    cost: number | null,
    perSecond: number | null = null,
    most: number | null = null,
  ): Promise<void> {
    const isDryRun = this.taskFlags['dry-run'] ?? false
    if (this.showsCost) {
      this.note(formatUnits(cost, {perSecond, most, isSandbox: this.isSandbox, prices: this.prices}))
    }
    await (await this.spendGuard()).allow(cost ?? most, {isDryRun})
  }

  /** Whether people are told what a task will cost. */
  protected get showsCost(): boolean {
    return Boolean(process.stderr.isTTY) && this.canPrintNotes && !this.taskFlags['dry-run']
  }

  /**
   * The checks before a request is sent, once for each: keys, the model and what the files hold.
   * @throws KlingError `missing_api_key`, `retired_model`, `invalid_image`, `invalid_audio`
   */
  protected async checkReady(task: PreparedTask): Promise<void> {
    if (this.ready.has(task)) return
    const connection = await this.connect()
    this.checkModelLives(task, connection)
    this.warnOfLocalUrls(task, connection)
    await connection.authenticate()
    await this.checkInputs(task)
    this.ready.add(task)
  }

  /**
   * Submits a prepared request so that it is never lost and never paid twice: the second step. Asks the hook
   * `kling:before-submit`. Of the limits only that of the day is looked at: see `checkBudget`.
   *
   * @param task of `prepare`
   * @throws KlingError `cost_limit`, `missing_api_key`, `retired_model`, `invalid_image`, `invalid_audio`, those of `submit`
   */
  protected async send(
    task: PreparedTask,
    {externalId, output = this.taskFlags.output}: SendOptions = {},
  ): Promise<Submitted> {
    const connection = await this.connect()
    await this.checkReady(task)
    this.tellNotes(task)
    this.sent = task
    const identified = {...task, body: withExternalId(task.body, externalId)}
    const {profile} = this.profile
    const recorder = this.requestRecorder
    const {region} = connection
    const recording = recorder.record({task: identified, region, profile, madeFrom: this.rerunOf})
    await beforeSending(recording, identified.body, this.interruption)
    const submitting = submitTask({
      task: identified,
      runHook: this.host.runHook,
      connection,
      journal: this.journal,
      guard: await this.spendGuard(),
      profile,
      output,
      busyLimitMs: this.taskFlags.wait || output !== undefined ? this.waitTimeout() * 1000 : undefined,
      progress: this.progress(),
      onBusy: () => this.notifyBusy(),
      signal: this.interruption,
    })
    const submitted = await recorder.afterSubmit(submitting)
    const {task_id} = submitted
    this.interruptionFields = {task_id, hint: t`Check it with: kling ${task.kind.topic} status ${task_id}`}
    return submitted
  }

  /**
   * Waits for a task, with a line that tells its state, and downloads its result where a file is named: the last
   * step.
   *
   * @param kind of the task
   * @param taskId id by the service
   * @param output file for the result, or a folder whose name ends in a slash; that of `--output` when left out
   * @returns what `kling video status --verbose` prints, and of a download `output` and `bytes`
   * @throws KlingError `task_failed`, `content_policy`, `wait_timeout`, `download_error`, `write_error`,
   *   `output_exists`
   */
  protected async follow(
    kind: TaskKind,
    taskId: string,
    output = this.taskFlags.output,
  ): Promise<TaskResult | DownloadedResult> {
    const following = {
      connection: await this.connect(),
      kind,
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
    }
    // What an earlier run has made may be noted without this output.
    const isResumable = output !== undefined && output !== '-' && this.sent !== undefined
    const waiting = waitForTask({
      ...following,
      resumeWith: isResumable ? `kling task resume ${taskId}` : undefined,
      taskId,
      timeoutSeconds: this.waitTimeout(),
      onChange: status => this.notifyChange(taskId, kind.name, status),
    })
    const task = await this.requestRecorder.afterWait(taskId, waiting)
    const result = describeTask(task)
    if (!output) return result
    const file = await this.fileOf(output, task, kind)
    const present = this.taskFlags['skip-existing'] ? await skippedFile(file) : undefined
    if (present) return {...result, ...present}
    const saved = await saveResult({
      ...following,
      task,
      file,
      stdout: process.stdout,
      force: this.taskFlags.force ?? false,
      isResumable,
    })
    await this.showVideo(file)
    const sidecar = this.taskFlags.sidecar ? await this.requestRecorder.writeSidecar(file, task) : undefined
    return {...result, ...saved, ...(sidecar !== undefined && {sidecar})}
  }

  /** The file for a result, which has a name of its own in a folder. */
  private async fileOf(output: string, task: ApiTask, {formats}: TaskKind): Promise<string> {
    const [record] = isFolder(output) ? await this.journal.records([task.task_id]) : []
    return fileOfOutput(output, namedTask(task, record), formats[0]!)
  }

  /** The flags of `createFlags`, of which a command may have some. */
  protected get taskFlags(): TaskFlags {
    return this.flags
  }

  /** Says what follows from the rest of the flags, once nothing is wrong with them. */
  protected tellNotes({notes = []}: PreparedTask): void {
    for (const note of notes) this.note(note)
  }

  /** What needs no network, looked at last: what the files hold, and inputs without effect. */
  protected async checkInputs({files, unnamed, warnings}: PreparedTask): Promise<void> {
    const {unchecked} = this.taskFlags
    for (const {use, value} of files) {
      const warning = await checkContent(use, value, {anySize: unchecked})
      if (warning !== undefined) this.note(t`Warning: ${warning}`)
    }
    for (const warning of warnings) this.note(t`Warning: ${warning}`)
    this.notifyUnnamed(unnamed)
  }

  /** Whether the sandbox is asked, which charges nothing. */
  protected get isSandbox(): boolean {
    const region = this.flags.region ?? this.defaults.region ?? regionOf(this.settings)
    return region === sandboxRegion
  }

  /** What `--set` puts into the body. */
  protected get assignments(): string[] {
    return this.taskFlags.set ?? []
  }

  /** What the service has retired, a model or an endpoint, is an error on Kling's own hosts, elsewhere a warning. */
  protected checkModelLives(
    {kind, body}: PreparedTask,
    {client}: {client: Pick<Connection['client'], 'baseUrl'>},
  ): void {
    if (this.taskFlags.unchecked) return
    const {baseUrl} = client
    const model = typeof body.model_name === 'string' ? body.model_name : undefined
    checkPath(kind.path, baseUrl)
    const warning = model === undefined ? undefined : checkRetirement(kind.endpoint, model, baseUrl)
    if (warning) this.note(t`Warning: ${warning}`)
  }

  /** The same without a connection, for what sends nothing: on other hosts than Kling's own nothing is said. */
  protected checkServed(task: PreparedTask): void {
    const {region: chosen} = this.flags
    const destination = chosen === undefined ? destinationOf(this.settings) : {region: chosen}
    const baseUrl = 'region' in destination ? baseUrls[destination.region] : destination.baseUrl
    if (baseUrl !== undefined && isKlingHost(checkBaseUrl(baseUrl)))
      this.checkModelLives(task, {client: {baseUrl}})
  }

  /** The service reaches no address of this machine or its network: neither a video there, nor who waits to be called. */
  protected warnOfLocalUrls({body}: PreparedTask, {client}: Connection): void {
    if (!isKlingHost(client.baseUrl)) return
    for (const url of localUrls(body))
      this.note(t`Warning: the service cannot reach ${url}, which is an address of this machine or network.`)
  }

  /** Where tasks go, as far as their prices depend on it. */
  protected get prices(): PriceOptions {
    const region = this.flags.region ?? this.defaults.region ?? regionOf(this.settings)
    const {unit_price: price} = this.settings
    return {region, unitPrice: price && parseUnitPrice(price.value)}
  }

  /** One for all tasks of a command: what was agreed to once is not asked again. */
  private spendGuard(): SpendGuard | Promise<SpendGuard> {
    const {'max-cost': maxCost, yes} = this.taskFlags
    return (this.guarding ??= this.host.spendGuard({
      ...this.profile,
      settings: this.settings,
      region: this.flags.region ?? this.defaults.region,
      maxCost: maxCost ? units('max-cost', maxCost) : undefined,
      isAgreed: yes ?? false,
      note: line => this.note(line),
    }))
  }

  protected get requestRecorder(): RequestRecorder {
    const {taskFlags, settings, config} = this
    return (this.recorder ??= new RequestRecorder({
      // In the process of a plugin the version is that of the plugin, and there is no place of its own.
      program: remoteHost() ? undefined : config,
      wantsSidecar: taskFlags.sidecar ?? false,
      isKept: settings.keep_requests?.value !== 'no',
    }))
  }

  /** Seconds to wait for a task at most. */
  protected waitTimeout(): number {
    return seconds('wait-timeout', this.taskFlags['wait-timeout'] ?? defaultWaitTimeout)
  }

  /** Inputs that the prompt never names are a hint, no error. */
  private notifyUnnamed(names: string[]): void {
    if (names.length === 0) return
    this.hint(
      t`The prompt does not mention ${names.join(t`, `)}. Mention each input that should have an effect.`,
    )
  }

  /** Says that slots are busy: once, since it goes on for long. */
  private notifyBusy(): void {
    if (!this.isBusyNotified) this.note(t`All task slots are busy. Waiting for a free one.`)
    this.isBusyNotified = true
  }

  private async notifyChange(taskId: string, kind: string, status: string): Promise<void> {
    const payload = {task_id: taskId, kind, status}
    await this.host.runHook('kling:task-changed', payload)
  }
}
