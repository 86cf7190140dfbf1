import type {Clip} from '../lib/gallery/clip.js'
import {copyAndTell} from './announce.js'
import {h, icon} from './dom.js'
import {type Text, t} from './texts.js'
import {
  formatBytes,
  formatFlag,
  formatKind,
  formatMoment,
  formatReason,
  formatSeconds,
  formatState,
  formatValue,
} from './wording.js'

/** A name and what follows it. */
export type Fact = [name: string, value: string]

/** What was asked for, but for the prompt and what belongs to the machine. */
export function settingsOf({settings}: Clip): Fact[] {
  return settings.map(({flag, value}) => [formatFlag(flag), formatValue(flag, value)])
}

/** What is known besides. */
export function detailsOf(clip: Clip): Fact[] {
  const {file, units, task_id, region} = clip
  const facts: [Text, string | undefined][] = [
    ['State', formatState(clip)],
    ['Reason', formatReason(clip)],
    ['Type', formatKind(clip.kind)],
    ['Created', formatMoment(clip.created_at)],
    ['Size', file?.width ? `${file.width} × ${file.height}` : undefined],
    ['Length', file?.seconds === undefined ? undefined : formatSeconds(file.seconds)],
    ['Cost', formatCost(units)],
    ['Region', region],
    ['Task ID', task_id],
    ['File', file?.name],
    ['File size', file && formatBytes(file.bytes)],
    ['Folder', file?.folder],
  ]
  return facts.flatMap(([name, value]): Fact[] => (value ? [[t(name), value]] : []))
}

function formatCost(units: string | undefined): string | undefined {
  if (units === undefined) return undefined
  return units === '0' ? t('Not charged') : t('{0} units', units)
}

export function factList(facts: Fact[]): HTMLElement {
  return h(
    'dl',
    {class: 'facts-list'},
    ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  )
}

/** A command to be copied, with what it is for. */
export function commandBox(label: string, command: string, name: string): HTMLElement {
  return h(
    'section',
    {class: 'command'},
    h('h3', {}, label),
    h('pre', {tabindex: 0, 'data-command': name}, h('code', {}, command)),
    h(
      'button',
      {type: 'button', class: 'button', 'data-copy': name, onclick: () => void copyAndTell(command)},
      icon('copy'),
      name === 'again' ? t('Copy as command') : t('Copy'),
    ),
  )
}
