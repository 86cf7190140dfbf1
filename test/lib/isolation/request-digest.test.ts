import {expect} from 'chai'
import fc from 'fast-check'
import {
  type RequestDigest,
  readRequestDigest,
  sameBody,
} from '../../../src/lib/isolation/broker/request-digest.js'

/** A text in pieces of these lengths, over and over. */
async function* pieces(text: string, sizes: number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** A value with long texts cut, as the reader may cut them. */
function isCutOf(cut: unknown, whole: unknown): boolean {
  if (typeof whole === 'string' && typeof cut === 'string')
    return (
      whole === cut ||
      (Buffer.byteLength(JSON.stringify(whole)) > 8192 && whole.startsWith(cut.replace(/\uFFFD+$/, '')))
    )
  if (typeof whole !== 'object' || whole === null) return Object.is(cut, whole)
  const names = Object.keys(whole)
  if (typeof cut !== 'object' || cut === null || Object.keys(cut).length !== names.length) return false
  return names.every(name =>
    isCutOf((cut as Record<string, unknown>)[name], (whole as Record<string, unknown>)[name]),
  )
}

describe('what a body says', () => {
  const read = (text: string, sizes = [1000]): Promise<RequestDigest> =>
    readRequestDigest(pieces(text, sizes))

  it('is what it says, but for long texts, however it is cut into pieces', async () => {
    const text = fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('"', '\\', '\\u0041', '":', 'é'))
    const long = fc
      .tuple(text, fc.integer({min: 8100, max: 8300}))
      .map(([part, count]) => (part || 'x').repeat(Math.ceil(count / Math.max(part.length, 1))))
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(
        text,
        long,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(fc.dictionary(fc.string(), text)),
      ),
      {noNullPrototype: true},
    )
    const sizes = fc.array(fc.integer({min: 1, max: 9000}), {minLength: 1, maxLength: 5})
    await fc.assert(
      fc.asyncProperty(value, sizes, async (body, cuts) => {
        const json = JSON.stringify(body)
        const facts = await read(json, cuts)
        expect(facts.bytes).to.equal(Buffer.byteLength(json))
        expect(isCutOf(facts.body, JSON.parse(json)), json.slice(0, 300)).to.equal(true)
      }),
      {numRuns: 100},
    )
  })

  it('is nothing where it is no object, no JSON, too long, or says something twice', async () => {
    const wrong = [
      '',
      '[]',
      '"a"',
      'null',
      '{"a":1',
      '{"a":1}{"a":2}',
      '\uFEFF{"a":1}',
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"b":{"a":1,"a":2}}',
      `{"a":[${'1,'.repeat(600_000)}1]}`,
    ]
    for (const text of wrong) expect((await read(text)).body, text.slice(0, 40)).to.equal(undefined)
    expect((await read('{"a:b":"c:d","e":{"f":[{"g":":"}]}}')).body).to.deep.equal({
      'a:b': 'c:d',
      e: {f: [{g: ':'}]},
    })
  })

  it('the same body is given on whole, another one never', async () => {
    const collect = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
      const parts: Uint8Array[] = []
      for await (const part of stream) parts.push(part)
      return Buffer.concat(parts).toString()
    }
    const text = `{"a":"${'x'.repeat(5000)}"}`
    const facts = await read(text)
    expect(await collect(sameBody(pieces(text, [7, 900]), facts))).to.equal(text)
    const error = await collect(sameBody(pieces(text.replace('x', 'y'), [7, 900]), facts)).catch(
      thrown => thrown,
    )
    expect(error).to.be.instanceOf(Error)
  })

  it('never hands on as many bytes as were checked of a body that is another one', async () => {
    const text = '{"a":1,"b":"xyz"}'
    const facts = await readRequestDigest(pieces(text, [5]))
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({minLength: 1}).map(more => text + more),
          fc.nat(text.length - 1).map(length => text.slice(0, length)),
          fc.nat(text.length - 1).map(at => `${text.slice(0, at)}~${text.slice(at + 1)}`),
        ),
        fc.array(fc.integer({min: 1, max: 30}), {minLength: 1, maxLength: 4}),
        async (other, sizes) => {
          let sent = 0
          let isWhole = false
          const error = await (async () => {
            for await (const piece of sameBody(pieces(other, sizes), facts, () => (isWhole = true)))
              sent += piece.length
          })().catch((thrown: unknown) => thrown)
          expect(error).to.be.instanceOf(Error)
          expect(isWhole).to.equal(false)
          expect(sent).to.be.lessThan(facts.bytes)
        },
      ),
    )
  })
})
