import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import type {Step} from './fault-server.js'
import {type FaultFixture, create, withFixture} from './fault-fixture.js'
import {fastTimersFile, preload} from '../support/preload.js'
import {expectNothingLost} from './invariants.js'
import {itConcurrent, someAtOnce} from './concurrent.js'
import {film, sha256} from './film.js'
import type {RunResult} from '../support/run-kling.js'

const size = 100_000
const argv = create('-o', 'cat.mp4')

/** What must hold when a create with -o was killed and `task resume` has run: nothing twice, nothing torn. */
async function resumeAndCheck(fixture: FaultFixture, killed: RunResult): Promise<void> {
  const {service} = fixture.server
  fixture.server.onStep = () => {}
  service.heal()
  if (fixture.hash('cat.mp4') !== undefined) expect(fixture.hash('cat.mp4')).to.equal(sha256(film(1, size)))
  const resumed = await fixture.kling(['task', 'resume'])
  expect(resumed.code, resumed.stderr).to.equal(0)
  expectNothingLost(fixture, [killed, resumed])
  // A task that was made is followed to the end; one that was not is not made by resume.
  const posts = service.requestsOf('POST').length
  expect(posts).to.be.at.most(1)
  if (service.onlyTask) {
    expect(fixture.hash('cat.mp4')).to.equal(sha256(film(1, size)))
    expect(fixture.left('cat.mp4')).to.deep.equal(['cat.mp4'])
  } else expect(fixture.left('cat.mp4')).to.deep.equal([])
  const {tasks} = (await fixture.kling(['task', 'list'])).json
  for (const task of tasks) expect(task.state).to.be.oneOf(['succeed', 'not_taken'])
}

describe('faults: kill -9', () => {
  const steps: [Step, number][] = [
    ['connection accepted', 1],
    ['create: headers received', 1],
    ['create: body received', 1],
    ['create: task made', 1],
    ['create: answered', 1],
    ['lookup or poll: received', 1],
    ['lookup or poll: answered', 1],
    ['lookup or poll: received', 2],
    ['file: received', 1],
    ['file: some bytes sent', 1],
    ['file: last byte sent', 1],
  ]
  itConcurrent(
    steps.map(([step, turn]) => [
      `at "${step}"${turn > 1 ? ` (${turn})` : ''}: resume finishes it, one task at most`,
      {step, turn},
    ]),
    ({step, turn}) =>
      withFixture({size}, async fixture => {
        let pid = 0
        let turns = 0
        fixture.server.onStep = seen => {
          if (seen === step && ++turns === turn) process.kill(pid, 'SIGKILL')
        }
        const killed = await fixture.kling(argv, {onStart: started => (pid = started)})
        expect(killed.signal ?? killed.code).to.be.oneOf(['SIGKILL', 0])
        await resumeAndCheck(fixture, killed)
      }),
  )

  const killer = preload(fastTimersFile, new URL('kill-at-call.mjs', import.meta.url))

  it('before each change that it makes to files, one kill a run: resume finishes it', async function () {
    this.timeout(180_000)
    const changes = await withFixture({size}, async fixture => {
      const env = {...killer, KILL_COUNT: fixture.path('count')}
      const result = await fixture.kling(argv, {env})
      expect(result.code, result.stderr).to.equal(0)
      return Number(readFileSync(fixture.path('count'), 'utf8'))
    })
    expect(changes).to.be.above(20)
    const places = Array.from({length: changes}, (_, index) => index + 1)
    await someAtOnce(places, killAt =>
      withFixture({size}, async fixture => {
        const env = {...killer, KILL_AT: String(killAt)}
        const killed = await fixture.kling(argv, {env})
        expect(killed.signal, `kill ${killAt}: ${killed.stderr}`).to.equal('SIGKILL')
        await resumeAndCheck(fixture, killed)
      }),
    )
  })
})
