import type {Clip} from '../lib/gallery/clip.js'
import {type Text, languageInUse, t} from './texts.js'

const locale = (): string => (languageInUse() === 'zh' ? 'zh-CN' : 'en-GB')

function time(at: string | number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(at))
}

/** `14:05` */
export const formatTime = (at: string): string =>
  time(at, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'})
/** `23 Nov` */
export const formatDay = (at: string): string => time(at, {day: 'numeric', month: 'short'})
/** `23 November 2026 at 14:05` */
export const formatMoment = (at: string): string =>
  time(at, {dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23'})
/** `November 2026` for `2026-11` */
export const formatMonth = (month: string): string =>
  time(`${month}-15T12:00`, {month: 'long', year: 'numeric'})

/** A day's heading: `Today`, `Monday 23 November`, with the year where it is not this one. */
export function formatDate(day: string, today: string, yesterday: string): string {
  if (day === today) return t('Today')
  if (day === yesterday) return t('Yesterday')
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  return time(`${day}T12:00`, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : {year: 'numeric'}),
  })
}

/** `5 s`, `4.5 s` */
export const formatSeconds = (seconds: number): string => t('{0} s', Number(seconds.toFixed(1)))

/** `0:42`, `1:02:03` */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}

/** `1.2 MB` */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`
}

const kinds: Record<string, Text> = {
  create: 'Video',
  text2video: 'From text',
  image2video: 'From image',
  'motion-control': 'Motion control',
  avatar: 'Avatar',
  extend: 'Extension',
  'add-sound': 'Added sound',
}

export function formatKind(kind: string): string {
  const text = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  return text ? t(text) : kind
}

const flags: Record<string, Text> = {
  model: 'Model',
  mode: 'Mode',
  duration: 'Duration',
  ratio: 'Aspect ratio',
  negative: 'Negative prompt',
  'first-frame': 'First frame',
  'last-frame': 'Last frame',
  'ref-image': 'Reference image',
  'ref-video': 'Reference video',
  'base-video': 'Base video',
  element: 'Element',
  voice: 'Voice',
  sound: 'Sound',
  bgm: 'Music',
  shot: 'Shot',
  image: 'Image',
  video: 'Video',
  audio: 'Audio',
  'camera-control': 'Camera',
  watermark: 'Watermark',
  orientation: 'Orientation',
}

/** The name of a setting; a flag that has none stays as it is typed. */
export function formatFlag(flag: string): string {
  const text = Object.hasOwn(flags, flag) ? flags[flag] : undefined
  return text ? t(text) : `--${flag}`
}

export function formatValue(flag: string, value: string | true): string {
  if (value === true) return t('yes')
  return flag === 'duration' && /^\d+$/.test(value) ? t('{0} s', value) : value
}

/** What to call a clip in a few words. */
export function titleOf({prompt, file, missing, kind}: Clip): string {
  return prompt || file?.name || missing || `${formatKind(kind)} · ${t('No prompt')}`
}

/** Codes of why there is no task → words. */
const reasons: Record<string, Text> = {
  content_policy: 'blocked by the content filter',
  invalid_request: 'the API refused the request',
  retired_model: 'the model is retired',
  rate_limit: 'no free task slot',
  quota_exceeded: 'no units left',
  permission_denied: 'the key is not allowed to do this',
  invalid_api_key: 'the key was not accepted',
  connection_error: 'Kling could not be reached',
  timeout: 'Kling could not be reached',
  server_error: 'Kling had an error',
  server_overloaded: 'Kling had an error',
}

/** Names by which the API says that its content filter stopped a task. */
const contentReasons = /^(?:ContentRisk\w*|Failure to pass the risk control system)$/

/** Why there is no clip, in words: the API's own sentence, or what its code means. */
export function formatReason({reason}: Clip): string {
  if (reason === undefined) return ''
  if (contentReasons.test(reason.trim())) return t(reasons.content_policy!)
  if (Object.hasOwn(reasons, reason)) return t(reasons[reason]!)
  return /^[a-z]+(?:_[a-z]+)+$/.test(reason) ? reason.replaceAll('_', ' ') : reason
}

/** Where a clip stands, in a word or two. */
export function formatState({phase, state}: Clip): string {
  if (phase === 'ready') return t('On this machine')
  if (phase === 'remote') return t('Not downloaded')
  if (phase === 'failed') {
    if (state === 'refused') return t('Rejected')
    return t(state === 'not_taken' ? 'No task was created' : 'Failed')
  }
  const states: Record<string, Text> = {
    sending: 'Submitting',
    unknown: 'Outcome unknown',
    submitted: 'Submitted',
  }
  return t(states[state] ?? 'Running')
}
