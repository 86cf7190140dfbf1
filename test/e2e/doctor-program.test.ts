import {expect} from 'chai'
import {chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {type Line, reportOf} from '../support/doctor-report.js'
import {writePlugin} from '../support/plugin-folder.js'
import {program} from '../support/run-kling.js'
import {useFixture} from '../support/fixture.js'

describe('kling doctor: the program of npm', () => {
  const fixture = useFixture()
  const own = (...names: string[]): string => join(fixture.home.folder, ...names)
  const offline = async (env: Record<string, string | undefined> = {}) =>
    reportOf(await fixture.kling(['doctor', '--offline'], {env}))

  describe('the program', () => {
    const links = (folder: string, target = program): string => {
      mkdirSync(own(folder), {recursive: true})
      symlinkSync(target, own(folder, 'kling'))
      return own(folder)
    }
    const other = (folder: string, name: string): string => {
      mkdirSync(own(`${folder}/lib`), {recursive: true})
      writeFileSync(own(folder, 'lib/cli.js'), '#!/usr/bin/env node\n')
      chmodSync(own(folder, 'lib/cli.js'), 0o755)
      writeFileSync(
        own(folder, 'lib/package.json'),
        JSON.stringify({name, version: '0.1.3', bin: {kling: 'cli.js'}}),
      )
      return links(`${folder}/bin`, own(folder, 'lib/cli.js'))
    }
    const onPath = async (...folders: string[]): Promise<Line> =>
      (await offline({PATH: folders.join(':')})).lines['program.path']!

    it('is the first on PATH, with others behind it', async () => {
      const line = await onPath(links('one'), other('two', '@klingai/cli-cn'))
      expect(line).to.deep.include({status: 'ok'})
      expect(line.message).to.equal(
        `${own('one/kling')}; also on PATH: ${own('two/bin/kling')} (@klingai/cli-cn 0.1.3; Kling’s own CLI for web memberships, not for the API)`,
      )
      expect(line.details!.found).to.have.length(2)
    })

    it('stands behind another one', async () => {
      const line = await onPath(other('two', 'kling-api'), links('one'))
      expect(line).to.deep.include({
        status: 'warn',
        fix: `alias kling='node ${dirname(dirname(program))}/bin/run.js'`,
      })
      expect(line.message).to.match(/another program: .*kling-api 0\.1\.3/)
      symlinkSync(program, own('one/kling-cli'))
      expect((await onPath(own('two/bin'), own('one'))).fix).to.equal('alias kling=kling-cli')
      expect((await onPath(other('three', 'kling-cli'))).message).to.match(/another copy of this program/)
      mkdirSync(own('four'))
      writeFileSync(own('four/kling'), '#!/usr/bin/env python3\n')
      chmodSync(own('four/kling'), 0o755)
      expect((await onPath(own('four'))).message).to.equal(
        `kling on PATH is another program: ${own('four/kling')}.`,
      )
    })

    it('is not on PATH at all', async () => {
      const line = await onPath('/nowhere')
      expect(line.status).to.equal('warn')
      expect(line.fix).to.match(/^npm install --global /)
    })

    it('is found behind the script that a package manager writes', async () => {
      mkdirSync(own('shim/node_modules'), {recursive: true})
      symlinkSync(dirname(dirname(program)), own('shim/node_modules/kling-cli'))
      const script = '#!/bin/sh\nexec node "$basedir/node_modules/kling-cli/bin/run.js" "$@"\n'
      writeFileSync(own('shim/kling'), script)
      chmodSync(own('shim/kling'), 0o755)
      expect(await onPath(own('shim'))).to.deep.include({status: 'ok', message: own('shim/kling')})
    })
  })

  describe('plugins', () => {
    const index = (): string => own('.local/share/kling-cli/plugins/index.json')
    const link = async (): Promise<void> => {
      writePlugin(own('odd'), {
        permissions: {net: ['api.example.com']},
        commands: {odd: 'return {}'},
        package: {peerDependencies: {'kling-cli': '*'}},
      })
      const result = await fixture.kling(['plugins', 'link', own('odd'), '--yes'])
      expect(result.code, result.stderr).to.equal(0)
    }
    const change = (fields: Record<string, unknown>): void => {
      const text = JSON.parse(readFileSync(index(), 'utf8')) as {plugins: Record<string, unknown>[]}
      Object.assign(text.plugins[0]!, fields)
      writeFileSync(index(), JSON.stringify(text))
    }
    const line = async (): Promise<Line> => (await offline()).lines['plugins.installed.kling-plugin-odd']!

    it('what each may do, and what is wrong with it', async () => {
      await link()
      expect(await line()).to.deep.include({status: 'ok', message: '1.0.0; net=api.example.com'})
      change({kling: '0.0.1'})
      expect((await line()).message).to.match(/installed by kling 0\.0\.1/)
      expect((await line()).status).to.equal('warn')
      const path = own('odd/package.json')
      const pjson = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
      writeFileSync(path, JSON.stringify({...pjson, peerDependencies: {'kling-cli': '^99.0.0'}}))
      expect(await line()).to.deep.include({status: 'fail', fix: 'npm install --global "kling-cli@^99.0.0"'})
      rmSync(own('odd'), {recursive: true})
      expect(await line()).to.deep.include({status: 'fail', fix: 'kling plugins uninstall kling-plugin-odd'})
    })

    it('rights that were taken away, a list that others may change, a broken list', async () => {
      await link()
      await fixture.kling(['plugins', 'permissions', 'kling-plugin-odd', '--revoke', 'all'])
      expect(await line()).to.deep.include({
        status: 'warn',
        fix: 'kling plugins permissions kling-plugin-odd --allow all',
      })
      chmodSync(index(), 0o666)
      expect((await offline()).lines['plugins.installed.rights']!.status).to.equal('fail')
      writeFileSync(index(), '{')
      expect((await offline()).lines['plugins.installed']!.fix).to.equal('kling plugins reset')
    })
  })
})
