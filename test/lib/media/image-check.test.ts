import {expect} from 'chai'
import {writeFileSync} from 'node:fs'
import {FileRef} from '../../../src/lib/http/streaming-body.js'
import {checkImage} from '../../../src/lib/media/image-check.js'
import {findFiles, isUrl} from '../../../src/lib/media/find-files.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'
import {gif, jpeg, png} from '../../support/pictures.js'

describe('images', () => {
  const inFolder = useFolder()

  function file(bytes: Uint8Array): FileRef {
    writeFileSync(inFolder('image'), bytes)
    return new FileRef(inFolder('image'), bytes.length)
  }
  const check = (bytes: Uint8Array) => checkImage('cat.png', file(bytes))

  const fit = {
    'a PNG': png(300, 300),
    'a JPEG': jpeg(300, 300),
    'the widest': png(750, 300),
    'the highest': jpeg(300, 750),
    'a JPEG with much metadata': jpeg(4000, 3000, 900_000),
  }
  for (const [what, bytes] of Object.entries(fit)) {
    it(`takes ${what}, as a file and as base64`, async () => {
      expect(await check(bytes)).to.equal(undefined)
      expect(await checkImage('x', bytes.toString('base64'))).to.equal(undefined)
    })
  }

  const unfit: [string, Buffer, RegExp][] = [
    ['too narrow', png(299, 300), /299×300/],
    ['too low', jpeg(300, 299), /300×299/],
    ['too wide', png(751, 300), /2\.5:1/],
    ['too high', png(300, 751), /2\.5:1/],
    ['a GIF', gif, /GIF/],
    ['text', Buffer.from('<svg width="300" height="300"/>'), /JPEG and PNG/],
    ['empty', Buffer.alloc(0), /not a readable image/],
    ['cut off', png(300, 300).subarray(0, 12), /not a readable image/],
    ['over 10 MB', png(300, 300, 10 * 1024 * 1024), /10\.0 MB/],
  ]
  for (const [what, bytes, words] of unfit) {
    it(`refuses what is ${what}`, async () => {
      const error = await rejectionOf(check(bytes))
      expect(error.code).to.equal('invalid_image')
      expect(`${error.message} ${error.fields.hint}`).to.match(words)
      expect((await rejectionOf(checkImage('x', bytes.toString('base64')))).code).to.equal('invalid_image')
    })
  }

  it('looks at no URL', async () => {
    expect(await checkImage('x', 'https://x.example/a')).to.equal(undefined)
    expect(['http://a', 'HTTPS://a', 'https:/a', 'file://a', '/http://a', ''].map(isUrl)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('finds files, URLs and base64 text', async () => {
    const {path} = file(Buffer.from('abc'))
    const errorPrefix = 'image' as const
    const found = await findFiles([
      {role: 'file', input: path, errorPrefix},
      {role: 'url', input: 'https://x.example/a', errorPrefix},
      {role: 'text', input: 'DATA:image/png;charset=x;base64,AAAA', errorPrefix},
    ])
    expect([...found]).to.deep.equal([
      ['file', new FileRef(path, 3)],
      ['url', 'https://x.example/a'],
      ['text', 'AAAA'],
    ])
  })

  const missing: [string, string, string][] = [
    ['image', 'none', 'image_not_found'],
    ['mask', 'none', 'mask_not_found'],
    ['audio', 'none', 'audio_not_found'],
    ['frontal', 'none', 'frontal_not_found'],
    ['ref', 'none', 'ref_not_found'],
    ['image', 'image/below', 'image_not_found'],
    ['image', 'x'.repeat(300), 'image_not_found'],
    ['mask', '.', 'mask_read_error'],
    ['audio', '.', 'audio_read_error'],
  ]
  for (const [errorPrefix, name, code] of missing) {
    it(`${errorPrefix} ${name.slice(0, 20)}: ${code}`, async () => {
      file(Buffer.from('abc'))
      const uses = [{role: 'x', input: inFolder(name), errorPrefix: errorPrefix as 'image'}]
      expect((await rejectionOf(findFiles(uses))).code).to.equal(code)
    })
  }
})
