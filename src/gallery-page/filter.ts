import type {Clip} from '../lib/gallery/clip.js'

/** What of the clips is shown. */
export interface Filter {
  /** Words that all occur in prompt, ids, file name or model. */
  words: string
  model: string
  /** `ready`, `remote`, `running`, `failed`; empty for all. */
  phase: string
  /** `1`, `7`, `30`: days up to today; `2026-11`: a month; empty for any time. */
  date: string
  isStarred: boolean
}

export const everything: Filter = {words: '', model: '', phase: '', date: '', isStarred: false}

const haystacks = new WeakMap<Clip, string>()

function haystackOf(clip: Clip): string {
  let text = haystacks.get(clip)
  if (text === undefined) {
    const {prompt, id, task_id, file, missing, model, reason} = clip
    text = [prompt, id, task_id, file?.name, missing, model, reason].join('\n').toLowerCase()
    haystacks.set(clip, text)
  }
  return text
}

/** A day in the visitor's own time, as `2026-11-23`. */
export function dayOf(time: string | number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const dayMs = 24 * 3600_000

/** The clips that a filter lets through, in their order. @param now ms since 1970 */
export function filtered(clips: Clip[], filter: Filter, stars: ReadonlySet<string>, now: number): Clip[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  const {model, phase, date, isStarred} = filter
  const days = /^\d{1,3}$/.test(date) ? Number(date) : undefined
  const first = days === undefined ? '' : dayOf(now - (days - 1) * dayMs)
  return clips.filter(clip => {
    if (model && clip.model !== model) return false
    if (phase && clip.phase !== phase) return false
    if (isStarred && !stars.has(clip.id)) return false
    if (date) {
      const day = dayOf(clip.created_at)
      if (days === undefined ? !day.startsWith(date) : day < first) return false
    }
    if (words.length === 0) return true
    const text = haystackOf(clip)
    return words.every(word => text.includes(word))
  })
}

/** A filter as the part of an address after `#`. */
export function toHash(filter: Filter): string {
  const given = Object.entries({...filter, isStarred: filter.isStarred ? '1' : ''}).filter(
    ([, value]) => value,
  )
  return new URLSearchParams(given).toString()
}

/** The filter in an address. */
export function fromHash(hash: string): Filter {
  const params = new URLSearchParams(hash.replace(/^#/, ''))
  const value = (name: keyof Filter): string => params.get(name) ?? ''
  return {
    words: value('words'),
    model: value('model'),
    phase: value('phase'),
    date: value('date'),
    isStarred: value('isStarred') === '1',
  }
}
