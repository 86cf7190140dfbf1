import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {SeenRequest} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {type FakeTask, taskApi, taskId} from '../support/task-api.js'
import {runKling} from '../support/run-kling.js'
import {useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

type Fields = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests

describe('sidecars and making again', () => {
  const fixture = useFixture()
  /** Sidecars have to do without the requests that are kept otherwise. */
  let env: Record<string, string> = {}
  const run = (...argv: string[]) => fixture.klingWithFastPolling(['video', ...argv], {env})
  const sidecar = (name = 'clip.mp4'): Fields => JSON.parse(fixture.read(`${name}.json`).toString())
  const posts = (): SeenRequest[] => fixture.api.requests.filter(({method}) => method === 'POST')
  const requests = (): string[] => {
    const folder = join(fixture.home.folder, '.local/share/kling-cli/requests')
    return existsSync(folder) ? readdirSync(folder) : []
  }
  /** The bytes of a request but for its external id. */
  const bytesOf = ({body}: SeenRequest): string =>
    body.replace(/"external_task_id":"[^"]*"/, '"external_task_id":""')

  async function serve(task: FakeTask = {}): Promise<void> {
    const files = await fixture.serve((_request, response) => void response.end(mp4('bytes of a video')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`, ...task}))
  }
  const picture = png(640, 480, 1000)
  const other = png(640, 480, 2000)
  const note = (data: Buffer) => ({
    sha256: createHash('sha256').update(data).digest('hex'),
    bytes: data.length,
  })

  beforeEach(async () => {
    env = {KLING_KEEP_REQUESTS: 'no'}
    await serve()
    mkdirSync(join(fixture.home.folder, 'in'))
    fixture.write('in/cat.png', picture)
    fixture.write('in/dog.png', other)
  })
  const create = (...argv: string[]) =>
    run(
      'create',
      'A “cat” 猫\nplays',
      '-i',
      'in/cat.png',
      '--ref-image',
      'in/dog.png',
      '--ref-image',
      'https://example.com/x.png?sig=1',
      ...argv,
    )

  it('--sidecar says all that the video was made with', async () => {
    const result = expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
    expect(result).to.include({output: 'clip.mp4', sidecar: 'clip.mp4.json'})
    const {created_at, kling, external_task_id, ...rest} = sidecar()
    expect(rest).to.deep.equal({
      version: 1,
      kind: 'create',
      path: '/v1/videos/omni-video',
      task_id: taskId,
      video_id: '847487393472614444',
      model: 'kling-video-o1',
      prompt: 'A “cat” 猫\nplays',
      estimated_units: 4,
      units_charged: '4',
      region: 'custom',
      request: {
        model_name: 'kling-video-o1',
        prompt: 'A “cat” 猫\nplays',
        mode: 'pro',
        duration: '5',
        image_list: [
          {image_url: {file: 'in/cat.png', ...note(picture)}, type: 'first_frame'},
          {image_url: {file: 'in/dog.png', ...note(other)}},
          {image_url: 'https://example.com/x.png?sig=1'},
        ],
      },
    })
    expect(new Date(created_at).toISOString()).to.equal(created_at)
    expect(kling).to.match(/^\d+\.\d+\.\d+/)
    expect(external_task_id).to.equal(result.external_task_id)
    expect(statSync(join(fixture.home.folder, 'clip.mp4.json')).mode & 0o777).to.equal(0o644)
    expect(requests()).to.deep.equal([])
    expect(readdirSync(fixture.home.folder).filter(name => name.includes('clip'))).to.have.length(2)
  })

  it('says nothing of the prompt where nobody asked', async () => {
    expectSuccess(await run('create', `${'long '.repeat(20)}secret words`, '-o', 'clip.mp4'))
    expect(existsSync(join(fixture.home.folder, 'clip.mp4.json'))).to.equal(false)
    expect(requests()).to.deep.equal([])
    expect(JSON.stringify(fixture.journal())).to.not.include('secret words')
  })

  it('is checked before anything is paid', async () => {
    expect(expectError(await create('--sidecar'), 'invalid_argument').message).to.include('--sidecar')
    expectError(await create('--sidecar', '-o', '-'), 'invalid_argument')
    fixture.write('clip.mp4.json', 'mine')
    expectError(await create('--sidecar', '-o', 'clip.mp4'), 'output_exists')
    expect(posts()).to.have.length(0)
    expect(fixture.read('clip.mp4.json').toString()).to.equal('mine')
    expectSuccess(await create('--sidecar', '-o', 'clip.mp4', '--force'))
    expect(sidecar().version).to.equal(1)
  })

  it('a failed task leaves none, and no request behind', async () => {
    await serve({states: ['failed'], reason: 'no'})
    expectError(await create('-o', 'clip.mp4', '--sidecar'), 'task_failed')
    expect(existsSync(join(fixture.home.folder, 'clip.mp4.json'))).to.equal(false)
    expect(requests()).to.deep.equal([])
  })

  it('kling task resume writes the one of a create that was cut short', async () => {
    await serve({states: ['processing']})
    expectError(await create('-o', 'clip.mp4', '--sidecar', '--wait-timeout', '1'), 'wait_timeout')
    expect(requests()).to.have.length(1)
    await serve()
    const {tasks} = expectSuccess(await fixture.klingWithFastPolling(['task', 'resume']))
    expect(tasks[0].sidecar).to.equal(join(fixture.home.folder, 'clip.mp4.json'))
    expect(sidecar().request.image_list[0].image_url.file).to.equal('in/cat.png')
    expect(requests()).to.deep.equal([])
  })

  it('video download --sidecar writes what is known', async () => {
    const {external_task_id} = expectSuccess(await create())
    expectSuccess(await run('download', taskId, '-o', 'clip.mp4', '--sidecar'))
    const {created_at, ...rest} = sidecar()
    expect(rest).to.deep.equal({
      version: 1,
      kind: 'create',
      path: '/v1/videos/omni-video',
      task_id: taskId,
      external_task_id,
      video_id: '847487393472614444',
      model: 'kling-video-o1',
      prompt_start: 'A “cat” 猫 plays',
      estimated_units: 4,
      units_charged: '4',
      region: 'custom',
    })
    expect(created_at).to.be.a('string')
    expectError(await run('rerun', 'clip.mp4'), 'invalid_argument')
    expectError(
      await run('download', taskId, '-o', 'other.mp4', '--sidecar', '--output', '-'),
      'invalid_argument',
    )
  })

  it('video download --sidecar of a task of elsewhere writes what the API says', async () => {
    expectSuccess(await run('download', taskId, '-o', 'clip.mp4', '--sidecar', '-t', 'create'))
    expect(sidecar()).to.deep.equal({
      version: 1,
      created_at: '2026-01-01T00:00:00.000Z',
      kind: 'create',
      path: '/v1/videos/omni-video',
      task_id: taskId,
      external_task_id: 'my-own-id',
      video_id: '847487393472614444',
      units_charged: '4',
    })
  })

  describe('kling video rerun', () => {
    beforeEach(() => {
      env = {}
    })

    it('sends the same bytes but for the external id, from a video, a sidecar, another folder', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar', '--callback-url', 'https://example.com/hook'))
      const first = sidecar()
      expectSuccess(await run('rerun', 'clip.mp4', '-o', 'again.mp4', '--sidecar'))
      expectSuccess(await run('rerun', 'clip.mp4.json'))
      const elsewhere = {...fixture.home, folder: join(fixture.home.folder, 'in')}
      const env = {KLING_BASE_URL: fixture.api.url, KLING_API_KEY: 'key'}
      expectSuccess(await runKling(['video', 'rerun', '../clip.mp4'], {home: elsewhere, env}))
      const [original, ...others] = posts()
      expect(others).to.have.length(3)
      for (const other of others) expect(bytesOf(other)).to.equal(bytesOf(original!))
      expect(new Set(posts().map(({body}) => JSON.parse(body).external_task_id)).size).to.equal(4)
      const again = sidecar('again.mp4')
      expect(again.rerun_of).to.deep.equal({task_id: taskId, external_task_id: first.external_task_id})
      expect(again.request).to.deep.equal(first.request)
    })

    it('finds files from where the sidecar has been moved with them', async () => {
      expectSuccess(await create('-o', 'in/clip.mp4', '--sidecar'))
      renameSync(join(fixture.home.folder, 'in'), join(fixture.home.folder, 'moved'))
      expectSuccess(await run('rerun', 'moved/clip.mp4'))
      expect(bytesOf(posts()[1]!)).to.equal(bytesOf(posts()[0]!))
    })

    it('by the id of a task, unless requests are not to be kept', async () => {
      expectSuccess(await fixture.kling(['config', 'set', 'keep_requests', 'no']))
      expectSuccess(await create())
      expect(requests()).to.deep.equal([])
      expect(expectError(await run('rerun', taskId), 'invalid_argument').hint).to.include('keep_requests')
      expectSuccess(await fixture.kling(['config', 'unset', 'keep_requests']))
      rmSync(join(fixture.home.folder, '.local/share/kling-cli/journal'), {recursive: true})
      const {external_task_id} = expectSuccess(await create())
      expect(requests()).to.have.length(1)
      const [name] = requests()
      const kept = join(fixture.home.folder, '.local/share/kling-cli/requests', name!)
      expect(statSync(kept).mode & 0o777).to.equal(0o600)
      expectSuccess(await run('rerun', external_task_id))
      expectSuccess(await run('rerun', taskId))
      const [, second, ...others] = posts()
      for (const other of others) expect(bytesOf(other)).to.equal(bytesOf(second!))
    })

    it('a request that is kept is forgotten with its task', async () => {
      expectSuccess(await create())
      expect(requests()).to.have.length(1)
      expectSuccess(await fixture.kling(['task', 'forget', taskId]))
      expect(requests()).to.deep.equal([])
    })

    it('by the id of a task whose video lies beside its sidecar', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
      expectSuccess(await run('rerun', taskId))
      expect(bytesOf(posts()[1]!)).to.equal(bytesOf(posts()[0]!))
    })

    it('other kinds, with sound, masks and both frames', async () => {
      fixture.write('in/mask.png', png(640, 480, 1))
      const masks = JSON.stringify([
        {
          mask: 'in/mask.png',
          trajectories: [
            {x: 1, y: 2},
            {x: 3, y: 4},
          ],
        },
      ])
      const kinds = [
        [
          'create-from-image',
          'She smiles',
          '-i',
          'in/cat.png',
          '--model',
          'kling-v1',
          '--dynamic-mask',
          masks,
          '--cfg-scale',
          '0.7',
        ],
        [
          'create-from-text',
          'A street',
          '--camera-control',
          '{"type":"simple","config":{"zoom":5}}',
          '--model',
          'kling-v1',
        ],
        ['create-motion-control', '-i', 'in/cat.png', '-v', 'https://example.com/v.mp4'],
        ['create-avatar', '-i', 'in/cat.png', '-a', 'https://example.com/s.mp3'],
        ['extend', '847487393472614500'],
      ]
      for (const [index, argv] of kinds.entries()) {
        const name = `${index}.mp4`
        for (const words of [
          [...argv, '--output', name, '--sidecar'],
          ['rerun', name],
        ]) {
          const {code, stderr} = await run(...words)
          expect(code, stderr).to.equal(0)
        }
        const [first, second] = posts().slice(-2)
        expect(second!.url, argv[0]).to.equal(first!.url)
        expect(bytesOf(second!), argv[0]).to.equal(bytesOf(first!))
      }
    })

    it('--set changes it, and replaces files that are gone', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
      rmSync(join(fixture.home.folder, 'in/dog.png'))
      const set = ['--set', 'prompt=Another', '--set', 'image_list[1]=']
      expectSuccess(await run('rerun', 'clip.mp4', ...set))
      const [first, second] = posts().map(({body}) => JSON.parse(body))
      expect(second.prompt).to.equal('Another')
      expect(second.image_list).to.deep.equal([first.image_list[0], first.image_list[2]])
    })

    const bodies = (): Fields[] => posts().map(({body}) => JSON.parse(body) as Fields)

    it('flags of the command that made it change what they say, and nothing else', async () => {
      const first = expectSuccess(await create('-d', '7', '--watermark', '--element', '829836802793406551'))
      const [before] = bodies()
      const rerun = async (...argv: string[]): Promise<Fields> => {
        expectSuccess(await run('rerun', first.external_task_id as string, ...argv))
        return bodies().at(-1)!
      }
      const changes: [string[], Fields][] = [
        [['-d', '5'], {duration: '5'}],
        [['--mode', 'std', '--prompt', '- a dog'], {mode: 'std', prompt: '- a dog'}],
        [['--no-watermark'], {watermark_info: undefined}],
        [['--element', '7', '--element', '8'], {element_list: [{element_id: '7'}, {element_id: '8'}]}],
        [
          ['-i', 'in/dog.png'],
          {
            image_list: [
              {...before!.image_list[0], image_url: other.toString('base64')},
              ...before!.image_list.slice(1),
            ],
          },
        ],
      ]
      for (const [argv, changed] of changes) {
        const {external_task_id: id, ...body} = await rerun(...argv)
        expect(id, argv.join(' ')).to.not.equal(before!.external_task_id)
        const {external_task_id: _id, ...wanted} = {...before!, ...changed}
        expect(body, argv.join(' ')).to.deep.equal(JSON.parse(JSON.stringify(wanted)))
      }
    })

    it('flags that another command has, and wrong ones, are refused as by the command itself', async () => {
      expectSuccess(await create())
      expectError(await run('rerun', taskId, '--cfg-scale', '0.5'), 'invalid_flag')
      expectError(await run('rerun', taskId, '--duration', '99'), 'invalid_duration')
      expectError(await run('rerun', taskId, '--mode', 'std', '-o', 'x.txt'), 'invalid_format')
      expect(posts()).to.have.length(1)
    })

    it('a changed file matters only as far as it is sent', async () => {
      expectSuccess(await create())
      fixture.write('in/cat.png', other)
      expectError(await run('rerun', taskId, '-d', '10'), 'invalid_argument')
      expectSuccess(await run('rerun', taskId, '-d', '10', '-i', 'in/dog.png'))
      expectSuccess(await run('rerun', taskId, '-d', '10', '--changed-inputs'))
    })

    it('with flags it says what it was made from, and is printed once', async () => {
      expectSuccess(await create())
      const result = expectSuccess(await run('rerun', taskId, '-d', '10', '-o', 'again.mp4', '--sidecar'))
      expect(result.output).to.equal('again.mp4')
      expect(sidecar('again.mp4').rerun_of.task_id).to.equal(taskId)
    })

    it('other kinds take theirs', async () => {
      const kinds: [string[], string[], Fields][] = [
        [
          ['create-from-text', 'A street', '--mode', 'pro'],
          ['--ratio', '9:16'],
          {aspect_ratio: '9:16', mode: 'pro'},
        ],
        [
          ['create-motion-control', '-i', 'in/cat.png', '-v', 'https://example.com/v.mp4', '--no-keep-sound'],
          ['--keep-sound'],
          {keep_original_sound: 'yes'},
        ],
        [['extend', '847487393472614500', '--prompt', 'on'], ['--prompt', 'off'], {prompt: 'off'}],
      ]
      for (const [argv, change, wanted] of kinds) {
        const {external_task_id: id} = expectSuccess(await run(...argv))
        expectSuccess(await run('rerun', id as string, ...change))
        const [first, second] = bodies().slice(-2) as [Fields, Fields]
        expect({...second, external_task_id: ''}).to.deep.equal({...first, ...wanted, external_task_id: ''})
      }
    })

    it('--set gives a known field the type of the API', async () => {
      const {external_task_id: id} = expectSuccess(await create())
      const sets = [
        'duration=10',
        'prompt=7',
        'multi_shot=true',
        'image_list[0].type=1',
        'new_field=5',
        'mode="pro"',
      ]
      expectSuccess(await run('rerun', id as string, ...sets.flatMap(set => ['--set', set])))
      const body = bodies()[1]!
      expect(body).to.include({duration: '10', prompt: '7', multi_shot: true, new_field: 5, mode: 'pro'})
      expect(body.image_list[0].type).to.equal('1')
      expect(
        expectSuccess(await run('rerun', id as string, '--set', 'duration=10', '--estimate')).estimate.units,
      ).to.equal(8)
    })

    it('a changed file is an error, unless --changed-inputs', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
      fixture.write('in/cat.png', other)
      const {message, hint, details} = expectError(await run('rerun', 'clip.mp4'), 'invalid_argument')
      expect(message).to.include('in/cat.png').and.include('changed')
      expect(hint).to.include('--changed-inputs')
      expect(details.files).to.deep.equal([join(fixture.home.folder, 'in/cat.png')])
      expect(posts()).to.have.length(1)
      expectSuccess(await run('rerun', 'clip.mp4', '--changed-inputs', '-o', 'again.mp4', '--sidecar'))
      const {image_url} = JSON.parse(posts()[1]!.body).image_list[0]
      expect(image_url).to.equal(other.toString('base64'))
      expect(sidecar('again.mp4').request.image_list[0].image_url).to.include(note(other))
    })

    it('a missing file has the code of its use', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
      rmSync(join(fixture.home.folder, 'in/dog.png'))
      expectError(await run('rerun', 'clip.mp4'), 'ref_image_not_found')
      rmSync(join(fixture.home.folder, 'in/cat.png'))
      expectError(await run('rerun', 'clip.mp4'), 'frame_not_found')
      expect(posts()).to.have.length(1)
    })

    it('has the flags, checks and limits of a create', async () => {
      expectSuccess(await create('-o', 'clip.mp4', '--sidecar'))
      const dry = expectSuccess(await run('rerun', 'clip.mp4', '--dry-run', '--set', 'duration="10"'))
      expect(dry.estimate.units).to.equal(8)
      expect(dry.body.image_list[0].image_url).to.deep.equal(note(picture))
      expectError(await run('rerun', 'clip.mp4', '--max-cost', '3'), 'cost_limit')
      expectError(await run('rerun', 'clip.mp4', '-o', 'clip.mp4'), 'output_exists')
      expectError(await run('rerun', 'clip.mp4', '--set', 'novalue'), 'invalid_argument')
      expect(posts()).to.have.length(1)
      const {external_task_id} = expectSuccess(await run('rerun', 'clip.mp4', '--external-task-id', 'mine'))
      expect(external_task_id).to.equal('mine')
    })

    it('goes where it was made, with the account that made it, unless something else is said', async () => {
      for (const [key, value] of [
        ['kling_api_key', 'key-of-work-0123'],
        ['max_cost', '3'],
      ])
        expectSuccess(await fixture.kling(['config', 'set', key!, value!, '--profile', 'work']))
      const none = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}
      const options = {env: none}
      expectSuccess(
        await fixture.klingWithFastPolling(
          ['video', 'create', 'A cat', '--profile', 'work', '-o', 'clip.mp4', '--sidecar', '--yes'],
          options,
        ),
      )
      expect(sidecar().profile).to.equal('work')
      expectError(await fixture.klingWithFastPolling(['video', 'rerun', 'clip.mp4'], options), 'cost_limit')
      expectSuccess(await fixture.klingWithFastPolling(['video', 'rerun', 'clip.mp4', '--yes'], options))
      expect(posts()[1]!.headers.authorization).to.equal('Bearer key-of-work-0123')
      const made = {...sidecar(), region: 'sandbox', profile: 'unheard-of'}
      fixture.write('other.json', JSON.stringify(made))
      const dry = await fixture.klingWithFastPolling(['video', 'rerun', 'other.json', '--dry-run'], {
        env: {KLING_BASE_URL: undefined},
      })
      expect(dry.json.url).to.match(/^http:\/\/127\.0\.0\.1:/)
      expect(dry.stderr).to.include('unheard-of')
    })

    it('what is no sidecar is told', async () => {
      fixture.write('list.json', '[]')
      fixture.write('text.json', 'text')
      fixture.write('new.json', '{"version":2,"kind":"create","request":{}}')
      fixture.write(
        'voice.json',
        '{"version":1,"kind":"voice","path":"/v1/general/custom-voices","request":{}}',
      )
      fixture.write('path.json', '{"version":1,"kind":"create","path":"/v1/videos/other","request":{}}')
      fixture.write(
        'lost.json',
        JSON.stringify({
          version: 1,
          kind: 'create',
          path: '/v1/videos/omni-video',
          request: {image_list: [{image_url: {sha256: 'x', bytes: 9}}]},
        }),
      )
      fixture.write('bare.mp4', 'bytes')
      for (const name of ['list.json', 'text.json', 'new.json', 'bare.mp4', 'none.mp4'])
        expectError(await run('rerun', name), 'invalid_argument')
      for (const name of ['voice.json', 'path.json']) expectError(await run('rerun', name), 'invalid_type')
      expect(expectError(await run('rerun', 'lost.json'), 'invalid_argument').hint).to.include(
        'image_list[0].image_url',
      )
      expectError(await run('rerun', '123'), 'task_not_found')
      expectError(await run('rerun'), 'missing_task_id')
      expect(posts()).to.have.length(0)
    })
  })
})
