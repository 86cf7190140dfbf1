import type {components} from '../api/generated-types.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {ResultFormat} from '../catalog/task-kinds.js'

/** Where a task stands, by the API. */
export type TaskStatus = components['schemas']['TaskStatus']

/** A task as the API gives it; only what is read here is named. */
export interface ApiTask {
  task_id: string
  task_status: TaskStatus
  task_status_msg?: string | undefined
  task_info?: {external_task_id?: string}
  /** ms since 1970 */
  created_at?: number
  /** ms since 1970 */
  updated_at?: number
  final_unit_deduction?: string
  /** Of accounts that pay in money. */
  final_balance_deduction?: {quota?: string; list_price?: string}
  task_result?: {
    videos?: {id?: string; url?: string; watermark_url?: string; duration?: string}[]
    audios?: {id?: string; url_mp3?: string; url_wav?: string; duration_mp3?: string; duration_wav?: string}[]
    /** Results of the kinds that plugins bring, a list by their name: `voices`. */
    [results: string]: unknown
  }
}

/** Words by which the API says that its content filter stopped a task. */
const contentReasons =
  /ContentRisk|risk control|content (?:safety|policy|risk|security)|sensitive|risk detected|风控|敏感|违规/i

/** The error that a failed task is. @returns KlingError `content_policy` or `task_failed` */
export function errorOfFailedTask(task: ApiTask): KlingError {
  const reason = task.task_status_msg?.trim() || t`the API gave no reason`
  const isContent = contentReasons.test(reason)
  return new KlingError(
    isContent ? 'content_policy' : 'task_failed',
    t`Task ${task.task_id} failed: ${reason}`,
    {
      task_id: task.task_id,
      hint: isContent
        ? t`Change the prompt or the images and create the task again. Failed tasks are not charged.`
        : t`Failed tasks are not charged. Fix the cause, then create the task again.`,
      billed: 'no',
      details: {task_status_msg: task.task_status_msg ?? ''},
    },
  )
}

/** Address of a result of a finished task, or undefined when the task has none of that kind. */
export function resultUrl(task: ApiTask, format: ResultFormat, watermark: boolean): string | undefined {
  const video = task.task_result?.videos?.[0]
  const audio = task.task_result?.audios?.[0]
  const urls: Record<ResultFormat, string | undefined> = {
    video: watermark ? video?.watermark_url : video?.url,
    mp3: audio?.url_mp3,
    wav: audio?.url_wav,
  }
  return urls[format] || undefined
}

/** A task as commands print it. */
export interface TaskResult {
  /** Id by the service. */
  task_id: string
  status: TaskStatus
  /** Id of the video, which `extend` and `add-sound` take. */
  video_id?: string | undefined
  /** Seconds of the video: 5.041. */
  duration?: number | undefined
  /** Address of the video, for some 30 days. */
  video_url?: string | undefined
  /** Address of the video with a watermark, if one was made. */
  watermark_url?: string | undefined
  /** Addresses of the sound of `add-sound`. */
  audio_mp3_url?: string | undefined
  audio_wav_url?: string | undefined
  /** The id that it was submitted with. */
  external_task_id?: string | undefined
  /** Kling units that were charged, as the API writes them: `3.5`. */
  units_charged?: string | undefined
  /** What was charged in money, as the API writes it, of an account that pays in money. */
  amount_charged?: string | undefined
  /** ISO 8601 time of its submission. */
  created_at?: string | undefined
  /** ISO 8601 time of its last change. */
  updated_at?: string | undefined
  /** It was made by an earlier run: `--reuse`. */
  reused?: true
}

/** A task that was sent and is not waited for. */
export interface SubmittedResult {
  /** Id by the service. */
  task_id: string
  status: 'submitted'
  /** The id that it was submitted with. */
  external_task_id: string
  /** Kling units by the price table, where it has a price. */
  estimated_units?: number
}

/** All that `describeTask` may say of a task of the program itself. */
export const taskFields = [
  'task_id',
  'status',
  'video_id',
  'duration',
  'video_url',
  'watermark_url',
  'audio_mp3_url',
  'audio_wav_url',
  'external_task_id',
  'units_charged',
  'amount_charged',
  'created_at',
  'updated_at',
] satisfies (keyof TaskResult)[]

/** All that a create may print: of the task, of its result and file, and of one that is not sent. */
export const createFields = [
  ...taskFields,
  'estimated_units',
  'reused',
  'output',
  'file',
  'bytes',
  'skipped',
  'sidecar',
  'estimate',
  'model',
  'mode',
  'dry_run',
  'method',
  'url',
  'body',
]

/**
 * What is printed of a task: its state, its results, their addresses, times and what was charged.
 * @returns with it, what the first result of a plugin's kind has (`Own`), such as the id and the name of a voice
 */
export function describeTask<Own extends object = object>(task: ApiTask): TaskResult & Partial<NoInfer<Own>> {
  const video = task.task_result?.videos?.[0]
  const audio = task.task_result?.audios?.[0]
  return {
    ...(pluginResult(task) as Partial<Own>),
    task_id: task.task_id,
    status: task.task_status,
    video_id: video?.id,
    duration: secondsOf(video?.duration),
    video_url: video?.url,
    watermark_url: video?.watermark_url,
    audio_mp3_url: audio?.url_mp3,
    audio_wav_url: audio?.url_wav,
    external_task_id: task.task_info?.external_task_id,
    units_charged: task.final_unit_deduction,
    amount_charged: task.final_balance_deduction?.quota,
    created_at: isoTime(task.created_at),
    updated_at: isoTime(task.updated_at),
  }
}

/** The first result of a kind that a plugin brought, such as the id and the name of a voice; ids as digits. */
function pluginResult({task_result}: ApiTask): Record<string, unknown> {
  const {videos: _videos, audios: _audios, ...lists} = task_result ?? {}
  const [first] = (Object.values(lists).find(Array.isArray) ?? []) as unknown[]
  if (typeof first !== 'object' || first === null) return {}
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => [name, name.endsWith('_id') ? String(value) : value]),
  )
}

/** A task in a list of the service. */
export interface TaskSummary {
  /** Id by the service. */
  task_id: string
  status: TaskStatus
  /** ISO 8601 time of its submission. */
  created_at?: string | undefined
  /** Seconds of the video: 5.041. */
  duration?: number | undefined
  /** Address of the video, for some 30 days. */
  video_url?: string | undefined
  /** Why it failed, in the words of the API. */
  reason?: string | undefined
}

/** The fields of `summariseTask`. */
export const summaryFields = [
  'task_id',
  'status',
  'created_at',
  'duration',
  'video_url',
  'reason',
] satisfies (keyof TaskSummary)[]

/** One row of `list`. */
export function summariseTask(task: ApiTask): TaskSummary {
  const video = task.task_result?.videos?.[0]
  return {
    task_id: task.task_id,
    status: task.task_status,
    created_at: isoTime(task.created_at),
    duration: secondsOf(video?.duration),
    video_url: video?.url,
    reason: task.task_status === 'failed' ? task.task_status_msg : undefined,
  }
}

/** Seconds, which the API writes as text: `5.041`. */
function secondsOf(text: string | undefined): number | undefined {
  const seconds = Number(text ?? NaN)
  return Number.isFinite(seconds) ? seconds : undefined
}

/** ISO 8601 of a time in ms; undefined stays undefined. */
function isoTime(ms: number | undefined): string | undefined {
  return typeof ms === 'number' && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined
}
