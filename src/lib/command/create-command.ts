import {type Command} from '@oclif/core'
import {resolve} from 'node:path'
import {type JsonBody, describeBody} from '../api/file-body.js'
import {type Estimate, estimate} from '../catalog/estimate.js'
import {checkRetirement} from '../catalog/retirement.js'
import {KlingError} from '../errors/kling-error.js'
import {firstWords} from '../journal/journal.js'
import {audioSeconds, checkAudio} from '../media/audio-check.js'
import {checkImage} from '../media/image-check.js'
import {findFiles, isUrl} from '../media/find-files.js'
import {type CreateRequest, type FileUse, type FileValue} from '../requests/request.js'
import {setPath} from '../requests/set-path.js'
import {checkTarget} from '../tasks/download.js'
import {newExternalId} from '../tasks/external-id.js'
import {type TaskKind} from '../tasks/kinds.js'
import {submit} from '../tasks/submit.js'
import {describeTask, resultUrl} from '../tasks/task.js'
import {type ProgressLine} from '../view/progress.js'
import {fieldsView} from '../view/records.js'
import {plainText, sayBytes, saySeconds} from '../view/text.js'
import {BaseCommand} from './base-command.js'
import {type Connection} from './connection.js'
import {runKlingHook} from './hooks.js'
import {isInterruption} from './interruption.js'
import {readPrompt} from './prompt.js'
import {seconds, units} from './numbers.js'
import {saveResult, waitFor} from './follow-task.js'

/** The flags of `createFlags` as a command finds them. */
interface TaskFlags {
  wait: boolean
  'wait-timeout': string
  output?: string
  force?: boolean
  'callback-url'?: string
  'external-task-id'?: string
  'dry-run': boolean
  estimate: boolean
  'max-cost'?: string
  set?: string[]
  unchecked?: boolean
}

/** A command that creates a task: checks, submits, and on demand waits and downloads. */
export abstract class CreateCommand<T extends typeof Command> extends BaseCommand<T> {
  private isBusyTold = false
  /** Where the status of the task is shown. */
  private topic = 'video'

  /** The prompt of a command. Shots stand in for it: where they are given, stdin is not waited for. */
  protected async readPrompt(
    argument: string | undefined,
    file: string | undefined,
    hasShots = false,
  ): Promise<string | undefined> {
    if (hasShots && argument === undefined && file === undefined) return undefined
    return readPrompt({argument, file, stdin: process.stdin})
  }

  /**
   * The whole way of a create. Checks come in the documented order: prompt, single values, files,
   * combinations, credentials, then what the images hold.
   */
  protected async create<Options>(
    request: CreateRequest<Options>,
    options: Options,
  ): Promise<Record<string, unknown>> {
    const flags = this.flags as unknown as TaskFlags
    const {kind} = request
    request.checkValues(options)
    const limits = this.checkTaskFlags(flags)
    const uses = request.files(options)
    const files = await findFiles(uses)
    if (flags.output) await checkTarget(flags.output, kind.formats[0]!, flags.force ?? false)
    const body = this.complete(request.body(options, files), flags)
    const cost = estimate(kind.endpoint, body, await audioSeconds(files.get(request.lengthFrom ?? '')))
    if (flags.estimate)
      return {estimate: cost, model: body.model_name, mode: body.mode, duration: body.duration}
    guardCost(cost, limits.maxCost)
    const connection = await this.connect()
    this.checkModelLives(kind.endpoint, body, connection.client.baseUrl)
    if (flags['dry-run']) return this.dryRun(kind.path, body, cost)

    await connection.authenticate()
    for (const use of uses) await checkContent(use, files.get(use.role)!)
    this.tellUnnamed(request.unnamed?.(options) ?? [])
    this.topic = kind.topic
    const title = request.title?.(options)
    const submitted = await this.send(connection, {kind, title}, body, cost, flags)
    const {task_id} = submitted
    if (!flags.wait && !flags.output) {
      return {
        task_id,
        status: 'submitted',
        external_task_id: submitted.external_task_id,
        estimated_units: cost.units ?? undefined,
      }
    }
    const following = {
      connection,
      kind,
      taskId: task_id,
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
      output: flags.output,
    }
    const task = await waitFor({
      ...following,
      timeoutSeconds: limits.waitTimeout,
      onChange: status => this.tellChange(task_id, kind.name, status),
    })
    const result = {...describeTask(task, true), external_task_id: submitted.external_task_id}
    if (!flags.output) return result
    const saved = await saveResult({
      ...following,
      url: resultUrl(task, kind.formats[0]!, false),
      file: flags.output,
      force: flags.force ?? false,
    })
    return {...result, ...saved}
  }

  protected override view(result: Record<string, unknown>): string {
    if (result.estimate && !result.dry_run) return sayCost(result)
    if (result.dry_run)
      return `${result.method} ${result.url}\n${plainText(JSON.stringify(result.body, null, 2))}\n${sayCost(result)}`
    const {task_id, status, output, duration} = result
    if (output)
      return (
        this.paint('green', `✓ ${String(output)}`) +
        `  ${sayBytes(Number(result.bytes))}${duration === undefined ? '' : `, ${plainText(String(duration))} s`}`
      )
    if (status === 'submitted')
      this.tip(`Follow it with: kling ${this.topic} status ${String(task_id)}${this.regionFlag()}`)
    return fieldsView(result, this.paint)
  }

  /** ` --region NAME` when this command was given one, for commands to type next. */
  protected regionFlag(): string {
    return this.flags.region ? ` --region ${this.flags.region}` : ''
  }

  private checkTaskFlags(flags: TaskFlags): {waitTimeout: number; maxCost: number | undefined} {
    seconds('timeout', this.flags.timeout)
    const callback = flags['callback-url']
    if (callback !== undefined && !isUrl(callback)) {
      throw new KlingError('invalid_argument', '--callback-url must be an http(s) URL.')
    }
    const externalId = flags['external-task-id']
    if (externalId !== undefined && !/^[\w.:-]{1,128}$/.test(externalId)) {
      throw new KlingError(
        'invalid_argument',
        '--external-task-id takes up to 128 letters, digits and . : _ -',
      )
    }
    for (const assignment of flags.set ?? []) setPath({}, assignment)
    const setting = this.settings.max_cost?.value
    const maxCost =
      flags['max-cost'] === undefined
        ? setting && units('max-cost', setting)
        : units('max-cost', flags['max-cost'])
    return {
      waitTimeout: seconds('wait-timeout', flags['wait-timeout']),
      maxCost: maxCost === '' ? undefined : maxCost,
    }
  }

  /** The body with what every create may carry. */
  private complete(body: JsonBody, flags: TaskFlags): JsonBody {
    if (flags['callback-url']) body.callback_url = flags['callback-url']
    if (flags['external-task-id']) body.external_task_id = flags['external-task-id']
    for (const assignment of flags.set ?? []) setPath(body, assignment)
    return body
  }

  private async dryRun(path: string, body: JsonBody, cost: Estimate): Promise<Record<string, unknown>> {
    const {client} = await this.connect()
    return {
      dry_run: true,
      method: 'POST',
      url: client.baseUrl + path,
      body: await describeBody(body),
      estimate: cost,
    }
  }

  /** Inputs that the prompt never names are a hint, no error. */
  private tellUnnamed(names: string[]): void {
    if (names.length === 0) return
    this.tip(`The prompt does not name ${names.join(', ')}; name it there if it should have an effect.`)
  }

  /** A retired model is an error on Kling's own hosts, elsewhere a warning. */
  private checkModelLives(endpoint: string, body: JsonBody, baseUrl: string): void {
    const {unchecked} = this.flags as unknown as TaskFlags
    if (unchecked || typeof body.model_name !== 'string') return
    const warning = checkRetirement(endpoint, body.model_name, baseUrl)
    if (warning) this.note(`Warning: ${warning}`)
  }

  private async send(
    {client, region}: Connection,
    {kind, title}: {kind: TaskKind; title: string | undefined},
    body: JsonBody,
    cost: Estimate,
    flags: TaskFlags,
  ): ReturnType<typeof submit> {
    const model = typeof body.model_name === 'string' ? body.model_name : undefined
    await runKlingHook(this.config, 'kling:before-submit', {
      kind: kind.name,
      model,
      units: cost.units ?? undefined,
    })
    // What --set put there counts, too.
    const {external_task_id: given} = body
    const externalId = given === undefined ? newExternalId(Date.now()) : String(given)
    const isWaiting = flags.wait || flags.output !== undefined
    const progress = this.progress()
    progress.show(() => 'submitting')
    try {
      return await submit({
        client,
        journal: this.journal,
        kind,
        body: {...body, external_task_id: externalId},
        externalId,
        note: {
          region,
          base_url: client.baseUrl,
          profile: this.profile.profile,
          model,
          prompt: firstWords(typeof body.prompt === 'string' ? body.prompt : title),
          units: cost.units ?? undefined,
          output: flags.output && flags.output !== '-' ? resolve(flags.output) : undefined,
          pid: process.pid,
        },
        busyLimitMs: isWaiting ? seconds('wait-timeout', flags['wait-timeout']) * 1000 : undefined,
        onBusy: ms => this.tellBusy(progress, ms),
        signal: this.interruption,
      })
    } catch (error) {
      throw nameSubmission(error, externalId)
    } finally {
      progress.clear()
    }
  }

  /** Says that slots are busy: in the progress line, and once as a line where there is none. */
  private tellBusy(progress: ProgressLine, ms: number): void {
    progress.show(() => `all task slots are busy; trying again in ${saySeconds(ms / 1000)}`)
    if (!this.isBusyTold && !process.stderr.isTTY)
      this.note('All task slots are busy; waiting for a free one.')
    this.isBusyTold = true
  }

  private async tellChange(taskId: string, kind: string, status: string): Promise<void> {
    const payload = {task_id: taskId, kind, status}
    await runKlingHook(this.config, 'kling:task-changed', payload)
  }
}

/** Looks at what a file holds. @throws KlingError `invalid_image`, `invalid_audio` */
async function checkContent({input, codes, limits}: FileUse, value: FileValue): Promise<void> {
  const isAudio = codes === 'audio'
  const name = input.length > 80 ? `The ${isAudio ? 'sound' : 'image'}` : input
  await (isAudio ? checkAudio(name, value, limits) : checkImage(name, value))
}

/** Gives an interruption while submitting the command that finds out what became of it. */
function nameSubmission(error: unknown, externalId: string): unknown {
  if (!isInterruption(error)) return error
  if (error.fields.billed === 'no') {
    return new KlingError(error.code, 'Stopped while waiting for a free slot. Nothing was made.', {
      billed: 'no',
    })
  }
  return new KlingError(error.code, 'Stopped while submitting: there may be a task.', {
    billed: 'maybe',
    hint: `Find out with: kling task resume ${externalId}`,
    details: {external_task_id: externalId},
  })
}

function guardCost({units: cost}: Estimate, limit: number | undefined): void {
  if (limit === undefined || (cost !== null && cost <= limit)) return
  const why =
    cost === null ? 'What this task will cost is not known' : `This task will cost about ${cost} units`
  throw new KlingError('cost_limit', `${why}; the limit is ${limit}.`, {
    hint: 'Nothing was sent. Raise --max-cost (or max_cost in the config), or ask for less.',
    billed: 'no',
  })
}

function sayCost({estimate: cost}: Record<string, unknown>): string {
  const {units: amount, usd, as_of: asOf} = cost as Estimate
  return amount === null ? 'cost: unknown' : `cost: about ${amount} units ($${usd}), by the prices of ${asOf}`
}
