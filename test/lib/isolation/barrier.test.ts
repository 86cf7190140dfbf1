import {expect} from 'chai'
import {mkdirSync, realpathSync} from 'node:fs'
import {bubblewrapArgs} from '../../../src/lib/isolation/bubblewrap.js'
import {seatbeltProfile} from '../../../src/lib/isolation/seatbelt.js'
import {useFolder} from '../../support/folder.js'

const none = {code: [], read: [], write: [], closed: [], cwd: '/work'}

describe('the arguments of bubblewrap', () => {
  const own = useFolder()
  const mountsOf = (args: string[]): string[][] =>
    args.flatMap((word, at) => (/-bind-try$/.test(word) ? [[word, args[at + 1]!]] : []))

  it('mount folders before what is below them, and code last, read-only', () => {
    const folder = realpathSync(own())
    mkdirSync(own('a/b'), {recursive: true})
    const args = bubblewrapArgs({...none, read: [`${folder}/a`], write: [`${folder}/a/b`], code: [folder]})
    expect(mountsOf(args).slice(-3)).to.deep.equal([
      ['--ro-bind-try', `${folder}/a`],
      ['--bind-try', `${folder}/a/b`],
      ['--ro-bind-try', folder],
    ])
    expect(args).to.include.members(['--unshare-all', '--die-with-parent', '--new-session'])
    expect(args.slice(-5)).to.deep.equal(['--dir', '/work', '--chdir', '/work', '--'])
  })

  it('mount the folder above a path that is still to be created, unless that opens what is closed', () => {
    const folder = realpathSync(own())
    const writes = (closed: string[]): string[] =>
      mountsOf(bubblewrapArgs({...none, write: [`${folder}/x/y`], closed})).flatMap(([option, path]) =>
        option === '--bind-try' ? [path!] : [],
      )
    expect(writes([])).to.deep.equal([folder])
    expect(writes([`${folder}/keys`])).to.deep.equal([])
    expect(
      mountsOf(bubblewrapArgs({...none, write: ['/not-there/x']})).map(([, path]) => path),
    ).to.not.include('/')
  })

  it('mount nothing of the system again below a granted folder', () => {
    const paths = mountsOf(bubblewrapArgs({...none, read: ['/etc']})).map(([, path]) => path)
    expect(paths.filter(path => path!.startsWith('/etc'))).to.deep.equal(['/etc'])
  })
})

describe('the profile of sandbox-exec', () => {
  it('denies by default and the network, and quotes paths', () => {
    const odd = `/tmp/a "b" \\c (deny`
    const profile = seatbeltProfile({
      ...none,
      read: [odd],
      write: [`${odd}/w`],
      code: ['/code'],
      closed: ['/keys'],
    })
    expect(profile)
      .to.match(/^\(version 1\)\n\(deny default\)\n/)
      .and.match(/\(deny network\*\)\n$/)
    expect(profile).to.include(`(subpath "/tmp/a \\"b\\" \\\\c (deny")`)
    expect(profile.indexOf('(deny file-write* (subpath "/code"))')).to.be.greaterThan(
      profile.indexOf('(allow file-write* '),
    )
    const unquoted = profile.replace(/"(?:[^"\\]|\\.)*"/g, '')
    expect(unquoted).to.not.include('"')
    expect(unquoted.split('(').length).to.equal(unquoted.split(')').length)
  })
})
