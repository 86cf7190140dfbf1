import {expect} from 'chai'
import {createHash, randomBytes} from 'node:crypto'
import {truncateSync, writeFileSync} from 'node:fs'
import {redactBody} from '../../../src/lib/api/redact-body.js'
import {FileRef, type JsonBody, encodeBody} from '../../../src/lib/http/streaming-body.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

describe('encodeBody', () => {
  const inFolder = useFolder()

  function file(name: string, bytes: Uint8Array): FileRef {
    writeFileSync(inFolder(name), bytes)
    return new FileRef(inFolder(name), bytes.length)
  }

  /** Sizes round the pieces in which files are read: 3 × 64 KiB. */
  const sizes = [0, 1, 2, 3, 4, 196_607, 196_608, 196_609, 400_000]

  it('puts files in as base64, of any size, with the exact length', async () => {
    const contents = sizes.map(size => randomBytes(size))
    const body: JsonBody = {
      prompt: 'Grüße 猫 "quoted"\n',
      image_list: contents.map((bytes, index) => ({image_url: file(`${index}.png`, bytes), type: 'x'})),
      left_out: undefined,
      deep: {file: file('deep', Buffer.from('deep'))},
    }
    const encoded = encodeBody(body)
    const text = await textOf(encoded.stream())
    expect(Buffer.byteLength(text)).to.equal(encoded.contentLength)
    const parsed = JSON.parse(text)
    expect(parsed).to.have.all.keys('prompt', 'image_list', 'deep')
    expect(parsed.prompt).to.equal(body.prompt)
    expect(parsed.image_list.map((image: {image_url: string}) => image.image_url)).to.deep.equal(
      contents.map(bytes => bytes.toString('base64')),
    )
    expect(parsed.deep.file).to.equal(Buffer.from('deep').toString('base64'))
  })

  it('gives a fresh stream for each attempt', async () => {
    const encoded = encodeBody({a: file('a', randomBytes(1000))})
    expect(await textOf(encoded.stream())).to.equal(await textOf(encoded.stream()))
  })

  it('reads in pieces: no chunk is larger than 256 KiB of base64', async () => {
    const encoded = encodeBody({a: file('large', randomBytes(2_000_000))})
    let largest = 0
    for await (const chunk of encoded.stream()) largest = Math.max(largest, (chunk as Buffer).length)
    expect(largest).to.be.at.most(256 * 1024)
  })

  it('a body without files is plain JSON', async () => {
    const encoded = encodeBody({a: 1, b: 'file ', c: null, d: [true]})
    expect(await textOf(encoded.stream())).to.equal('{"a":1,"b":"file ","c":null,"d":[true]}')
  })

  it('sends as many bytes of a file that grew as it had, and refuses one that shrank', async () => {
    const grown = file('grown', Buffer.from('abc'))
    const shrunk = file('shrunk', Buffer.from('abcdef'))
    writeFileSync(grown.path, 'abcdef')
    truncateSync(shrunk.path, 3)
    expect(JSON.parse(await textOf(encodeBody({grown}).stream()))).to.deep.equal({grown: 'YWJj'})
    const failure = await rejectionOf(textOf(encodeBody({shrunk}).stream()))
    expect(failure.code).to.equal('image_read_error')
  })

  it('redactBody shows files and long base64 as hash and size', async () => {
    const bytes = randomBytes(6000)
    const shown = {sha256: createHash('sha256').update(bytes).digest('hex'), bytes: 6000}
    const body = {a: file('a', bytes), list: [bytes.toString('base64'), 'short'], n: 1, no: undefined}
    expect(await redactBody(body)).to.deep.equal({a: shown, list: [shown, 'short'], n: 1})
  })
})
