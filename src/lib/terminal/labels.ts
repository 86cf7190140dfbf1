import {later, sayText} from '../i18n/translate.js'

/** States of tasks, packs and the journal. */
const states = new Set([
  ...[later`submitted`, later`processing`, later`succeed`, later`failed`],
  ...[later`sending`, later`refused`, later`unknown`, later`not_taken`, later`forgotten`, later`deleted`],
  ...[later`online`, later`toBeOnline`, later`ends_soon`, later`expired`, later`runOut`],
])

/** Names of fields and columns. */
const fields = new Set([
  ...[
    later`id`,
    later`task_id`,
    later`video_id`,
    later`element_id`,
    later`voice_id`,
    later`external_task_id`,
  ],
  ...[later`status`, later`state`, later`reason`, later`kind`, later`type`, later`model`, later`mode`],
  ...[later`prompt`, later`duration`, later`created_at`, later`updated_at`, later`expires_at`],
  ...[later`video_url`, later`watermark_url`, later`audio_mp3_url`, later`audio_wav_url`, later`trial_url`],
  ...[later`output`, later`downloaded`, later`file`, later`bytes`, later`path`, later`root`, later`sidecar`],
  ...[later`units`, later`units_charged`, later`estimated_units`, later`estimate`, later`charged`],
  ...[
    later`estimated`,
    later`difference`,
    later`count`,
    later`unknown`,
    later`day`,
    later`profile`,
    later`region`,
    later`base_url`,
  ],
  ...[later`name`, later`description`, later`element_name`, later`voice_name`, later`owned_by`],
  ...[later`version`, later`runs`, later`commands`, later`permissions`, later`not_granted`, later`source`],
  ...[later`key`, later`value`, later`from`, later`what`, later`origin`, later`pack`, later`left`, later`of`],
  ...[later`ends`],
])

/** A state for people; in JSON it stays as it is. */
export const sayState = (state: string): string => (states.has(state) ? sayText(state) : state)

/** The name of a field for people; in JSON, `--fields` and `--template` it stays as it is. */
export const sayField = (name: string): string => (fields.has(name) ? sayText(name) : name)
