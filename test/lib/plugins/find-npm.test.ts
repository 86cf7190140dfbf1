import {expect} from 'chai'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {isKlingError} from '../../../src/lib/errors/kling-error.js'
import {type Npm, findNpm} from '../../../src/lib/plugins/find-npm.js'
import {useFolder} from '../../support/folder.js'

describe('findNpm', () => {
  const folder = useFolder()

  /** Puts an npm into a folder. @returns its npm-cli.js */
  function makeNpm(at: string, version: string, name = 'npm'): string {
    mkdirSync(folder(at, 'bin'), {recursive: true})
    writeFileSync(folder(at, 'package.json'), JSON.stringify({name, version}))
    writeFileSync(folder(at, 'bin/npm-cli.js'), '')
    return folder(at, 'bin/npm-cli.js')
  }

  /** Looks with a Node in `node/bin`, a PATH of these folders, and a program in `program`. */
  function find(path: string[], major = 10): Npm {
    for (const name of ['node/bin', 'program', ...path]) mkdirSync(folder(name), {recursive: true})
    return findNpm({
      execPath: folder('node/bin/node'),
      env: {PATH: path.map(name => folder(name)).join(delimiter)},
      major,
      from: folder('program/kling.cjs'),
    })
  }

  const inPlugins = 'program/node_modules/@oclif/plugin-plugins'

  /** The plugin manager of oclif as it is published: its package.json cannot be resolved. */
  function makePluginManager(version: string): string {
    mkdirSync(folder(inPlugins), {recursive: true})
    writeFileSync(folder(inPlugins, 'package.json'), JSON.stringify({exports: './index.js'}))
    writeFileSync(folder(inPlugins, 'index.js'), '')
    return makeNpm('program/node_modules/npm', version)
  }

  function failure(path: string[], major?: number): {message: string; hint: string | undefined} {
    try {
      return {message: `found ${find(path, major).cli}`, hint: undefined}
    } catch (error) {
      if (!isKlingError(error)) throw error
      expect(error.code).to.equal('plugin_install_failed')
      return {message: error.message, hint: error.fields.hint}
    }
  }

  it('takes the one beside Node, with an empty PATH', () => {
    const cli = makeNpm('node/lib/node_modules/npm', '10.8.2')
    expect(find([])).to.deep.equal({cli, version: '10.8.2'})
  })

  it('takes the one beside node.exe, where Windows has it', () => {
    const cli = makeNpm('node/bin/node_modules/npm', '10.8.2')
    writeFileSync(folder('node/bin/npm.cmd'), '')
    expect(find([]).cli).to.equal(cli)
  })

  it('takes the one that PATH leads to by a link, in any folder', () => {
    const cli = makeNpm('share/nodejs/npm', '10.9.0')
    mkdirSync(folder('usr/bin'), {recursive: true})
    symlinkSync(cli, folder('usr/bin/npm'))
    expect(find(['empty', 'usr/bin']).cli).to.equal(cli)
  })

  it('takes the one beside a script on PATH', () => {
    const cli = makeNpm('roaming/node_modules/npm', '11.0.0')
    writeFileSync(folder('roaming/npm'), '#!/bin/sh')
    writeFileSync(folder('roaming/npm.cmd'), '')
    expect(find(['roaming']).cli).to.equal(cli)
  })

  it('takes that of an installed @oclif/plugin-plugins when there is no other', () => {
    const cli = makePluginManager('11.19.1')
    expect(find(['empty']).cli).to.equal(cli)
    const own = makeNpm('node/lib/node_modules/npm', '10.8.2')
    expect(find(['empty']).cli).to.equal(own)
  })

  it('passes over one that is too old', () => {
    makeNpm('node/lib/node_modules/npm', '10.8.2')
    makeNpm('one/node_modules/npm', '9.9.4')
    const cli = makeNpm('two/node_modules/npm', '11.0.0')
    expect(find(['one', 'two'], 11).cli).to.equal(cli)
  })

  it('looks into no folder that PATH names from the current one', () => {
    expect(() =>
      findNpm({
        execPath: folder('node'),
        env: {PATH: ['.', 'node_modules/.bin'].join(delimiter)},
        major: 1,
        from: folder('x.cjs'),
      }),
    ).to.throw('npm was not found')
  })

  it('says what to install when there is none', () => {
    mkdirSync(folder('other'), {recursive: true})
    writeFileSync(folder('other/npm'), '#!/bin/sh')
    makeNpm('other/node_modules/npm', '11.0.0', 'not-npm')
    for (const path of [[], ['empty'], ['other']]) {
      const {message, hint} = failure(path)
      expect(message).to.equal('npm was not found; installing plugins requires it.')
      expect(hint).to.match(/^Install Node\.js with npm from https:\/\/nodejs\.org/)
    }
  })

  it('says what to update when all are too old', () => {
    makeNpm('node/lib/node_modules/npm', '9.9.4')
    expect(failure([])).to.deep.equal({
      message: 'npm 9.9.4 is too old: npm 10 or later is required.',
      hint: 'Update it with: npm install --global npm@11',
    })
    makeNpm('one/node_modules/npm', '10.9.9')
    expect(failure(['one'], 11).message).to.equal('npm 9.9.4 is too old: npm 11 or later is required.')
    expect(failure(['one']).message).to.equal(
      `found ${join(folder('one'), 'node_modules/npm/bin/npm-cli.js')}`,
    )
  })
})
