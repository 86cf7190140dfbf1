/** What is wrong with a value at a place, such as `models[3].rules[0].level`; undefined where nothing is. */
type Check = (value: unknown, at: string) => string | undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const that =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, at) =>
    test(value) ? undefined : `${at} must be ${what}`

const shortest = 200
const text = that('text', value => typeof value === 'string' && value.length <= shortest)
const longText = that('text', value => typeof value === 'string' && value.length <= 500)
const word = that('a word', value => typeof value === 'string' && /^[\w.+:-]{1,80}$/.test(value))
const day = that('a day', value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
const bool = that('true or false', value => typeof value === 'boolean')
const amount = that('a number', value => typeof value === 'number' && value >= 0 && value <= 1e9)
const path = that(
  'a path',
  value =>
    value === null ||
    (typeof value === 'string' && /^\/[\w./-]{1,120}$/.test(value) && !value.includes('//')),
)

const oneOf = (...values: unknown[]): Check =>
  that(`one of ${values.join(', ')}`, value => values.includes(value))

/** A list of at most so many. */
const listOf =
  (check: Check, most = 2000): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} must be a list`
    if (value.length > most) return `${at} has too many entries`
    return firstOf(value.map((item, index) => () => check(item, `${at}[${index}]`)))
  }

/** An object of any names. */
const mapOf =
  (check: Check): Check =>
  (value, at) =>
    isObject(value)
      ? firstOf(
          Object.entries(value).map(
            ([name, item]) =>
              () =>
                check(item, `${at}.${name}`),
          ),
        )
      : `${at} must be an object`

/** An object of these fields, of which some may be left out (`name?`), and no others. */
const shape =
  (fields: Record<string, Check>): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at} must be an object`
    const names = Object.keys(fields).map(name => name.replace('?', ''))
    const stranger = Object.keys(value).find(name => !names.includes(name))
    if (stranger !== undefined) return `${at}.${stranger.slice(0, 40)} is not known`
    return firstOf(
      Object.entries(fields).map(([key, check]) => () => {
        const name = key.replace('?', '')
        if (value[name] === undefined) return key.endsWith('?') ? undefined : `${at}.${name} is missing`
        return check(value[name], at === '' ? name : `${at}.${name}`)
      }),
    )
  }

function firstOf(checks: (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check()
    if (problem !== undefined) return problem
  }
  return undefined
}

const either =
  (...checks: Check[]): Check =>
  (value, at) => {
    const problems = checks.map(check => check(value, at))
    return problems.includes(undefined) ? undefined : problems[0]
  }

const isPlain = (value: unknown): boolean =>
  (typeof value === 'string' && value.length <= shortest) ||
  typeof value === 'number' ||
  typeof value === 'boolean'
const predicate = either(
  that('a value, a list of values or {min}', isPlain),
  listOf(that('a value', isPlain)),
  shape({min: amount}),
)
const predicates = mapOf(predicate)

const rule = shape({
  'max?': mapOf(amount),
  'requires?': predicates,
  'forbids?': predicates,
  'when?': predicates,
  level: oneOf('refuse', 'warn'),
  source: longText,
})

const lifecycle = {
  'from?': day,
  'announcedEnd?': day,
  'until?': day,
  'gone?': day,
  'lastSeen?': day,
  'successor?': path,
  evidence: longText,
}

const offer = shape({
  standard: oneOf('v1', 'v2'),
  product: word,
  path,
  name: either(word, oneOf(null)),
  auth: listOf(oneOf('pair', 'key')),
  externalId: bool,
  'callback?': bool,
  'regions?': listOf(word),
  ...lifecycle,
})

const price = shape({
  'model?': word,
  'operation?': word,
  'when?': predicates,
  per: oneOf('second', 'call', 'image'),
  'of?': oneOf('output', 'input', 'speech'),
  'round?': oneOf('nearest', 'up', 'started-5', 'unknown'),
  units: either(amount, mapOf(amount)),
  'pack?': word,
  'regions?': listOf(word),
  'from?': day,
  'until?': day,
  asOf: day,
  evidence: longText,
})

const currency: Check = (value, at) =>
  Array.isArray(value) && value.length === 2 && /^[A-Z]{3}$/.test(String(value[0]))
    ? amount(value[1], `${at}[1]`)
    : `${at} must be a currency and an amount`

const parts = {
  rules: listOf(rule, 200),
  currencies: mapOf(mapOf(currency)),
  models: listOf(
    shape({
      key: word,
      'unconfirmed?': longText,
      'conflict?': longText,
      offers: listOf(offer, 50),
      rules: listOf(rule, 100),
    }),
    500,
  ),
  prices: listOf(price),
  endpoints: listOf(shape({path, 'cost?': oneOf('none'), ...lifecycle}), 500),
  effects: listOf(shape({scene: text, images: oneOf(1, 2), 'absent?': listOf(word), 'until?': day}), 5000),
}

const catalogue = shape({
  format: oneOf(2),
  serial: that('a whole number', value => Number.isSafeInteger(value) && (value as number) > 0),
  issued: day,
  'minProgram?': word,
  pricesAsOf: day,
  ...parts,
})

const own = shape({
  format: oneOf(2),
  'pricesAsOf?': day,
  ...Object.fromEntries(Object.entries(parts).map(([name, check]) => [`${name}?`, check])),
})

/** What is wrong with a catalogue; undefined where it is as format.ts says. */
export const checkCatalogue = (value: unknown): string | undefined => catalogue(value, '')

/** The same for the user's own file, which may have some of its parts. */
export const checkOwnCatalogue = (value: unknown): string | undefined => own(value, '')
