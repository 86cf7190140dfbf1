import {expect} from 'chai'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {noon} from '../support/noon.js'
import {preload} from '../support/preload.js'
import type {RunResult} from '../support/run-kling.js'
import {type FaultFixture, create, withFixture} from './fault-fixture.js'

/** Runs two commands that wait for each other before they touch a file whose name ends like this. */
async function both(
  fixture: FaultFixture,
  at: string,
  commands: [string[], string[]],
  env: Record<string, string> = {},
): Promise<RunResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-meet-'))
  const meeting = {...preload(new URL('meet.mjs', import.meta.url)), MEET_AT: at, MEET_IN: folder}
  try {
    return await Promise.all(
      commands.map((argv, index) =>
        fixture.kling(argv, {
          slow: true,
          env: {...env, ...meeting, MEET_NAME: String(index), MEET_OTHER: String(1 - index)},
        }),
      ),
    )
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

describe('faults: two processes at the same moment', () => {
  it('stay below the limit of the day together', () =>
    withFixture({}, async fixture => {
      const results = await both(fixture, '.jsonl', [create(), create()], {
        KLING_MAX_COST_DAY: '7',
        TZ: noon(),
      })
      expect(results.map(({code}) => code)).to.have.members([0, 9])
      expect(fixture.server.service.tasks.size).to.equal(1)
    }))

  it('each keep the setting of the other', () =>
    withFixture({}, async fixture => {
      const set = (key: string, value: string): string[] => ['config', 'set', key, value]
      const results = await both(fixture, 'config.json', [set('region', 'cn'), set('language', 'zh')])
      expect(results.map(({code}) => code)).to.deep.equal([0, 0])
      const file = fixture.path('.config/kling-cli/config.json')
      expect(JSON.parse(readFileSync(file, 'utf8'))).to.include({region: 'cn', language: 'zh'})
    }))
})
