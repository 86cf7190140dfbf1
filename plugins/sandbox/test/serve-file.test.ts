import {expect} from 'chai'
import {mkdir, writeFile} from 'node:fs/promises'
import {signLink} from '../src/http/signed-link.js'
import {closeSandboxes, sandbox, type TestSandbox} from './fixtures/sandbox.js'

const content = Buffer.from(Array.from({length: 1000}, (_, index) => index % 251))
const path = '/files/176384100000000001/video.mp4'

async function withFile(faults: string[] = []): Promise<{server: TestSandbox; link: string}> {
  const server = await sandbox({faults})
  const folder = `${server.stateDir}/sandbox-v1/files/176384100000000001`
  await mkdir(folder, {recursive: true})
  await writeFile(`${folder}/video.mp4`, content)
  const link = signLink(server.baseUrl, path, {secret: server.keys.linkSecret, createdAt: Date.now()})
  return {server, link}
}

describe('result files', () => {
  afterEach(closeSandboxes)

  it('come whole, without authorization', async () => {
    const {link} = await withFile()
    const response = await fetch(link)
    expect(response.status).to.equal(200)
    expect(response.headers.get('content-type')).to.equal('video/mp4')
    expect(response.headers.get('content-length')).to.equal('1000')
    expect(response.headers.get('accept-ranges')).to.equal('bytes')
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).to.equal(true)
  })

  it('come in parts, and whole when they have changed', async () => {
    const {link} = await withFile()
    const first = await fetch(link, {headers: {Range: 'bytes=0-99'}})
    expect(first.status).to.equal(206)
    expect(first.headers.get('content-range')).to.equal('bytes 0-99/1000')
    const etag = first.headers.get('etag')!
    const rest = await fetch(link, {headers: {Range: 'bytes=100-', 'If-Range': etag}})
    expect(rest.status).to.equal(206)
    const parts = Buffer.concat([
      Buffer.from(await first.arrayBuffer()),
      Buffer.from(await rest.arrayBuffer()),
    ])
    expect(parts.equals(content)).to.equal(true)
    const other = await fetch(link, {headers: {Range: 'bytes=100-', 'If-Range': '"other"'}})
    expect(other.status).to.equal(200)
    await other.body?.cancel()
    expect((await fetch(link, {headers: {'If-None-Match': etag}})).status).to.equal(304)
  })

  it('answer a range behind their end with 416', async () => {
    const {link} = await withFile()
    const response = await fetch(link, {headers: {Range: 'bytes=1000-'}})
    expect(response.status).to.equal(416)
    expect(response.headers.get('content-range')).to.equal('bytes */1000')
  })

  it('answer HEAD', async () => {
    const {link} = await withFile()
    const response = await fetch(link, {method: 'HEAD'})
    expect(response.status).to.equal(200)
    expect(response.headers.get('content-length')).to.equal('1000')
    expect(await response.text()).to.equal('')
  })

  it('are closed to a link that is wrong or has expired', async () => {
    const {server, link} = await withFile()
    const {linkSecret: secret} = server.keys
    const old = signLink(server.baseUrl, path, {secret, createdAt: Date.now() - 31 * 24 * 3600 * 1000})
    const wrong = [
      `${server.baseUrl}${path}`,
      link.replace(/Signature=..../, 'Signature=AAAA'),
      link.replace(/Expires=\d/, 'Expires=9'),
      link.replace('video.mp4', 'video-watermark.mp4'),
      old,
    ]
    for (const url of wrong) expect((await fetch(url)).status, url).to.equal(403)
  })

  it('are all there is: no other file of the state can be had', async () => {
    const {server} = await withFile()
    const {linkSecret: secret} = server.keys
    for (const name of [
      '/files/176384100000000001/none.mp4',
      '/files/..%2f..%2fkeys.json',
      '/files/1/..%2fkeys.json',
    ]) {
      const link = signLink(server.baseUrl, name, {secret, createdAt: Date.now()})
      expect((await fetch(link)).status, name).to.equal(404)
    }
    expect((await fetch(`${server.baseUrl}/files/x/y`, {method: 'POST'})).status).to.equal(404)
  })

  it('break off where a fault cuts them', async () => {
    const {link} = await withFile(['cut 50% x2'])
    for (const [range, got] of [
      ['bytes=0-', 500],
      ['bytes=500-', 250],
    ] as const) {
      const response = await fetch(link, {headers: {Range: range}})
      const received: Uint8Array[] = []
      const broken = await (async () => {
        for await (const chunk of response.body!) received.push(chunk as Uint8Array)
      })().then(
        () => false,
        () => true,
      )
      expect(broken).to.equal(true)
      expect(Buffer.concat(received)).to.have.length(got)
    }
    expect(await (await fetch(link)).arrayBuffer()).to.have.property('byteLength', 1000)
  })
})
