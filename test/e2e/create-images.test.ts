import {expect} from 'chai'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {gif, jpeg, png} from '../support/pictures.js'
import {taskApi} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

describe('video create: images', () => {
  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.kling(['video', 'create', 'A cat', ...argv])

  /** The list of images that arrived, with the bytes that each base64 text stands for. */
  function arrived(): {bytes?: Buffer; url?: string; type: string | undefined}[] {
    const {image_list: list} = JSON.parse(fixture.api.requests[0]!.body) as {
      image_list: {image_url: string; type?: string}[]
    }
    return list.map(({image_url: image, type}) => {
      if (/^https?:/.test(image)) return {url: image, type}
      expect(image).to.match(/^[A-Za-z0-9+/]+={0,2}$/)
      return {bytes: Buffer.from(image, 'base64'), type}
    })
  }

  it('sends local files as raw base64, by their content and in the order of the contract', async () => {
    fixture.answer(taskApi())
    const pictures = [png(300, 300), png(301, 400), jpeg(640, 480), png(302, 300, 1)]
    const [first, last] = pictures.map((picture, index) => fixture.write(`${index} ünï.dat`, picture))
    expectSuccess(await create('--last-frame', last!, '--first-frame', first!, '-d', '7'))
    expect(arrived()).to.deep.equal([
      {bytes: pictures[0], type: 'first_frame'},
      {bytes: pictures[1], type: 'end_frame'},
    ])
  })

  it('sends many references, files and URLs mixed', async () => {
    fixture.answer(taskApi())
    const pictures = Array.from({length: 6}, (_, index) => png(300 + index, 300, index))
    const files = pictures.map((picture, index) => fixture.write(`${index}.png`, picture))
    const url = 'https://example.com/x.png'
    expectSuccess(await create(...[...files, url].flatMap(image => ['--ref-image', image])))
    expect(arrived()).to.deep.equal([
      ...pictures.map(bytes => ({bytes, type: undefined})),
      {url, type: undefined},
    ])
    const {headers, body} = fixture.api.requests[0]!
    expect(headers['content-length']).to.equal(String(body.length))
  })

  it('streams large files whole', async () => {
    fixture.answer(taskApi())
    const large = png(500, 500, 9_000_001)
    fixture.write('large.png', large)
    expectSuccess(await create('-i', 'large.png', '--ref-image', 'large.png'))
    const [first, second] = arrived()
    expect(first!.bytes!.equals(large)).to.equal(true)
    expect(second!.bytes!.equals(large)).to.equal(true)
    expect(fixture.api.requests[0]!.headers['content-length']).to.equal(
      String(fixture.api.requests[0]!.body.length),
    )
  })

  it('strips a data: prefix', async () => {
    fixture.answer(taskApi())
    const picture = jpeg(320, 320)
    expectSuccess(await create('-i', `data:image/jpeg;base64,${picture.toString('base64')}`))
    expect(arrived()).to.deep.equal([{bytes: picture, type: 'first_frame'}])
  })

  it('finds the size of a JPEG behind large metadata', async () => {
    fixture.answer(taskApi())
    fixture.write('photo.jpg', jpeg(4000, 3000, 200_000))
    expectSuccess(await create('-i', 'photo.jpg'))
    expect(fixture.api.requests).to.have.length(1)
  })

  const unfit: [string, Buffer, RegExp][] = [
    ['a GIF', gif, /GIF/],
    ['text under the name of a picture', Buffer.from('hello'), /not a readable image/],
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['a picture over 10 MB', png(300, 300, 10 * 1024 * 1024), /10,485,760 bytes/],
    ['a side under 300 pixels', png(299, 400), /299×400/],
    ['a picture that is too wide', png(751, 300), /751×300/],
    ['a picture that is too high', jpeg(300, 751), /300×751/],
  ]
  const refused = useRuns(unfit, (own, [, bytes]) => {
    own.write('cat.png', bytes)
    return own.kling(['video', 'create', 'A cat', '-i', 'cat.png'])
  })
  for (const one of unfit) {
    it(`refuses ${one[0]}`, () => {
      expect(expectError(refused(one).result, 'invalid_image').message).to.match(one[2])
      expect(refused(one).fixture.api.requests).to.deep.equal([])
    })
  }

  const unsent = useRuns(['--dry-run', '--estimate'], (own, flag) => {
    own.write('cat.png', png(299, 300))
    return own.kling(['video', 'create', 'A cat', '-i', 'cat.png', flag])
  })
  for (const flag of ['--dry-run', '--estimate']) {
    it(`${flag} looks into the files, too`, () => {
      expect(expectError(unsent(flag).result, 'invalid_image').message).to.include('299×300')
    })
  }

  it('takes pictures at the limits', async () => {
    fixture.answer(taskApi())
    const fit = [png(750, 300), png(300, 750), png(300, 300, 10 * 1024 * 1024 - png(300, 300).length)]
    const files = fit.map((picture, index) => fixture.write(`${index}.png`, picture))
    expectSuccess(await create(...files.flatMap(file => ['--ref-image', file])))
    expect(arrived().map(({bytes}) => bytes!.length)).to.deep.equal(fit.map(({length}) => length))
  })

  const missing: [string, string[], string][] = [
    ['--first-frame', ['--first-frame', 'none.png'], 'frame_not_found'],
    ['--first-frame, empty', ['--first-frame', ''], 'frame_not_found'],
    ['--last-frame', ['-i', 'https://x.example/a.png', '--last-frame', 'none.png'], 'frame_not_found'],
    ['--ref-image', ['--ref-image', 'none.png'], 'ref_image_not_found'],
    ['--first-frame, a folder', ['--first-frame', 'folder'], 'frame_read_error'],
    ['--ref-image, a folder', ['--ref-image', 'folder'], 'ref_image_read_error'],
    ['--ref-image, a device', ['--ref-image', '/dev/null'], 'ref_image_read_error'],
  ]
  const notFound = useRuns(missing, (own, [, argv]) => {
    mkdirSync(join(own.home.folder, 'folder'))
    return own.kling(['video', 'create', 'A cat', ...argv])
  })
  for (const one of missing) {
    it(`${one[0]}: ${one[2]}`, () => {
      expectError(notFound(one).result, one[2])
      expect(notFound(one).fixture.api.requests).to.deep.equal([])
    })
  }
})
