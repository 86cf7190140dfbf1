import {expect} from 'chai'
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import {findProgram} from '../../../src/lib/fs/find-program.js'
import {isWithin} from '../../../src/lib/fs/is-within.js'
import {useFolder} from '../../support/folder.js'

describe('programs on PATH', () => {
  const own = useFolder()
  const put = (name: string, mode = 0o755): void => {
    writeFileSync(own(name), '')
    chmodSync(own(name), mode)
  }

  it('are found in absolute folders alone', () => {
    put('tool')
    mkdirSync(own('folder'))
    put('text', 0o644)
    const find = (name: string, PATH: string) => findProgram(name, {env: {PATH}, platform: 'linux'})
    expect(find('tool', `.::bin:${own()}`)).to.equal(own('tool'))
    for (const PATH of ['', '.', ':', './bin', '..']) expect(find('tool', PATH), PATH).to.equal(undefined)
    for (const name of ['folder', 'text', './tool', 'x/tool', '..\\tool'])
      expect(find(name, own()), name).to.equal(undefined)
    expect(find(own('tool'), '')).to.equal(own('tool'))
  })

  it('have the endings of programs on Windows, never those of scripts', () => {
    for (const name of ['git.exe', 'git.cmd', 'npm.cmd', 'npm']) put(name)
    const find = (name: string) => findProgram(name, {env: {Path: `.;${own()}`}, platform: 'win32'})
    expect(find('git')).to.equal(own('git.exe'))
    expect(find('git.exe')).to.equal(own('git.exe'))
    expect(find('npm')).to.equal(undefined)
  })
})

describe('whether a path is in a folder', () => {
  it('goes by whole names', () => {
    expect(isWithin('/a/b', '/a', 'linux')).to.equal(true)
    expect(isWithin('/a', '/a', 'linux')).to.equal(true)
    expect(isWithin('/ab', '/a', 'linux')).to.equal(false)
    expect(isWithin('/a', '/', 'linux')).to.equal(true)
  })

  it('goes by letters of either case where the system does', () => {
    for (const platform of ['win32', 'darwin'] as const)
      expect(isWithin('/A/b', '/a', platform)).to.equal(true)
    expect(isWithin('/caf\u0065\u0301/x', '/caf\u00e9', 'darwin')).to.equal(true)
    expect(isWithin('/A/b', '/a', 'linux')).to.equal(false)
  })
})
