import {msg, translate} from '../i18n/translate.js'

/** States of tasks, packs and the journal. */
const states = new Set([
  ...[msg`submitted`, msg`processing`, msg`succeed`, msg`failed`],
  ...[msg`sending`, msg`refused`, msg`unknown`, msg`not_taken`, msg`forgotten`, msg`deleted`],
  ...[msg`served`, msg`ending`, msg`coming`, msg`unconfirmed`, msg`retired`],
  ...[msg`online`, msg`toBeOnline`, msg`ends_soon`, msg`expired`, msg`runOut`],
])

/** Names of fields and columns. */
const fields = new Set([
  ...[msg`id`, msg`task_id`, msg`video_id`, msg`element_id`, msg`voice_id`, msg`external_task_id`],
  ...[msg`status`, msg`state`, msg`reason`, msg`kind`, msg`type`, msg`model`, msg`mode`],
  ...[msg`prompt`, msg`duration`, msg`created_at`, msg`updated_at`, msg`expires_at`],
  ...[msg`video_url`, msg`watermark_url`, msg`audio_mp3_url`, msg`audio_wav_url`, msg`trial_url`],
  ...[msg`output`, msg`downloaded`, msg`file`, msg`bytes`, msg`path`, msg`root`, msg`sidecar`],
  ...[msg`units`, msg`units_charged`, msg`estimated_units`, msg`estimate`, msg`charged`],
  ...[
    msg`estimated`,
    msg`difference`,
    msg`count`,
    msg`unknown`,
    msg`day`,
    msg`profile`,
    msg`region`,
    msg`base_url`,
  ],
  ...[msg`name`, msg`description`, msg`element_name`, msg`voice_name`, msg`owned_by`],
  ...[msg`version`, msg`runs`, msg`commands`, msg`permissions`, msg`not_granted`, msg`source`],
  ...[msg`key`, msg`value`, msg`from`, msg`what`, msg`origin`, msg`pack`, msg`left`, msg`of`],
  ...[msg`ends`, msg`modes`, msg`seconds`, msg`units_per_second`, msg`features`, msg`standard`],
  ...[msg`names`, msg`unconfirmed`, msg`since`, msg`until`, msg`with`, msg`per`, msg`regions`, msg`as_of`],
  ...[msg`change`, msg`before`, msg`after`, msg`command`, msg`amount`],
])

/** A state for people; in JSON it stays as it is. */
export const formatState = (state: string): string => (states.has(state) ? translate(state) : state)

/** Kinds of tasks. */
const kinds = new Set([
  ...[msg`create`, msg`text2video`, msg`image2video`, msg`motion-control`],
  ...[msg`avatar`, msg`extend`, msg`add-sound`],
])

/** A kind of task for people; in JSON it stays as it is. */
export const formatKind = (kind: string): string => (kinds.has(kind) ? translate(kind) : kind)

/** The name of a field for people; in JSON, `--fields` and `--template` it stays as it is. */
export const formatFieldName = (name: string): string => (fields.has(name) ? translate(name) : name)
