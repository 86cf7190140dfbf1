import {type Estimate, type PriceOptions, estimate} from '../catalog/estimate.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import type {JsonBody} from '../http/streaming-body.js'
import {audioSeconds} from '../media/audio-check.js'
import type {FileUse, FileValue} from '../media/types.js'
import {checkRules} from './catalogue-rules.js'
import type {CreateRequest} from './request.js'
import {setPath} from './set-path.js'

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
  /** What people are told of it: what follows from the rest of the flags. */
  notes?: string[]
  /** What sources disagree on whether the service takes it. */
  warnings: string[]
  /** Its files, whose content is looked at before it is sent. */
  files: {use: FileUse; value: FileValue}[]
}

/** What every request may carry besides its own fields. */
export interface Additions {
  /** `--callback-url` */
  callbackUrl: string | undefined
  /** `--external-task-id` */
  externalId: string | undefined
  /** Those of `--set`, `path=value`. */
  assignments: string[]
  /** `--unchecked`: the rules of the catalogue do not hold. */
  unchecked?: boolean | undefined
  /** Where it goes, as far as the price depends on it. */
  prices?: PriceOptions | undefined
}

/**
 * Builds a request of options that were checked one by one.
 * @param files those of the request, as they were found
 * @throws KlingError for combinations that cannot work
 */
export async function prepareTask<Options>(
  request: CreateRequest<Options>,
  options: Options,
  files: Map<string, FileValue>,
  {callbackUrl, externalId, assignments, unchecked = false, prices}: Additions,
): Promise<PreparedTask> {
  const {kind} = request
  const body = request.body(options, files)
  const warnings = unchecked || request.isRecorded ? [] : checkRules(kind.endpoint, body)
  if (callbackUrl) body.callback_url = callbackUrl
  if (externalId) body.external_task_id = externalId
  for (const assignment of assignments) setPath(body, assignment, kind.path)
  return {
    kind,
    body,
    estimate: estimate(kind.endpoint, body, await audioSeconds(files.get(request.lengthFrom ?? '')), prices),
    title: request.title?.(options),
    unnamed: request.unnamed?.(options) ?? [],
    warnings,
    files: request.files(options).map(use => ({use, value: files.get(use.role)!})),
  }
}

/** What a task would cost: nothing was sent. */
export interface EstimateResult {
  estimate: Estimate
  /** As they stand in the request; left out where it has none. */
  model?: string | undefined
  mode?: string | undefined
  /** Seconds. */
  duration?: number | undefined
}

/** What `--estimate` prints. */
export function estimateResult({estimate, body}: PreparedTask): EstimateResult {
  // What --set put there is printed as it is.
  const {model_name: model, mode, duration: text} = body as Record<string, string | undefined>
  const seconds = Number(text ?? NaN)
  return {estimate, model, mode, duration: Number.isFinite(seconds) ? seconds : undefined}
}

/** A request that was not sent. */
export interface DryRunResult {
  dry_run: true
  method: 'POST'
  /** Where it would be sent. */
  url: string
  /** The body; each file in it, and long base64 text, is `{sha256, bytes}`. */
  body: Record<string, unknown>
  estimate: Estimate
}

/** What `--dry-run` prints. @param baseUrl where the requests of the command go */
export async function dryRunResult(
  {kind, body, estimate}: PreparedTask,
  baseUrl: string,
): Promise<DryRunResult> {
  const {redactBody} = await import('../api/redact-body.js')
  const shown = (await redactBody(body)) as Record<string, unknown>
  return {dry_run: true, method: 'POST', url: baseUrl + kind.path, body: shown, estimate}
}
