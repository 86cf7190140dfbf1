import {expect} from 'chai'
import {mkdirSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {type Handler, type SeenRequest, refuse} from '../support/api-server.js'
import {useFixture} from '../support/fixture.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {mp4} from '../support/results.js'
import {notFound, taskApi, taskId} from '../support/task-api.js'

const today = /^\d{4}-\d\d-\d\d/
const name = `-${taskId}-a-cat.mp4`

describe('commands that are repeated', () => {
  const fixture = useFixture()
  const own = (...names: string[]): string => join(fixture.home.folder, ...names)
  const run = (...argv: string[]) => fixture.klingWithFastPolling(['video', ...argv])
  const create = (...argv: string[]) => run('create', 'A cat', ...argv)
  const posts = (): SeenRequest[] => fixture.api.requests.filter(({method}) => method === 'POST')
  const filesIn = (folder: string): string[] => readdirSync(own(folder)).sort()

  let videoUrl: string
  /** An API that knows a task by its external id once it was created. */
  function idempotent(states?: string[]): Handler {
    const known = taskApi({videoUrl, ...(states && {states})})
    let id: string | undefined
    return (request, response) => {
      const {method, url, body} = request
      if (method === 'POST') {
        const wanted = (JSON.parse(body) as {external_task_id: string}).external_task_id
        if (wanted === id) return refuse(400, 1201, 'external_task_id already exists')(request, response)
        id = wanted
      } else if (![id, taskId].includes(decodeURIComponent(url.split('/').at(-1)!)))
        return notFound(request, response)
      return known(request, response)
    }
  }

  beforeEach(async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('bytes of a video')))
    videoUrl = `${files.url}/v.mp4`
    fixture.answer(idempotent())
  })

  describe('-o as a folder', () => {
    for (const [what, output] of Object.entries({
      'that is there': 'clips',
      'whose name ends in a slash': 'new/clips/',
      'that the program runs in': '.',
    })) {
      it(`${what}: the file gets the name of an archive`, async () => {
        mkdirSync(own('clips'))
        const result = expectSuccess(await create('-o', output, '--sidecar'))
        const [file] = filesIn(output).filter(found => found.endsWith('.mp4'))
        expect(file)
          .to.match(today)
          .and.satisfy((found: string) => found.endsWith(name))
        expect(result.output).to.equal(join(output, file!))
        expect(result.file).to.equal(own(output, file!))
        expect(filesIn(output)).to.include(`${file}.json`)
        expect(result.sidecar).to.equal(`${result.output}.json`)
      })
    }

    it('download: the same name, whatever this machine knows of the task', async () => {
      const {file} = expectSuccess(await create('-o', 'one/'))
      expect(expectSuccess(await run('download', taskId, '-o', 'two/')).output).to.equal(
        file.replace(own('one'), 'two'),
      )
      rmSync(own('.local'), {recursive: true})
      const {output} = expectSuccess(await run('download', taskId, '-o', 'three/'))
      expect(output).to.equal(`three/2026-01-01-${taskId}.mp4`)
    })

    it('is kept for `task resume`', async () => {
      fixture.answer(idempotent(['processing']))
      expectError(
        await create('-o', 'clips/', '--wait-timeout', '1', '--external-task-id', 'mine'),
        'wait_timeout',
      )
      expect(fixture.journal()[0]!.output).to.equal(own('clips') + '/')
      fixture.answer(taskApi({videoUrl}))
      const {tasks} = expectSuccess(await fixture.klingWithFastPolling(['task', 'resume']))
      expect(filesIn('clips')).to.have.length(1)
      expect(tasks[0].file).to.equal(own('clips', filesIn('clips')[0]!))
      expect(filesIn('clips')[0]).to.satisfy((found: string) => found.endsWith(name))
    })

    it('is refused before anything is paid where it cannot be one', async () => {
      fixture.write('file', 'x')
      const {message} = expectError(await create('-o', 'file/'), 'write_error')
      expect(message).to.equal('file/ is not a folder.')
      expectError(await create('-o', 'file/below/'), 'write_error')
      expectSuccess(await create('-o', 'none/such/', '--dry-run'))
      expect(posts()).to.deep.equal([])
      expect(filesIn('.')).to.not.include('none')
    })
  })

  describe('download', () => {
    it('without -o tells the whole command', async () => {
      expectSuccess(await create())
      const day = new Date().toISOString().slice(0, 10)
      const {hint} = expectError(await run('download', taskId), 'missing_output')
      expect(hint).to.equal(`For example: kling video download ${taskId} -o ${day}${name}`)
      const stranger = expectError(await run('download', '7', '--format', 'wav'), 'missing_output')
      expect(stranger.hint).to.equal(`For example: kling video download 7 -o ${day}-7.wav`)
    })

    it('--wait waits for a task that still runs', async () => {
      fixture.answer(taskApi({videoUrl, states: ['submitted', 'processing', 'processing', 'succeed']}))
      const unfinished = expectError(await run('download', taskId, '-o', 'cat.mp4'), 'task_not_finished')
      expect(unfinished.hint).to.equal(`Wait for it with: kling video download ${taskId} -o cat.mp4 --wait`)
      expect(expectSuccess(await run('download', taskId, '-o', 'cat.mp4', '--wait')).bytes).to.be.above(0)
    })

    it('--wait ends with the error of a task that fails, and at its limit', async () => {
      fixture.answer(taskApi({states: ['processing', 'failed'], reason: 'no'}))
      expectError(await run('download', taskId, '-o', 'cat.mp4', '--wait'), 'task_failed')
      fixture.answer(taskApi({states: ['processing']}))
      const late = expectError(
        await run('download', taskId, '-o', 'cat.mp4', '--wait', '--wait-timeout', '1'),
        'wait_timeout',
      )
      expect(late.hint).to.equal(`Resume with: kling video download ${taskId} -o cat.mp4 --wait`)
    })
  })

  describe('--skip-existing', () => {
    it('does nothing where the file is, and asks nobody', async () => {
      fixture.write('cat.mp4', 'mine')
      const told = {output: 'cat.mp4', file: own('cat.mp4'), skipped: true}
      expect(expectSuccess(await create('-o', 'cat.mp4', '--skip-existing'))).to.deep.equal(told)
      expect(expectSuccess(await run('download', taskId, '-o', 'cat.mp4', '--skip-existing'))).to.deep.equal({
        task_id: taskId,
        ...told,
      })
      expect(fixture.api.requests).to.deep.equal([])
      expect(fixture.read('cat.mp4').toString()).to.equal('mine')
    })

    it('does the work where the file is not', async () => {
      expect(expectSuccess(await create('-o', 'cat.mp4', '--skip-existing'))).to.not.have.property('skipped')
      expect(posts()).to.have.length(1)
    })

    it('finds the file of a task in a folder', async () => {
      const {file} = expectSuccess(await run('download', taskId, '-o', 'clips/'))
      const again = expectSuccess(await run('download', taskId, '-o', 'clips/', '--skip-existing'))
      expect(again).to.include({file, skipped: true})
    })

    it('is refused where it could not keep anybody from paying twice', async () => {
      for (const argv of [[], ['-o', '-']])
        expectError(await create('--skip-existing', ...argv), 'missing_output')
      expectError(await create('--skip-existing', '-o', 'clips/'), 'invalid_argument')
      expectError(await create('--skip-existing', '-o', 'cat.mp4', '--force'), 'invalid_argument')
      expect(posts()).to.deep.equal([])
    })

    it('an output that exists says so', async () => {
      fixture.write('cat.mp4', 'mine')
      expect(expectError(await create('-o', 'cat.mp4'), 'output_exists').hint).to.include('--skip-existing')
    })
  })

  describe('--reuse', () => {
    const reuse = ['--external-task-id', 'scene-7', '--reuse']

    it('one task, however often the command runs', async () => {
      const first = expectSuccess(await create(...reuse, '-o', 'cat.mp4'))
      expect(first).to.not.have.property('reused')
      rmSync(own('cat.mp4'))
      for (const more of [['-o', 'cat.mp4'], ['--wait'], []]) {
        const {code, stdout} = await create(...reuse, ...more)
        expect(code).to.equal(0)
        expect(JSON.parse(stdout)).to.include({
          task_id: taskId,
          status: 'succeed',
          external_task_id: 'scene-7',
          reused: true,
        })
      }
      expect(fixture.read('cat.mp4')).to.deep.equal(mp4('bytes of a video'))
      expect(posts()).to.have.length(1)
    })

    it('joins a task of another machine', async () => {
      expectSuccess(await create(...reuse))
      rmSync(own('.local'), {recursive: true})
      const {stdout} = await create(...reuse)
      expect(JSON.parse(stdout)).to.include({task_id: taskId, reused: true})
      expect(posts()).to.have.length(1)
    })

    it('joins a task that another machine creates meanwhile', async () => {
      const known = idempotent()
      let isCreated = false
      fixture.answer((request, response) => {
        // The first look comes too early.
        if (request.method === 'GET' && !isCreated) {
          isCreated = true
          void known({...request, method: 'POST', body: '{"external_task_id":"scene-7"}'}, response)
          return notFound(request, response)
        }
        return known(request, response)
      })
      const {stdout, code} = await create(...reuse)
      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.include({task_id: taskId, reused: true})
    })

    it('another request is an error that names what differs, and creates nothing', async () => {
      fixture.write('cat.png', png(640, 480, 1))
      const withImage = ['-i', 'cat.png', ...reuse]
      expectSuccess(await create(...withImage))
      fixture.write('cat.png', png(640, 480, 2))
      const {message, details, billed} = expectError(
        await create('-d', '10', ...withImage),
        'invalid_argument',
      )
      expect(details).to.deep.equal({external_task_id: 'scene-7', differs: ['duration', 'image_list']})
      expect(message).to.include('duration, image_list')
      expect(billed).to.equal('no')
      expect(posts()).to.have.length(1)
    })

    it('the same file elsewhere is the same request', async () => {
      fixture.write('cat.png', png(640, 480, 1))
      expectSuccess(await create('-i', 'cat.png', ...reuse))
      fixture.write('copy.png', png(640, 480, 1))
      expect((await create('-i', 'copy.png', ...reuse)).code).to.equal(0)
      expect(posts()).to.have.length(1)
    })

    it('a submission whose answer was lost is found, or made once more', async () => {
      let isDown = true
      const known = idempotent()
      fixture.answer((request, response) => {
        // The answer is lost, and then nobody can be asked.
        if (!isDown || (request.method === 'GET' && posts().length === 0)) return known(request, response)
        if (request.method !== 'POST') return refuse(500, 5000, 'down')(request, response)
        void known(request, response)
        response.destroy()
        return undefined
      })
      expect((await create(...reuse)).code).to.equal(7)
      expect(fixture.journal().at(-1)!.event).to.equal('unknown')
      isDown = false
      const before = posts().length
      const {stdout, code} = await create(...reuse)
      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.include({task_id: taskId, reused: true})
      expect(posts()).to.have.length(before)
    })

    it('a task that failed stays failed', async () => {
      fixture.answer(idempotent(['failed']))
      expectSuccess(await create(...reuse))
      const {code, stderr} = await create(...reuse, '--wait')
      expect(code).to.equal(6)
      expect(stderr).to.include('task_failed')
      expect(posts()).to.have.length(1)
    })

    it('needs an id, and a dry run stays one', async () => {
      expectError(await create('--reuse'), 'invalid_argument')
      expectSuccess(await create(...reuse))
      expect(expectSuccess(await create(...reuse, '--dry-run')).dry_run).to.equal(true)
    })

    it('a limit does not stop what is paid already', async () => {
      expectSuccess(await create(...reuse))
      expect((await create(...reuse, '--max-cost', '1')).code).to.equal(0)
    })

    it('two at once make one task', async () => {
      const ends = await Promise.all([create(...reuse, '--wait'), create(...reuse, '--wait')])
      expect(ends.map(({code}) => code)).to.deep.equal([0, 0])
      const made = fixture.journal().filter(({event}) => event === 'accepted')
      expect(new Set(made.map(event => event.task_id))).to.deep.equal(new Set([taskId]))
      const accepted = posts().length
      expect(accepted).to.be.within(1, 2)
    })

    it('a task of another service is not joined', async () => {
      expectSuccess(await create(...reuse))
      const other = await fixture.serve(idempotent())
      const {code} = await fixture.klingWithFastPolling(['video', 'create', 'A cat', ...reuse], {
        env: {KLING_BASE_URL: other.url},
      })
      expect(code).to.equal(0)
      expect(other.requests.map(({method}) => method)).to.deep.equal(['GET', 'POST'])
    })
  })
})
