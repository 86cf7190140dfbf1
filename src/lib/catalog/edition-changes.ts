import type {Catalogue, PriceRow} from './format.js'

/** One difference between two editions. */
export interface EditionChange {
  what: 'model' | 'price' | 'rules' | 'endpoint' | 'effect' | 'currency'
  /** What it is of: a model, an operation, a path, a scene. */
  name: string
  change: 'added' | 'removed' | 'changed'
  before?: string | undefined
  after?: string | undefined
  /** A price that fell: limits let more through. */
  falls?: true
}

/** The fields of a change, as commands print them. */
export const changeFields = [
  'what',
  'name',
  'change',
  'before',
  'after',
  'falls',
] satisfies (keyof EditionChange)[]

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function changesOf<T>(
  what: EditionChange['what'],
  before: T[],
  after: T[],
  nameOf: (entry: T) => string,
  show: (entry: T) => string | undefined = () => undefined,
): EditionChange[] {
  const old = new Map(before.map(entry => [nameOf(entry), entry]))
  const names = new Set(after.map(nameOf))
  const removed = before.filter(entry => !names.has(nameOf(entry)))
  return [
    ...after.flatMap((entry): EditionChange[] => {
      const name = nameOf(entry)
      const known = old.get(name)
      if (known === undefined) return [{what, name, change: 'added', after: show(entry)}]
      if (isSame(known, entry)) return []
      return [{what, name, change: 'changed', before: show(known), after: show(entry)}]
    }),
    ...removed.map((entry): EditionChange => ({
      what,
      name: nameOf(entry),
      change: 'removed',
      before: show(entry),
    })),
  ]
}

function nameOfPrice({model, operation, when = {}, regions}: PriceRow): string {
  const conditions = Object.entries(when).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [model ?? operation, ...conditions, ...(regions ? [`regions=${regions.join('|')}`] : [])].join(' ')
}

const showUnits = ({units, per}: PriceRow): string => {
  const shown =
    typeof units === 'number'
      ? String(units)
      : Object.entries(units)
          .map(([resolution, rate]) => `${resolution} ${rate}`)
          .join(', ')
  return `${shown} / ${per}`
}

/** Whether some request costs less by the second row. */
function falls(before: PriceRow, after: PriceRow): boolean {
  const rates = ({units}: PriceRow): Record<string, number> =>
    typeof units === 'number' ? {'': units} : units
  const [old, now] = [rates(before), rates(after)]
  return Object.entries(now).some(([resolution, rate]) => rate < (old[resolution] ?? old[''] ?? -Infinity))
}

/** What is different in the second edition; prices that fall are marked. */
export function editionChanges(before: Catalogue, after: Catalogue): EditionChange[] {
  const rows = new Map(before.prices.map(row => [nameOfPrice(row), row]))
  const newRows = new Map(after.prices.map(row => [nameOfPrice(row), row]))
  const prices = changesOf('price', before.prices, after.prices, nameOfPrice, showUnits).map(change => {
    const [old, now] = [rows.get(change.name), newRows.get(change.name)]
    return old && now && falls(old, now) ? {...change, falls: true as const} : change
  })
  const currencies = (catalogue: Catalogue): {name: string; value: string; amount: number}[] =>
    Object.entries(catalogue.currencies).flatMap(([region, packs]) =>
      Object.entries(packs).map(([pack, [currency, amount]]) => ({
        name: `${region} ${pack}`,
        value: `${amount} ${currency}`,
        amount,
      })),
    )
  return [
    ...prices,
    ...changesOf(
      'currency',
      currencies(before),
      currencies(after),
      ({name}) => name,
      ({value}) => value,
    ),
    ...changesOf('model', before.models, after.models, ({key}) => key),
    ...changesOf(
      'rules',
      [{name: 'every model', rules: before.rules}],
      [{name: 'every model', rules: after.rules}],
      ({name}) => name,
    ),
    ...changesOf('endpoint', before.endpoints, after.endpoints, ({path}) => path),
    ...changesOf('effect', before.effects, after.effects, ({scene}) => scene),
  ]
}
