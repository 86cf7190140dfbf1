import type {AudioFiles, TaskState} from './clock.js'
import {signLink} from './http/signed-link.js'
import {endpointOf} from './endpoints.js'
import {accountId} from './keys.js'
import type {TaskRecord} from './state/task-record.js'

/** How to link to the files of a task. */
export interface LinkOptions {
  baseUrl: string
  linkSecret: string
}

/** Path of a result file on the server. */
function filePath(id: string, name: string): string {
  return `/files/${id}/${name}`
}

function taskInfo({externalId, source}: TaskRecord) {
  const {videoId, seconds} = source ?? {}
  return {
    ...(externalId ? {external_task_id: externalId} : {}),
    ...(videoId ? {parent_video: {id: videoId, duration: seconds!.toFixed(3)}} : {}),
  }
}

/** What the answer to a create and every query have in common. */
export function taskHead(record: TaskRecord, state: TaskState) {
  return {
    task_id: record.id,
    task_status: state.status,
    task_info: taskInfo(record),
    created_at: record.createdAt,
    updated_at: state.since,
  }
}

/** The sound of a result, by itself. */
function audioOf({videoId}: TaskRecord, {mp3, wav, seconds}: AudioFiles, link: (name: string) => string) {
  const duration = seconds.toFixed(3)
  return {id: videoId, url_mp3: link(mp3), url_wav: link(wav), duration_mp3: duration, duration_wav: duration}
}

function taskResult(record: TaskRecord, {baseUrl, linkSecret}: LinkOptions) {
  const {outcome} = record
  if (outcome?.status !== 'succeed') return {}
  const link = (name: string) =>
    signLink(baseUrl, filePath(record.id, name), {secret: linkSecret, createdAt: record.createdAt})
  const units = record.units === undefined ? {} : {final_unit_deduction: record.units}
  if (endpointOf(record.kind)?.makes === 'voice') {
    const voice = {
      voice_id: record.videoId,
      voice_name: record.body.voice_name,
      trial_url: link(outcome.file),
      owned_by: accountId,
    }
    return {task_result: {voices: [voice]}, ...units}
  }
  const video = {
    id: record.videoId,
    url: link(outcome.file),
    ...(outcome.watermarkFile ? {watermark_url: link(outcome.watermarkFile)} : {}),
    duration: outcome.seconds.toFixed(3),
  }
  return {
    task_result: {
      videos: [video],
      ...(outcome.audio ? {audios: [audioOf(record, outcome.audio, link)]} : {}),
    },
    ...units,
  }
}

/** The body of a callback: the task in one of its states, without envelope. */
export function callbackBody(record: TaskRecord, state: TaskState, links: LinkOptions) {
  return {
    ...taskHead(record, state),
    task_status_msg: state.message ?? '',
    ...(state.status === 'succeed' ? taskResult(record, links) : {}),
  }
}

/** A task as a query shows it. */
export function taskView(record: TaskRecord, state: TaskState, links: LinkOptions) {
  return {
    ...taskHead(record, state),
    ...(state.message === undefined ? {} : {task_status_msg: state.message}),
    ...(record.watermark === undefined ? {} : {watermark_info: {enabled: record.watermark}}),
    ...(state.status === 'succeed' ? taskResult(record, links) : {}),
  }
}
