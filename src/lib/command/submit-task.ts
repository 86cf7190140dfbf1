import type {Connection} from '../api/connection.js'
import {absoluteOutput} from '../downloads/output-folder.js'
import type {ErrorFields} from '../errors/kling-error.js'
import {firstWords, type Journal} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import type {PreparedTask} from '../requests/prepared-task.js'
import type {IdentifiedBody} from '../tasks/external-id.js'
import {type Submitted, submit} from '../tasks/submit.js'
import type {ProgressLine} from '../terminal/progress.js'
import {formatSeconds} from '../terminal/text.js'
import type {RunHook} from '../plugins/hook-types.js'
import {explainInterruption, explained, isInterruption} from '../terminal/interruption.js'
import {formatRetry} from '../terminal/retry-notice.js'
import type {SpendGuard} from '../budget/spend-guard.js'

export interface SubmitTaskOptions {
  runHook: RunHook
  connection: Connection
  journal: Journal
  guard: SpendGuard
  profile: string | undefined
  task: PreparedTask & {body: IdentifiedBody}
  /** File that the result will be put in. */
  output: string | undefined
  /** How long to wait for a free slot, in ms. */
  busyLimitMs: number | undefined
  progress: ProgressLine
  /** Reports once that all slots are busy, where no progress is shown. */
  onBusy: () => void
  signal: AbortSignal
}

/** Submits a body that was checked: asks the hook, notes the intent within the limits, sends, and shows what goes on. */
export async function submitTask(options: SubmitTaskOptions): Promise<Submitted> {
  const {task, runHook, connection, journal, guard, output, progress} = options
  const {kind, body} = task
  const model = typeof body.model_name === 'string' ? body.model_name : undefined
  const {units, units_max: most, basis} = task.estimate
  const {signal} = options
  const payload = {kind: kind.name, model, units: units ?? undefined}
  await beforeSending(runHook('kling:before-submit', payload), body, signal)
  progress.show(() => t`submitting`)
  try {
    return await submit({
      client: connection.client,
      journal: {
        append: event =>
          event.event === 'intent'
            ? guard.reserve(units ?? most, () => journal.append(event))
            : journal.append(event),
      },
      kind,
      body,
      note: {
        region: connection.region,
        base_url: connection.client.baseUrl,
        profile: options.profile,
        model,
        prompt: firstWords(typeof body.prompt === 'string' ? body.prompt : task.title),
        units: units ?? undefined,
        units_max: units === null ? (most ?? undefined) : undefined,
        price: basis ?? undefined,
        output: output && output !== '-' ? absoluteOutput(output) : undefined,
      },
      busyLimitMs: options.busyLimitMs,
      onBusy(ms) {
        progress.show(() => t`all task slots are busy; retrying in ${formatSeconds(ms / 1000)}`)
        if (!process.stderr.isTTY) options.onBusy()
      },
      onRetry: error => progress.show(() => formatRetry(error)),
      signal,
    })
  } catch (error) {
    throw nameSubmission(error, body)
  } finally {
    progress.clear()
  }
}

/** What an interruption says while the service cannot have the request. */
const cancelled = ({external_task_id}: IdentifiedBody): [string, ErrorFields] => [
  t`Cancelled before the request was accepted. No task was created.`,
  {billed: 'no', details: {external_task_id}},
]

/** Waits for what is done before a body is sent; an interruption says that nothing was. */
export function beforeSending<T>(work: Promise<T>, body: IdentifiedBody, signal: AbortSignal): Promise<T> {
  return explainInterruption(work, ...cancelled(body), signal)
}

/** Gives an interruption while submitting the command that determines the outcome of it. */
function nameSubmission(error: unknown, body: IdentifiedBody): unknown {
  if (!isInterruption(error)) return error
  if (error.fields.billed === 'no') return explained(error, ...cancelled(body))
  const externalId = body.external_task_id
  return explained(error, t`Stopped while submitting. A task may have been created.`, {
    billed: 'maybe',
    hint: t`Check it with: kling task resume ${externalId}`,
    details: {external_task_id: externalId},
  })
}
