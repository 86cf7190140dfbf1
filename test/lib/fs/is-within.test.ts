import {expect} from 'chai'
import {mkdirSync, realpathSync, symlinkSync} from 'node:fs'
import {isWithin, realPath} from '../../../src/lib/fs/is-within.js'
import {useFolder} from '../../support/folder.js'

describe('a path within a folder', () => {
  const cases: [string, string, boolean][] = [
    ['/a/b', '/a/b', true],
    ['/a/b/c', '/a/b', true],
    ['/a/b/c/d', '/a/b', true],
    ['/a/bc', '/a/b', false],
    ['/a/bc/d', '/a/b', false],
    ['/a', '/a/b', false],
    ['/x/a/b', '/a/b', false],
    ['/a', '/', true],
    ['/A/b', '/a', false],
  ]
  for (const [path, folder, expected] of cases)
    it(`${path} is ${expected ? '' : 'not '}within ${folder}`, () =>
      expect(isWithin(path, folder, 'linux')).to.equal(expected))

  it('is compared without case where the system does so', () => {
    for (const platform of ['win32', 'darwin'] as const)
      expect(isWithin('/A/Böo', '/a/bo\u0308O', platform), platform).to.equal(true)
  })

  describe('without links', () => {
    const inFolder = useFolder()

    it('is found as far as it exists', () => {
      mkdirSync(inFolder('real'))
      symlinkSync(inFolder('real'), inFolder('link'))
      const real = realpathSync(inFolder('real'))
      expect(realPath(inFolder('link'))).to.equal(real)
      expect(realPath(inFolder('link', 'not', 'there.mp4'))).to.equal(`${real}/not/there.mp4`)
    })
  })
})
