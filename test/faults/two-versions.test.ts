import {expect} from 'chai'
import {readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {useLastRelease} from '../support/last-release.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {writePlugin} from '../support/plugin-folder.js'
import {type FaultFixture, create, withFixture} from './fault-fixture.js'

describe('faults: two versions of the program', () => {
  const release = useLastRelease()
  const both = (): {program?: string}[] => [{program: release.program}, {}]
  // Each keeps its own compiled code in the home.
  const env = {KLING_CODE_CACHE: undefined}
  // A plugin has as much time to start as it always has.
  const slow = true
  const each = async (fixture: FaultFixture, argv: string[]): Promise<Record<string, unknown>[]> => {
    const results = []
    for (const version of both()) results.push(expectSuccess(await fixture.kling(argv, {env, ...version})))
    return results
  }

  it('at once on one journal: no line is torn, and each lists, waits for and downloads the tasks of both', () =>
    withFixture({}, async fixture => {
      const jobs = ['a', 'b', 'c', 'd'].flatMap(name =>
        both().map((version, index) =>
          fixture.kling(create('--external-task-id', `${name}-${index}`), {
            env,
            ...version,
          }),
        ),
      )
      for (const result of await Promise.all(jobs)) expectSuccess(result)
      const tasks = [...fixture.server.service.tasks.values()].map(({taskId}) => taskId)
      expect(tasks).to.have.length(8)
      for (const list of await each(fixture, ['task', 'list']))
        expect(list).to.include({count: 8, unsettled: 0})
      const [old, current] = both()
      expectSuccess(await fixture.kling(['task', 'wait', ...tasks.slice(0, 4)], {env, ...current}))
      expectSuccess(await fixture.kling(['task', 'wait', ...tasks.slice(4)], {env, ...old}))
      for (const list of await each(fixture, ['task', 'list'])) {
        const states = (list.tasks as {state: string}[]).map(({state}) => state)
        expect(states).to.deep.equal(Array(8).fill('succeed'))
      }
      const [first] = tasks
      expectSuccess(await fixture.kling(['video', 'download', first!, '-o', 'cat.mp4'], {env, ...old}))
      expectSuccess(await fixture.kling(['video', 'download', first!, '-o', 'dog.mp4'], {env, ...current}))
      expect(fixture.hash('cat.mp4')).to.be.a('string').that.equals(fixture.hash('dog.mp4'))
      const shown = expectSuccess(await fixture.kling(['task', 'show', first!], {env, ...current}))
      expect(JSON.stringify(shown)).to.include(fixture.path('dog.mp4'))
    }))

  it('each reads the settings that the other stores, and loses none', () =>
    withFixture({}, async fixture => {
      const [old, current] = both()
      const config = async (version: {program?: string}, ...argv: string[]) =>
        expectSuccess(await fixture.kling(['config', ...argv], {env, ...version}))
      await config(old!, 'set', 'region', 'global')
      await config(current!, 'set', 'max_cost', '20')
      await config(current!, 'set', 'kling_api_key', 'a-key', '--profile', 'work')
      await config(old!, 'set', 'language', 'en')
      for (const version of both()) {
        expect(await config(version, 'get', 'region')).to.include({value: 'global'})
        expect(await config(version, 'get', 'max_cost')).to.include({value: '20'})
        expect(await config(version, 'get', 'language')).to.include({value: 'en'})
        expect(await config(version, 'get', 'api_key', '--profile', 'work')).to.include({value: 'a-key'})
      }
    }))

  it('neither removes what the other keeps in the cache', () =>
    withFixture({}, async fixture => {
      const code = fixture.path('.cache/kling-cli/code')
      const names: string[][] = []
      for (let round = 0; round < 3; round++) {
        await each(fixture, ['config', 'list'])
        names.push(readdirSync(code).filter(name => name.endsWith('.bin')))
      }
      expect(names[0]).to.have.length(2)
      expect(names[1]).to.deep.equal(names[0])
      expect(names[2]).to.deep.equal(names[0])
    }))

  it('a plugin that the last release linked is run by this one, as is one that its folder was taken over from', () =>
    withFixture({}, async fixture => {
      const folder = writePlugin(fixture.path('plugin'), {
        permissions: {read: ['/etc/hostname']},
        commands: {hello: 'return {hello: 1}'},
      })
      const [old, current] = both()
      for (const version of [old, current]) {
        expectSuccess(await fixture.kling(['plugins', 'link', folder, '--yes'], {env, slow, ...version}))
        expect(expectSuccess(await fixture.kling(['hello'], {env, slow}))).to.include({hello: 1})
      }
    }))

  it('a plugin with a copy of kling-cli that asks for what is not there is told to be of another version', () =>
    withFixture({}, async fixture => {
      const folder = writePlugin(fixture.path('plugin'), {
        permissions: {},
        commands: {hello: 'return this.host.serviceOfALaterVersion()'},
      })
      expectSuccess(await fixture.kling(['plugins', 'link', folder, '--yes'], {env, slow}))
      const error = expectError(await fixture.kling(['hello'], {env, slow}), 'plugin_incompatible')
      expect(error.message).to.include('serviceOfALaterVersion')
    }))

  it('events, fields and states of a later version are kept and passed over', () =>
    withFixture({}, async fixture => {
      const {task_id: taskId} = expectSuccess(await fixture.kling(create(), {env}))
      const month = fixture.path(
        '.local/share/kling-cli/journal',
        `${new Date().toISOString().slice(0, 7)}.jsonl`,
      )
      const at = new Date().toISOString()
      const later = [
        {at, event: 'queued', task_id: taskId, place: {of: 3, at: 1}},
        {at, event: 'state', task_id: taskId, status: 'queued', eta: ['soon']},
        {at, event: 'format', version: 7},
      ]
      const before = readFileSync(month, 'utf8')
      writeFileSync(month, before + later.map(line => JSON.stringify(line) + '\n').join(''))
      const list = expectSuccess(await fixture.kling(['task', 'list'], {env}))
      expect((list.tasks as {task_id: string}[]).map(({task_id: id}) => id)).to.deep.equal([taskId])
      expectSuccess(await fixture.kling(['task', 'wait', String(taskId)], {env}))
      const shown = expectSuccess(await fixture.kling(['task', 'show', String(taskId)], {env}))
      expect(JSON.stringify(shown)).to.include('"succeed"')
      expect(readFileSync(month, 'utf8').startsWith(before)).to.equal(true)
    }))
})
