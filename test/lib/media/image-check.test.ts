import {expect} from 'chai'
import {writeFileSync} from 'node:fs'
import {FileRef} from '../../../src/lib/http/streaming-body.js'
import {checkImage} from '../../../src/lib/media/image-check.js'
import {findFiles, isUrl} from '../../../src/lib/media/find-files.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'
import {gif, jpeg, png} from '../../support/pictures.js'

const insert = (bytes: Buffer, at: number, more: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])

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
    'a JPEG whose frame header comes after 5 MB of metadata': jpeg(4000, 3000, 5_000_000),
    'a JPEG with fill bytes before its markers': insert(jpeg(300, 300), 2, Buffer.alloc(7, 0xff)),
    'a JPEG with a film of the moment behind it': Buffer.concat([jpeg(300, 300), Buffer.alloc(600_000)]),
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
    ['empty', Buffer.alloc(0), /is empty/],
    ['cut off', png(300, 300).subarray(0, 12), /not a readable image/],
    ['a PNG without its end', png(300, 300).subarray(0, -8), /truncated/],
    ['a PNG that stops within its pixels', png(300, 300).subarray(0, 60), /truncated/],
    ['a JPEG without its end', jpeg(300, 300).subarray(0, -2), /truncated/],
    ['a JPEG that stops before its frame', jpeg(300, 300, 500).subarray(0, 200), /not a readable image/],
    [
      'a PNG for iOS',
      insert(png(300, 300), 8, Buffer.from('0000000443674249500020022bd5b3b5', 'hex')),
      /CgBI/,
    ],
    ['over 10 MB', png(300, 300, 10 * 1024 * 1024), /10,485,926 bytes; the limit .* 10,485,760 bytes/],
    ['far over 10 MB', png(300, 300, 12 * 1024 * 1024), /12\.0 MB; the limit for images is 10\.0 MB/],
  ]
  for (const [what, bytes, words] of unfit) {
    it(`refuses what is ${what}`, async () => {
      const error = await rejectionOf(check(bytes))
      expect(error.code).to.equal('invalid_image')
      expect(`${error.message} ${error.fields.hint}`).to.match(words)
      expect((await rejectionOf(checkImage('x', bytes.toString('base64')))).code).to.equal('invalid_image')
    })
  }

  it('knows a pointer of Git LFS', async () => {
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n')
    const error = await rejectionOf(check(pointer))
    expect(`${error.message} ${error.fields.hint}`).to.match(/Git LFS.*git lfs pull/)
  })

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
