import fc from 'fast-check'

/** What stands in the place of a value that somebody has changed. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      true,
      false,
      0,
      -1,
      1e99,
      847487393472614400,
      '',
      ' ',
      [],
      {},
      [[]],
      {a: {b: []}},
      'x'.repeat(20_000),
    ],
    ...[
      '\u0000',
      '\ud800',
      '../../x',
      '__proto__',
      'constructor',
      '\u202e\u200b\u2028',
      '1e99',
      '-1',
      'NaN',
      '/dev/zero',
    ],
    ...[
      {toString: 1},
      {then: 1},
      {length: 1e9},
      '9999-99-99T99:99:99Z',
      '+275760-09-13T00:00:00.000Z',
      '2026',
      '%',
      'https://[',
    ],
  ),
  fc.jsonValue({maxDepth: 3}),
)

/** How the text of a line is damaged. */
const damages: ((text: string, at: number) => string)[] = [
  text => text,
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => text.slice(at % (text.length + 1)),
  (text, at) => text.slice(0, at % text.length) + '\u0000\u00ff\u009f' + text.slice(at % text.length),
  (text, at) => text.slice(0, at % text.length) + '\n' + text.slice(at % text.length),
  text => text.replace('{', '{"__proto__":{"id":7,"event":"intent"},'),
  text => text.replace(/"(\w+)":/, '"__proto__":'),
  text => text.replace(/:"/, `:${'['.repeat(2000)}${']'.repeat(2000)},"x":"`),
  text => text.replace('{', '{"constructor":{"prototype":{}},"toString":1,"toJSON":1,'),
  text => `[${text}]`,
  () => 'null',
  () => '"',
  text => text + text,
  text => text.replace('{', `{"a":"${'y'.repeat(100_000)}",`),
]

interface Change {
  field: number
  value: unknown
  isDropped: boolean
}

/** The place of a number among all fields of an object, those of inner ones, too. */
function placesOf(value: object, places: [object, string][] = []): [object, string][] {
  for (const [name, child] of Object.entries(value)) {
    places.push([value, name])
    if (typeof child === 'object' && child !== null) placesOf(child as object, places)
  }
  return places
}

/** A JSON object with fields changed or dropped, and its text damaged or whole. */
export function mutated(objects: readonly object[]): fc.Arbitrary<string> {
  const change: fc.Arbitrary<Change> = fc.record({
    field: fc.nat(50),
    value: odd,
    isDropped: fc.boolean(),
  })
  return fc
    .record({
      object: fc.constantFrom(...objects),
      changes: fc.array(change, {maxLength: 3}),
      damage: fc.oneof(
        {weight: 3, arbitrary: fc.constant(0)},
        {weight: 2, arbitrary: fc.nat(damages.length - 1)},
      ),
      at: fc.nat(400),
    })
    .map(({object, changes, damage, at}) => {
      const copy = structuredClone(object)
      for (const {field, value, isDropped} of changes) {
        const places = placesOf(copy)
        const place = places[field % Math.max(places.length, 1)]
        if (!place) continue
        const [parent, name] = place as [Record<string, unknown>, string]
        if (isDropped) delete parent[name]
        else parent[name] = value
      }
      return damages[damage]!(JSON.stringify(copy), at)
    })
}
