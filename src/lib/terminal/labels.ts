import {msg, translate} from '../i18n/translate.js'

/** States of tasks, packs and the journal. */
const states = new Set([
  ...[msg`submitted`, msg`processing`, msg`succeed`, msg`failed`],
  ...[msg`sending`, msg`refused`, msg`unknown`, msg`not_taken`, msg`forgotten`, msg`deleted`],
  ...[msg`served`, msg`ending`, msg`coming`, msg`unconfirmed`, msg`retired`],
  ...[msg`online`, msg`toBeOnline`, msg`ends_soon`, msg`expired`, msg`runOut`],
])

/** Names of fields and columns in words. */
const fields: Record<string, string> = {
  id: msg`id`,
  task_id: msg`task ID`,
  video_id: msg`video ID`,
  element_id: msg`element ID`,
  voice_id: msg`voice ID`,
  external_task_id: msg`external ID`,
  status: msg`status`,
  state: msg`state`,
  reason: msg`reason`,
  kind: msg`kind`,
  type: msg`type`,
  model: msg`model`,
  mode: msg`mode`,
  prompt: msg`prompt`,
  duration: msg`duration`,
  created_at: msg`created`,
  updated_at: msg`updated`,
  expires_at: msg`expires`,
  video_url: msg`video URL`,
  watermark_url: msg`watermarked URL`,
  audio_mp3_url: msg`MP3 URL`,
  audio_wav_url: msg`WAV URL`,
  trial_url: msg`sample URL`,
  output: msg`output`,
  downloaded: msg`downloaded`,
  file: msg`file`,
  bytes: msg`size`,
  path: msg`path`,
  root: msg`root`,
  sidecar: msg`sidecar`,
  units: msg`units`,
  units_charged: msg`units charged`,
  amount_charged: msg`amount charged`,
  estimated_units: msg`units estimated`,
  estimate: msg`estimate`,
  charged: msg`charged`,
  estimated: msg`estimated`,
  difference: msg`difference`,
  count: msg`tasks`,
  unknown: msg`not known yet`,
  day: msg`day`,
  profile: msg`profile`,
  region: msg`region`,
  base_url: msg`base URL`,
  name: msg`name`,
  description: msg`description`,
  element_name: msg`name`,
  voice_name: msg`name`,
  owned_by: msg`owner`,
  version: msg`version`,
  runs: msg`runs`,
  commands: msg`commands`,
  permissions: msg`permissions`,
  not_granted: msg`not granted`,
  source: msg`source`,
  key: msg`key`,
  value: msg`value`,
  from: msg`from`,
  what: msg`what`,
  origin: msg`origin`,
  pack: msg`pack`,
  left: msg`left`,
  of: msg`of`,
  ends: msg`ends`,
  unestimated_charged: msg`no estimate`,
  unknown_estimated: msg`not known yet`,
  cost: msg`units`,
  modes: msg`modes`,
  seconds: msg`seconds`,
  units_per_second: msg`units per second`,
  features: msg`features`,
  standard: msg`standard`,
  names: msg`names`,
  unconfirmed: msg`unconfirmed`,
  since: msg`since`,
  until: msg`until`,
  with: msg`with`,
  per: msg`per`,
  regions: msg`regions`,
  as_of: msg`as of`,
  change: msg`change`,
  before: msg`before`,
  after: msg`after`,
  command: msg`command`,
  amount: msg`amount`,
}

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
export const formatFieldName = (name: string): string =>
  Object.hasOwn(fields, name) ? translate(fields[name]!) : name.replaceAll('_', ' ')
