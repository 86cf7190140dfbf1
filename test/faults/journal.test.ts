import {expect} from 'chai'
import {mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {expectError, expectSuccess} from '../support/outcome.js'
import {preload} from '../support/preload.js'
import {create, inWorld} from './fault-world.js'

describe('faults: the journal', () => {
  it('twenty processes at once: all lines are whole, all tasks are named', () =>
    inWorld({}, async world => {
      const names = Array.from({length: 20}, (_, index) => `job-${index}`)
      const results = await Promise.all(names.map(name => world.kling(create('--external-task-id', name))))
      for (const result of results) expectSuccess(result)
      const {tasks} = world.server.service
      expect(tasks.size).to.equal(20)
      // Each line is parsed by `journal`, which throws at a torn one.
      const accepted = world.journal().filter(({event}) => event === 'accepted')
      expect(accepted.map(({task_id}) => task_id).sort()).to.deep.equal(
        [...tasks.values()].map(({taskId}) => taskId).sort(),
      )
      expect((await world.kling(['task', 'list'])).json).to.include({count: 20, unsettled: 0})
    }))

  it('is private, and so are its folder and what else is kept', () =>
    inWorld({}, async world => {
      expectSuccess(await world.kling(create()))
      expectSuccess(await world.kling(['config', 'set', 'region', 'global']))
      const modes = (...names: string[]): string => (statSync(world.path(...names)).mode & 0o777).toString(8)
      const data = '.local/share/kling-cli'
      expect([modes(data), modes(data, 'journal')]).to.deep.equal(['700', '700'])
      for (const name of readdirSync(world.path(data, 'journal')))
        expect(modes(data, 'journal', name)).to.equal('600')
      expect([modes('.config/kling-cli'), modes('.config/kling-cli/config.json')]).to.deep.equal([
        '700',
        '600',
      ])
    }))

  it('a link in its place is refused before anything is sent', () =>
    inWorld({}, async world => {
      mkdirSync(world.path('elsewhere'))
      mkdirSync(world.path('.local/share/kling-cli'), {recursive: true})
      symlinkSync(world.path('elsewhere'), world.path('.local/share/kling-cli/journal'))
      expect(expectError(await world.kling(create()), 'write_error').billed).to.equal('no')
      expect([world.server.service.requests, readdirSync(world.path('elsewhere'))]).to.deep.equal([[], []])
    }))

  it('a link in place of a month is refused, and what it names is not written to', () =>
    inWorld({}, async world => {
      writeFileSync(world.path('precious'), 'kept')
      const folder = world.path('.local/share/kling-cli/journal')
      mkdirSync(folder, {recursive: true})
      symlinkSync(world.path('precious'), `${folder}/${new Date().toISOString().slice(0, 7)}.jsonl`)
      expectError(await world.kling(create()), 'write_error')
      expect(readFileSync(world.path('precious'), 'utf8')).to.equal('kept')
      expect(world.server.service.requests).to.deep.equal([])
      const listed = await world.kling(['task', 'list'])
      expect(listed.code, listed.stderr).to.equal(10)
    }))

  it('killed before each change that it makes to a long one’s summary: the list is the same', async function () {
    this.timeout(60_000)
    await inWorld({}, async world => {
      const folder = world.path('.local/share/kling-cli/journal')
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
        const {signal} = await world.kling(['task', 'list'], {env})
        expect(expectSuccess(await world.kling(['task', 'list', '-l', '3']))).to.include({total: 1500})
        if (!signal) return expect(killAt).to.be.above(6)
        for (const name of readdirSync(folder)) if (!name.endsWith('.jsonl')) rmSync(`${folder}/${name}`)
      }
    })
  })

  for (const action of [
    ['config', 'list'],
    ['config', 'set', 'region', 'global'],
  ]) {
    it(`a link in place of the config is refused by "kling ${action.join(' ')}"`, () =>
      inWorld({}, async world => {
        writeFileSync(world.path('precious'), '{"kling_base_url":"https://evil.example"}')
        mkdirSync(world.path('.config/kling-cli'), {recursive: true})
        symlinkSync(world.path('precious'), world.path('.config/kling-cli/config.json'))
        expectError(await world.kling(action), 'config_error')
        expect(readFileSync(world.path('precious'), 'utf8')).to.include('evil')
      }))
  }
})
