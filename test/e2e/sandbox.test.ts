import {expect} from 'chai'
import {existsSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {FilePathSource, Input, ALL_FORMATS} from 'mediabunny'
import {type Home, makeHome, nodes, runKling} from '../support/run-kling.js'

/** What a video file holds, by reading it. */
async function probe(
  file: string,
): Promise<{codec: string | null; width: number; height: number; seconds: number; fps: number}> {
  const input = new Input({formats: ALL_FORMATS, source: new FilePathSource(file)})
  const track = (await input.getPrimaryVideoTrack())!
  const {averagePacketRate} = await track.computePacketStats()
  return {
    codec: track.codec,
    width: track.displayWidth,
    height: track.displayHeight,
    seconds: await input.computeDuration(),
    fps: Math.round(averagePacketRate),
  }
}

describe('sandbox, from outside', () => {
  let home: Home

  beforeEach(() => {
    home = makeHome()
    // Tests need no waiting for states.
    home.env.KLING_SANDBOX_SPEED = '20'
  })
  afterEach(async () => {
    // Also stops a renderer that is still at work.
    await runKling(['sandbox', 'reset'], {home})
    home.remove()
  })

  for (const [index, {name, path: node}] of nodes.entries()) {
    it(`makes a first video in one command (${name} Node)`, async () => {
      // Once as the README has it; what other Nodes make is of half as many pixels, which takes half the time.
      const {flags, units, width, height} =
        index === 0
          ? {flags: [], units: '4', width: 1920, height: 1080}
          : {flags: ['--mode', 'std'], units: '3', width: 1280, height: 720}
      const create = ['video', 'create', 'A cat playing piano', ...flags]
      const argv = [...create, '--region', 'sandbox', '--wait', '-o', 'cat.mp4']
      const {code, json, stderr} = await runKling(argv, {home, node})
      expect(stderr).to.equal('')
      expect(code).to.equal(0)
      expect(json).to.include({success: true, status: 'succeed', output: 'cat.mp4', units_charged: units})
      const file = join(home.folder, 'cat.mp4')
      expect(statSync(file).size).to.equal(json.bytes)
      const video = await probe(file)
      expect(video).to.include({codec: 'avc', width, height, fps: 24})
      expect(video.seconds).to.be.closeTo(5, 0.1)
      expect(readdirSync(home.folder).filter(entry => entry.includes('.part'))).to.deep.equal([])
    })
  }

  it('is shared by processes: one submits and ends, others see the task, and it gets finished', async () => {
    const created = await runKling(['video', 'create', 'shared', '--mode', 'std', '--region', 'sandbox'], {
      home,
    })
    expect(created.json).to.include({success: true, status: 'submitted'})
    const id = created.json.task_id as string
    expect(id).to.match(/^\d{18}$/)
    const file = join(home.folder, 'shared.mp4')
    const argv = ['video', 'download', id, '-o', 'shared.mp4', '--region', 'sandbox']
    const early = await runKling(argv, {home})
    if (early.code !== 0) {
      expect(early.code).to.equal(8)
      expect(early.error).to.include({code: 'task_not_finished', task_id: id})
      expect(existsSync(file)).to.equal(false)
    }
    const status = await runKling(['task', 'wait', id], {home})
    expect(status.json.tasks[0]).to.include({task_id: id, status: 'succeed', duration: 5})
    if (early.code !== 0) expect((await runKling(argv, {home})).code).to.equal(0)
    expect(await probe(file)).to.include({width: 1280, height: 720})
  })

  it('holds two processes at once apart', async () => {
    const create = (prompt: string): ReturnType<typeof runKling> =>
      runKling(['video', 'create', prompt, '--mode', 'std', '--region', 'sandbox'], {home})
    const results = await Promise.all([create('one'), create('two')])
    expect(results.map(({code}) => code)).to.deep.equal([0, 0])
    const ids = results.map(({json}) => json.task_id as string)
    expect(new Set(ids).size).to.equal(2)
    const list = await runKling(['video', 'list', '--region', 'sandbox'], {home})
    expect(list.json.tasks.map((task: {task_id: string}) => task.task_id)).to.have.members(ids)
  })

  it('tells of a failed task with its reason', async () => {
    const failed = await runKling(['video', 'create', 'x [sandbox:fail]', '--region', 'sandbox', '--wait'], {
      home,
    })
    expect(failed.code).to.equal(6)
    expect(failed.stdout).to.equal('')
    expect(failed.error).to.include({code: 'task_failed', billed: 'no'})
    expect(failed.error.message).to.contain('Sandbox: asked to fail')
    const status = await runKling(['video', 'status', failed.error.task_id, '--region', 'sandbox'], {home})
    expect(status.code).to.equal(6)
    expect(status.error).to.include({code: 'task_failed', task_id: failed.error.task_id})
    const risky = await runKling(['video', 'create', 'x [sandbox:risk]', '--region', 'sandbox', '--wait'], {
      home,
    })
    expect(risky.code).to.equal(5)
    expect(risky.error.code).to.equal('content_policy')
  })

  it('refuses what the API refuses, with its words', async () => {
    const argv = ['video', 'create', 'x', '--region', 'sandbox', '--unchecked', '--set', 'duration=99']
    const {code, error} = await runKling(argv, {home})
    expect(code).to.equal(11)
    expect(error).to.include({code: 'invalid_request', api_code: 1201, http_status: 400, billed: 'no'})
    expect(error.message).to.contain('duration')
  })

  it('names its folder when it cannot write there', async () => {
    const file = join(home.folder, 'a-file')
    writeFileSync(file, '')
    const env = {KLING_SANDBOX_STATE: join(file, 'state')}
    const {code, error} = await runKling(['video', 'list', '--region', 'sandbox'], {home, env})
    expect([code, error.code]).to.deep.equal([10, 'write_error'])
    expect(error.message).to.contain(join(file, 'state'))
  })

  it('refuses a picture that is none only after everything else is right', async () => {
    writeFileSync(join(home.folder, 'no.png'), 'this is text')
    const {code, error} = await runKling(['video', 'create', 'x', '-i', 'no.png', '--region', 'sandbox'], {
      home,
    })
    expect(code).to.equal(2)
    expect(error.code).to.equal('invalid_image')
  })
})
