import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {checkImage, type ImageLimits} from '../src/validation/images.js'
import {png} from './fixtures/png.js'
import {closeSandboxes, omniBody, sandbox} from './fixtures/sandbox.js'

const path = '/v1/videos/omni-video'
const limits: ImageLimits = {
  maxBytes: 10_485_760,
  minPixels: 300,
  minRatio: 0.4,
  maxRatio: 2.5,
}
const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

describe('images', () => {
  afterEach(closeSandboxes)

  it('are told by their content', () => {
    expect(checkImage(png(300, 300), limits)).to.deep.equal({extension: 'png', width: 300, height: 300})
    expect(checkImage(png(750, 300), limits)).to.include({width: 750})
  })

  const bad: [string, Buffer, string][] = [
    ['something else', Buffer.from('GIF89a'), 'the image must be a JPEG or PNG file'],
    ['nothing', Buffer.alloc(0), 'the image must be a JPEG or PNG file'],
    ['a head without image', jpegHead, 'the image must be a JPEG or PNG file'],
    ['a small side', png(299, 400), 'the image is 299x400 px, each side must have at least 300 px'],
    ['a wide ratio', png(760, 300), 'the image is 760x300 px, its ratio must be between 1:2.5 and 2.5:1'],
    ['a tall ratio', png(300, 760), 'the image is 300x760 px, its ratio must be between 1:2.5 and 2.5:1'],
    ['too many bytes', png(300, 300, 10_485_760), 'the image is larger than 10 MB'],
  ]
  for (const [what, bytes, problem] of bad) {
    it(`refuses ${what}: ${problem}`, () => {
      expect(checkImage(bytes, limits)).to.deep.equal({problem})
    })
  }

  it('of a request are checked and kept once, by what they hold', async () => {
    const {call, stateDir} = await sandbox()
    const {aspect_ratio: _, ...body} = omniBody
    const first = {image_url: png(320, 400).toString('base64'), type: 'first_frame'}
    for (let time = 0; time < 2; time++) {
      expect((await call('POST', path, {...body, image_list: [first]})).status).to.equal(200)
    }
    const inputs = await readdir(`${stateDir}/sandbox-v1/inputs`)
    expect(inputs).to.have.length(1)
    expect(inputs[0]).to.match(/^[0-9a-f]{64}\.png$/)
    const [record] = await readdir(`${stateDir}/sandbox-v1/tasks/omni-video`)
    const stored = JSON.parse(await readFile(`${stateDir}/sandbox-v1/tasks/omni-video/${record}`, 'utf8'))
    expect(stored.body.image_list[0].image_url).to.equal(`input:${inputs[0]}`)
  })

  it('of a request may be as large as the limit', async () => {
    const {call} = await sandbox()
    const image = png(300, 300, 10_400_000)
    const image_list = [1, 2, 3].map(() => ({image_url: image.toString('base64')}))
    const {status, body} = await call('POST', path, {...omniBody, image_list})
    expect(status, body.message).to.equal(200)
  })

  it('of a request that do not fit are refused with the field', async () => {
    const {call} = await sandbox()
    const image_list = [{image_url: png(200, 200).toString('base64')}]
    const {status, body} = await call('POST', path, {...omniBody, image_list})
    expect(status).to.equal(400)
    expect(body).to.include({
      code: 1201,
      message: 'image_list[0].image_url: the image is 200x200 px, each side must have at least 300 px',
    })
    const broken = await call('POST', path, {...omniBody, image_list: [{image_url: 'AAAAA'}]})
    expect(broken.body).to.include({code: 1201, message: 'File is not in a valid base64 format'})
  })
})
