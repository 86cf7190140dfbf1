import {remoteHost} from '../isolation/remote-host.js'
import {type FileUse, type FileValue} from '../media/types.js'
import {type Connection} from '../api/connection.js'
import {type Command} from '@oclif/core'
import {type JsonBody} from '../http/streaming-body.js'
import {type Estimate, estimate} from '../catalog/estimate.js'
import {checkRetirement} from '../catalog/retirement.js'
import {KlingError} from '../errors/kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {audioSeconds} from '../media/audio-check.js'
import {checkContent} from '../media/content-check.js'
import {findFiles, isUrl} from '../media/find-files.js'
import {type CreateRequest} from '../requests/request.js'
import {setPath} from '../requests/set-path.js'
import {type Origin} from '../sidecar/recipe.js'
import {checkTarget} from '../downloads/target.js'
import {withExternalId} from '../tasks/external-id.js'
import {type TaskKind} from '../catalog/task-kinds.js'
import {type Submitted} from '../tasks/submit.js'
import {createFields, describeTask} from '../tasks/task.js'
import {createView, formatUnits, nextCommand} from '../views/create.js'
import {BaseCommand} from './base-command.js'
import {defaultWaitTimeout} from './flags.js'
import {readPrompt} from './prompt-input.js'
import {seconds, units} from './parse-flags.js'
import {saveResult} from '../follow/save-result.js'
import {waitForTask} from '../follow/wait-with-progress.js'
import {RequestRecorder} from '../sidecar/request-recorder.js'
import {type SpendGuard} from '../budget/spend-guard.js'
import {submitTask} from './submit-task.js'

/** The flags of `createFlags` as a command finds them. */
interface TaskFlags {
  wait?: boolean
  'wait-timeout'?: string
  output?: string
  open?: boolean
  force?: boolean
  'callback-url'?: string
  'external-task-id'?: string
  'dry-run'?: boolean
  estimate?: boolean
  'max-cost'?: string
  yes?: boolean
  set?: string[]
  sidecar?: boolean
  unchecked?: boolean
}

/** A request that may be sent: every check that needs no account has passed. */
export interface PreparedTask {
  kind: TaskKind
  /** As it goes to the API, but for an external id that `send` adds. */
  body: JsonBody
  /** What it will cost, by the price table. */
  estimate: Estimate
  /** What the journal notes to know the task again, where its body has no prompt. */
  title: string | undefined
  /** Inputs that the prompt does not name, as placeholders. */
  unnamed: string[]
  /** Its files, whose content is looked at before it is sent. */
  files: {use: FileUse; value: FileValue}[]
}

/** How a prepared request is sent. What is left out, the flags say. */
export interface SendOptions {
  /** Unique in the account: for commands that find their tasks again by it. */
  externalId?: string
  /** File that the result will be put in: the journal notes it, so that `kling task resume` puts it there. */
  output?: string
}

const outputToOpen = {
  code: 'missing_output',
  name: '--output',
  hint: msg`--open requires --output, such as -o cat.mp4.`,
} as const

/** A command that creates a task: checks, submits, and on demand waits and downloads. */
export abstract class CreateCommand<T extends typeof Command> extends BaseCommand<T> {
  private isBusyNotified = false
  private guarding: SpendGuard | Promise<SpendGuard> | undefined
  /** The last task that was sent. */
  private sent: PreparedTask | undefined
  private requests: RequestRecorder | undefined
  /** What the task is made from, when it is made again. */
  protected rerunOf: Origin | undefined

  /** The prompt of a command. Shots stand in for it: where they are given, stdin is not waited for. */
  protected async readPrompt(
    argument: string | undefined,
    file: string | undefined,
    hasShots = false,
  ): Promise<string | undefined> {
    if (hasShots && argument === undefined && file === undefined) return undefined
    return readPrompt({argument, file, stdin: () => process.stdin})
  }

  /**
   * The whole way of a create. Checks come in the documented order: prompt, single values, files,
   * combinations, credentials, then what the images hold.
   *
   * @param request how the kind of task is asked for
   * @param options what the request is built from
   * @returns what the command prints: the id of the task, or with `--wait` and `--output` its result
   * @throws KlingError of the checks, `cost_limit`, and the errors of `send` and `follow`
   */
  protected async create<Options>(
    request: CreateRequest<Options>,
    options: Options,
  ): Promise<Record<string, unknown>> {
    const flags = this.taskFlags
    this.checkFields(createFields)
    const task = await this.prepare(request, options)
    const {kind, body, estimate: cost} = task
    if (flags.estimate)
      return {estimate: cost, model: body.model_name, mode: body.mode, duration: body.duration}
    await this.checkBudget(cost.units)
    if (flags['dry-run']) return this.dryRun(task)
    const {task_id, external_task_id} = await this.send(task)
    if (!flags.wait && !flags.output)
      return {task_id, status: 'submitted', external_task_id, estimated_units: cost.units ?? undefined}
    return {...(await this.follow(kind, task_id)), external_task_id}
  }

  /**
   * Checks a request as far as no account is needed and builds its body: the first step of `create`, for commands
   * that make several tasks.
   *
   * @param request how the kind of task is asked for
   * @param options what the request is built from
   * @returns what `send` takes, with its cost
   * @throws KlingError for flags, values, files and combinations that cannot work
   */
  protected async prepare<Options>(request: CreateRequest<Options>, options: Options): Promise<PreparedTask> {
    const flags = this.taskFlags
    const {kind} = request
    request.checkValues(options)
    this.checkTaskFlags(flags)
    const uses = request.files(options)
    const files = await findFiles(uses)
    if (flags.output) await checkTarget(flags.output, kind.formats[0]!, flags.force ?? false)
    if (flags.sidecar) {
      const {checkSidecar} = await import('../sidecar/sidecar-file.js')
      await checkSidecar(flags.output, flags.force ?? false)
    }
    const body = this.complete(request.body(options, files), flags)
    return {
      kind,
      body,
      estimate: estimate(kind.endpoint, body, await audioSeconds(files.get(request.lengthFrom ?? ''))),
      title: request.title?.(options),
      unnamed: request.unnamed?.(options) ?? [],
      files: uses.map(use => ({use, value: files.get(use.role)!})),
    }
  }

  /**
   * Shows on a terminal what will be spent, and holds it against the limits: `--max-cost` refuses, the settings
   * `max_cost` and `max_cost_day` ask on a terminal and refuse elsewhere unless `--yes` is given. Commands that make
   * several tasks give the sum.
   *
   * @param cost in Kling units; null where it is not known, which counts as above every limit
   * @throws KlingError `cost_limit`, `cancelled`, `invalid_argument` for a limit that is no number
   */
  protected async checkBudget(cost: number | null): Promise<void> {
    const isDryRun = this.taskFlags['dry-run'] ?? false
    if (process.stderr.isTTY && this.canPrintNotes && !isDryRun) {
      this.note(formatUnits(cost))
    }
    await (await this.spendGuard()).allow(cost, {isDryRun})
  }

  /**
   * Submits a prepared request so that it is never lost and never paid twice: the second step of `create`. Asks
   * the hook `kling:before-submit`. Of the limits only that of the day is looked at: see `guardCost`.
   *
   * @param task of `prepare`
   * @throws KlingError `cost_limit`, `missing_api_key`, `retired_model`, `invalid_image`, `invalid_audio`, those of `submit`
   */
  protected async send(
    task: PreparedTask,
    {externalId, output = this.taskFlags.output}: SendOptions = {},
  ): Promise<Submitted> {
    const connection = await this.connect()
    this.checkModelLives(task, connection)
    await connection.authenticate()
    for (const {use, value} of task.files) await checkContent(use, value)
    this.notifyUnnamed(task.unnamed)
    this.sent = task
    const body = withExternalId(task.body, externalId)
    const {profile} = this.profile
    const requests = this.requestRecorder
    await requests.record({task: {...task, body}, region: connection.region, profile, madeFrom: this.rerunOf})
    const submitting = submitTask({
      runHook: this.host.runHook,
      connection,
      journal: this.journal,
      guard: await this.spendGuard(),
      profile,
      kind: task.kind,
      body,
      title: task.title,
      units: task.estimate.units,
      output,
      busyLimitMs: this.taskFlags.wait || output !== undefined ? this.waitTimeout() * 1000 : undefined,
      progress: this.progress(),
      onBusy: () => this.notifyBusy(),
      signal: this.interruption,
    })
    return requests.afterSubmit(submitting)
  }

  /**
   * Waits for a task, with a line that tells its state, and downloads its result where a file is named: the last
   * step of `create`.
   *
   * @param kind of the task
   * @param taskId id by the service
   * @param output file for the result; that of `--output` when left out
   * @returns what `kling video status --verbose` prints, and of a download `output` and `bytes`
   * @throws KlingError `task_failed`, `content_policy`, `wait_timeout`, `download_error`, `write_error`,
   *   `output_exists`
   */
  protected async follow(
    kind: TaskKind,
    taskId: string,
    output = this.taskFlags.output,
  ): Promise<Record<string, unknown>> {
    const following = {
      connection: await this.connect(),
      kind,
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
      isResumable: output !== undefined && output !== '-',
    }
    const waiting = waitForTask({
      ...following,
      taskId,
      timeoutSeconds: this.waitTimeout(),
      onChange: status => this.notifyChange(taskId, kind.name, status),
    })
    const task = await this.requestRecorder.afterWait(taskId, waiting)
    const result = describeTask(task, true)
    if (!output) return result
    const saved = await saveResult({
      ...following,
      task,
      file: output,
      stdout: process.stdout,
      force: this.taskFlags.force ?? false,
    })
    await this.showVideo(output)
    const sidecar = this.taskFlags.sidecar ? await this.requestRecorder.writeSidecar(output, task) : undefined
    return {...result, ...saved, ...(sidecar !== undefined && {sidecar})}
  }

  protected override view(result: Record<string, unknown>): string {
    const next = nextCommand(result, this.sent?.kind)
    if (next) this.hint(next + this.regionSuffix)
    return createView(result, this.screen, this.sent)
  }

  private get taskFlags(): TaskFlags {
    return this.flags as unknown as TaskFlags
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

  private get requestRecorder(): RequestRecorder {
    const {taskFlags, settings, config} = this
    return (this.requests ??= new RequestRecorder({
      // In the process of a plugin the version is that of the plugin, and there is no place of its own.
      program: remoteHost() ? undefined : config,
      wantsSidecar: taskFlags.sidecar ?? false,
      isKept: settings.keep_requests?.value === 'yes',
    }))
  }

  /** What `--set` puts into the body. */
  protected get assignments(): string[] {
    return this.taskFlags.set ?? []
  }

  /** Seconds to wait for a task at most. */
  private waitTimeout(): number {
    return seconds('wait-timeout', this.taskFlags['wait-timeout'] ?? defaultWaitTimeout)
  }

  private checkTaskFlags(flags: TaskFlags): void {
    seconds('timeout', this.flags.timeout)
    if (flags.open) requireArgument(flags.output, outputToOpen)
    const callback = flags['callback-url']
    if (callback !== undefined && !isUrl(callback)) {
      throw new KlingError('invalid_argument', t`--callback-url must be an http(s) URL.`)
    }
    const externalId = flags['external-task-id']
    if (externalId !== undefined && !/^[\w.:-]{1,128}$/.test(externalId)) {
      throw new KlingError(
        'invalid_argument',
        t`--external-task-id must be up to 128 letters, digits and . : _ -`,
      )
    }
    for (const assignment of flags.set ?? []) setPath({}, assignment)
    for (const [name, limit] of [
      ['max-cost', flags['max-cost']],
      ['max-cost', this.settings.max_cost?.value],
      ['max-cost-day', this.settings.max_cost_day?.value],
    ] as const)
      if (limit) units(name, limit)
    this.waitTimeout()
  }

  /** The body with what every create may carry. */
  private complete(body: JsonBody, flags: TaskFlags): JsonBody {
    if (flags['callback-url']) body.callback_url = flags['callback-url']
    if (flags['external-task-id']) body.external_task_id = flags['external-task-id']
    for (const assignment of this.assignments) setPath(body, assignment)
    return body
  }

  private async dryRun(task: PreparedTask): Promise<Record<string, unknown>> {
    const [connection, {redactBody}] = await Promise.all([this.connect(), import('../api/redact-body.js')])
    this.checkModelLives(task, connection)
    return {
      dry_run: true,
      method: 'POST',
      url: connection.client.baseUrl + task.kind.path,
      body: await redactBody(task.body),
      estimate: task.estimate,
    }
  }

  /** Inputs that the prompt never names are a hint, no error. */
  private notifyUnnamed(names: string[]): void {
    if (names.length === 0) return
    this.hint(
      t`The prompt does not mention ${names.join(t`, `)}. Mention each input that should have an effect.`,
    )
  }

  /** A retired model is an error on Kling's own hosts, elsewhere a warning. */
  private checkModelLives({kind, body}: PreparedTask, {client}: Connection): void {
    if (this.taskFlags.unchecked || typeof body.model_name !== 'string') return
    const warning = checkRetirement(kind.endpoint, body.model_name, client.baseUrl)
    if (warning) this.note(t`Warning: ${warning}`)
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
