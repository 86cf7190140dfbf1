import type {EditionChange} from '../catalog/edition-changes.js'
import type {ModelCard, ModelSummary} from '../catalog/model-list.js'
import {formatDurations} from '../catalog/models.js'
import {t} from '../i18n/translate.js'
import type {Screen} from '../terminal/screen.js'
import {fieldsView, tableView} from '../terminal/table.js'

const lengthOf = (seconds: number[]): string => formatDurations(seconds.map(String))

const unitsOf = ({units_min: least, units_max: most}: ModelSummary): string =>
  least === null ? t`unknown` : least === most ? String(least) : `${least}–${String(most)}`

/** A line a model. */
export function modelsView(models: ModelSummary[], screen: Screen): string {
  const rows = models.map(summary => ({
    model: summary.model,
    status: summary.status,
    modes: summary.modes.join(', '),
    seconds: lengthOf(summary.seconds),
    features: summary.features.join(', '),
    units_per_second: unitsOf(summary),
    commands: summary.commands.join(', '),
  }))
  return tableView(
    rows,
    ['model', 'status', 'modes', 'seconds', 'units_per_second', 'features', 'commands'],
    screen,
  )
}

/** Everything of one model. */
export function modelView(card: ModelCard, screen: Screen): string {
  const {model, names, status, until, unconfirmed, uses, prices, doubts} = card
  const others = names.filter(name => name !== model).join(', ')
  const facts = {model, names: others || undefined, status, until, unconfirmed}
  const useRows = uses.map(use => ({
    command: use.command,
    standard: use.standard,
    name: use.name,
    modes: use.modes.join(', '),
    seconds: lengthOf(use.seconds),
    features: use.features.join(', '),
    since: use.since,
    until: use.until,
  }))
  const priceRows = prices.map(row => ({...row, regions: row.regions?.join(', ')}))
  const parts = [
    fieldsView(facts, screen),
    tableView(
      useRows,
      ['command', 'standard', 'name', 'modes', 'seconds', 'features', 'since', 'until'],
      screen,
    ),
    prices.length === 0
      ? t`No price is known.`
      : `${t`Units:`}\n${tableView(priceRows, ['with', 'std', 'pro', '4k', 'per', 'of', 'regions', 'as_of'], screen)}`,
    doubts.length === 0 ? '' : [t`Sources disagree:`, ...doubts.map(doubt => `  ${doubt}`)].join('\n'),
  ]
  return parts.filter(Boolean).join('\n\n')
}

/** The differences between two editions; prices that fall are marked. */
export function changesView(changes: EditionChange[], screen: Screen): string {
  if (changes.length === 0) return t`No differences.`
  const rows = changes.map(change => ({...change, falls: change.falls && t`falls`}))
  return tableView(rows, ['what', 'name', 'change', 'before', 'after', 'falls'], screen)
}
