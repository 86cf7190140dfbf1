import {expect} from 'chai'
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {expectError, expectSuccess} from '../support/outcome.js'
import {preload} from '../support/preload.js'
import {create, withFixture} from './fault-fixture.js'

describe('faults: the journal', () => {
  it('twenty processes at once: all lines are whole, all tasks are named', () =>
    withFixture({}, async fixture => {
      const names = Array.from({length: 20}, (_, index) => `job-${index}`)
      const results = await Promise.all(names.map(name => fixture.kling(create('--external-task-id', name))))
      for (const result of results) expectSuccess(result)
      const {tasks} = fixture.server.service
      expect(tasks.size).to.equal(20)
      // Each line is parsed by `journal`, which throws at a torn one.
      const accepted = fixture.journal().filter(({event}) => event === 'accepted')
      expect(accepted.map(({task_id}) => task_id).sort()).to.deep.equal(
        [...tasks.values()].map(({taskId}) => taskId).sort(),
      )
      expect((await fixture.kling(['task', 'list'])).json).to.include({count: 20, unsettled: 0})
    }))

  it('is private, and so are its folder and what else is kept', () =>
    withFixture({}, async fixture => {
      expectSuccess(await fixture.kling(create()))
      expectSuccess(await fixture.kling(['config', 'set', 'region', 'global']))
      const modes = (...names: string[]): string =>
        (statSync(fixture.path(...names)).mode & 0o777).toString(8)
      const data = '.local/share/kling-cli'
      expect([modes(data), modes(data, 'journal')]).to.deep.equal(['700', '700'])
      for (const name of readdirSync(fixture.path(data, 'journal')))
        expect(modes(data, 'journal', name)).to.equal('600')
      expect([modes('.config/kling-cli'), modes('.config/kling-cli/config.json')]).to.deep.equal([
        '700',
        '600',
      ])
    }))

  it('a link in its place is refused before anything is sent', () =>
    withFixture({}, async fixture => {
      mkdirSync(fixture.path('elsewhere'))
      mkdirSync(fixture.path('.local/share/kling-cli'), {recursive: true})
      symlinkSync(fixture.path('elsewhere'), fixture.path('.local/share/kling-cli/journal'))
      expect(expectError(await fixture.kling(create()), 'write_error').billed).to.equal('no')
      expect([fixture.server.service.requests, readdirSync(fixture.path('elsewhere'))]).to.deep.equal([
        [],
        [],
      ])
    }))

  it('a link in place of a month is refused, and what it names is not written to', () =>
    withFixture({}, async fixture => {
      writeFileSync(fixture.path('precious'), 'kept')
      const folder = fixture.path('.local/share/kling-cli/journal')
      mkdirSync(folder, {recursive: true})
      symlinkSync(fixture.path('precious'), `${folder}/${new Date().toISOString().slice(0, 7)}.jsonl`)
      expectError(await fixture.kling(create()), 'write_error')
      expect(readFileSync(fixture.path('precious'), 'utf8')).to.equal('kept')
      expect(fixture.server.service.requests).to.deep.equal([])
      const listed = await fixture.kling(['task', 'list'])
      expect(listed.code, listed.stderr).to.equal(10)
    }))

  it('killed before each change that it makes to a long one’s summary: the list is the same', async function () {
    this.timeout(60_000)
    await withFixture({}, async fixture => {
      const folder = fixture.path('.local/share/kling-cli/journal')
      const line = (id: number): string =>
        JSON.stringify({
          at: '2026-01-01T00:00:00.000Z',
          event: 'intent',
          id: `own-${id}`,
          kind: 'create',
          region: 'cn',
          base_url: 'https://x.example',
        })
      mkdirSync(folder, {recursive: true, mode: 0o700})
      writeFileSync(
        `${folder}/2026-01.jsonl`,
        Array.from({length: 1500}, (_, id) => `${line(id)}\n`).join(''),
      )
      const killer = preload(new URL('kill-at-call.mjs', import.meta.url))
      for (let killAt = 1; ; killAt++) {
        const env = {...killer, KILL_AT: String(killAt)}
        const {signal} = await fixture.kling(['task', 'list'], {env})
        expect(expectSuccess(await fixture.kling(['task', 'list', '-l', '3']))).to.include({total: 1500})
        if (!signal) return expect(killAt).to.be.above(6)
        for (const name of readdirSync(folder)) if (!name.endsWith('.jsonl')) rmSync(`${folder}/${name}`)
      }
    })
  })

  for (const action of [
    ['config', 'list'],
    ['config', 'set', 'region', 'global'],
  ]) {
    it(`a link to what others can write, in place of the config, is refused by "kling ${action.join(' ')}"`, () =>
      withFixture({}, async fixture => {
        writeFileSync(fixture.path('precious'), '{"kling_base_url":"https://evil.example"}')
        chmodSync(fixture.path('precious'), 0o666)
        mkdirSync(fixture.path('.config/kling-cli'), {recursive: true})
        symlinkSync(fixture.path('precious'), fixture.path('.config/kling-cli/config.json'))
        expectError(await fixture.kling(action), 'config_error')
        expect(readFileSync(fixture.path('precious'), 'utf8')).to.include('evil')
      }))
  }
})
