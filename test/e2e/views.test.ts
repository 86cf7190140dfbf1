import {expect} from 'chai'
import {stripVTControlCharacters} from 'node:util'
import {displayWidth} from '../../src/lib/terminal/text.js'
import {ok} from '../support/api-server.js'
import {notFound, taskApi, taskData, taskId} from '../support/task-api.js'
import {type TerminalResult, hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, fastTimers, secretKey, useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const escape = '\u001B'
const linkStart = `${escape}]8;;`
const videoUrl = 'https://cdn.example.com/v.mp4'

describe('views', () => {
  const fixture = useFixture()

  const onTerminal = (
    argv: string[],
    {env, ...options}: {env?: Record<string, string>; columns?: number; redirect?: string} = {},
  ): Promise<TerminalResult> =>
    runOnTerminal(argv, {
      home: fixture.home,
      env: {
        KLING_BASE_URL: fixture.api.url,
        KLING_ACCESS_KEY: accessKey,
        KLING_SECRET_KEY: secretKey,
        ...env,
      },
      ...options,
    })

  /** A list of three tasks, one of them with a reason in Chinese. */
  const answerList = (): void =>
    fixture.answer(() =>
      ok([
        taskData('succeed', {videoUrl}),
        {...(taskData('processing') as object), task_id: '847487393472614445'},
        {
          ...(taskData('failed', {reason: '提示词包含不允许的内容，请修改后再试一次'}) as object),
          task_id: '847487393472614446',
        },
      ]),
    )

  describe('on a terminal', () => {
    before(function () {
      // Without it there is no pseudo-terminal to be had from Node: apt-get install bsdutils
      if (!hasScript) this.skip()
    })

    for (const columns of [40, 80, 120]) {
      it(`${columns} columns: tables fit, ids are whole`, async () => {
        answerList()
        await fixture.kling(['video', 'create', '一只猫在弹钢琴，窗外下着雨'])
        for (const argv of [
          ['video', 'list'],
          ['video', 'list', '--fields', 'task_id,reason,created_at,status'],
          ['config', 'list'],
        ]) {
          const {screen, code} = await onTerminal(argv, {columns, env: {NO_COLOR: '1'}})
          expect(code).to.equal(0)
          const table = screen.split('\n\n')[0]!.trimEnd().split('\n')
          for (const line of table) expect(displayWidth(line), line).to.be.at.most(columns)
          const ids = argv[0] === 'video' ? [taskId, '847487393472614446'] : ['kling_secret_key']
          for (const id of ids) expect(screen).to.include(id)
        }
      })
    }

    it('times are told as people do, states in colours', async () => {
      const created_at = Date.now() - 3 * 60_000
      fixture.answer(() => ok([taskData('processing', {more: {created_at}})]))
      const {screen} = await onTerminal(['video', 'list'])
      expect(screen).to.include('3 min ago').and.include(`${escape}[33mprocessing`)
    })

    it('a create shows the id, the model, the estimate, and then what to type', async () => {
      fixture.answer(taskApi())
      const {screen} = await onTerminal(['video', 'create', 'A cat'], {env: {NO_COLOR: '1'}})
      expect(screen).to.match(
        new RegExp(
          `task ID +${taskId}\nmodel +kling-video-o1, pro, 5 s\nestimate +4 units \\(\\$0\\.56\\)\n→ .*kling video status ${taskId} --watch\n$`,
        ),
      )
    })

    it('links: where the terminal is known to have them, also without colours', async () => {
      fixture.answer(taskApi({videoUrl}))
      const argv = ['video', 'status', taskId, '--type', 'create', '--verbose']
      const known = {TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809'}
      const {screen} = await onTerminal(argv, {env: {...known, NO_COLOR: '1'}})
      expect(screen).to.include(`${linkStart}${videoUrl}${escape}\\${videoUrl}${linkStart}${escape}\\`)
      expect(screen.replaceAll(linkStart, '').replaceAll(`${escape}\\`, '')).to.not.include(escape)
      for (const env of [{}, {...known, TERM: 'dumb'}, {...known, KLING_PLAIN: '1'}]) {
        const without = await onTerminal(argv, {env})
        expect(without.screen).to.include(videoUrl).and.not.include(linkStart)
      }
      const piped = await onTerminal(argv, {env: known, redirect: ' >out.json'})
      expect(piped.screen + fixture.read('out.json').toString()).to.not.include(linkStart)
    })

    it('KLING_PLAIN: lines in place of what moves, words in place of symbols', async () => {
      const files = await fixture.serve((_request, response) => void response.end(mp4('bytes')))
      const states = ['submitted', 'processing', 'processing', 'succeed']
      fixture.answer(taskApi({states, videoUrl: `${files.url}/v.mp4`}))
      const env = {...fastTimers, KLING_PLAIN: '1'}
      const {screen, code} = await onTerminal(['video', 'create', 'A cat', '-o', 'cat.mp4'], {env})
      expect(code).to.equal(0)
      const lines = screen.trimEnd().split('\n')
      expect(lines.filter(line => line.startsWith('Task '))).to.deep.equal(
        ['is submitted', 'is processing', 'succeeded'].map(state => `Task ${taskId} ${state}.`),
      )
      expect(lines.at(-1)).to.match(/^Saved cat\.mp4 {2}149 B/)
      expect(screen)
        .to.not.match(/[✓→█░⠋…]|\r(?!\n)/)
        .and.not.include(escape)
      const failed = await onTerminal(['video', 'status'], {env})
      expect(failed.screen).to.match(/^Error: .*\nHint: For example/)
    })

    it('a wait says how long such tasks took', async () => {
      for (const expected of [false, true]) {
        const more = {task_id: expected ? '2' : '1'}
        const states = ['processing', 'processing']
        fixture.answer(({method}) =>
          ok(taskData(method === 'POST' ? 'submitted' : (states.pop() ?? 'succeed'), {more})),
        )
        const {screen} = await onTerminal(['video', 'create', 'A cat', '--wait'], {env: fastTimers})
        const drawn = stripVTControlCharacters(screen)
        expect(drawn).to.include('processing  ')
        expect(/processing {2}\d+ s, usually 1 min 00 s {2}2/.test(drawn)).to.equal(expected)
      }
    })

    it('--watch draws over what is there and ends with the result', async () => {
      fixture.answer(taskApi({states: ['submitted', 'processing', 'succeed']}))
      const argv = ['video', 'status', taskId, '--type', 'create', '--watch']
      const {screen, code} = await onTerminal(argv, {env: {...fastTimers, NO_COLOR: '1'}})
      expect(code).to.equal(0)
      // At once, without lines that break, and over the lines that are there.
      expect(screen).to.include(`${escape}[?2026h${escape}[?7l`).and.include(`${escape}[3A\r`)
      const last = screen.slice(screen.lastIndexOf(`${escape}[J`) + 3)
      expect(last).to.match(new RegExp(`^task ID +${taskId}\nstatus +succeed\n`))
      expect(last).to.match(/→ Download it with/)
    })

    it('--watch of the list ends when none is open', async () => {
      fixture.answer(taskApi({states: ['processing', 'succeed']}))
      await fixture.kling(['video', 'create', 'A cat'])
      const {screen, code} = await onTerminal(['task', 'list', '--watch'], {
        env: {...fastTimers, NO_COLOR: '1'},
      })
      expect(code).to.equal(0)
      expect(screen).to.include(`${escape}[?2026h`).and.include('1 submitted')
      expect(screen.slice(screen.lastIndexOf(`${escape}[J`))).to.match(/succeed +A cat/)
    })

    it('--watch in plain mode: a record each time that something has changed', async () => {
      fixture.answer(taskApi({states: ['processing', 'succeed']}))
      const argv = ['video', 'status', taskId, '--type', 'create', '--watch', '--fields', 'status']
      const {screen} = await onTerminal(argv, {env: {...fastTimers, KLING_PLAIN: '1'}})
      expect(screen).to.equal('processing\nsucceed\n')
    })
  })

  describe('--fields and --template', () => {
    it('print a line for each record where stdout is no terminal', async () => {
      answerList()
      const fields = await fixture.kling(['video', 'list', '--fields', 'task_id,status,duration'])
      expect(fields.stdout).to.equal(
        `${taskId}\tsucceed\t5\n847487393472614445\tprocessing\t\n847487393472614446\tfailed\t\n`,
      )
      const template = await fixture.kling(['video', 'list', '--template', '{{.status}}: {{.task_id}}'])
      expect(template.stdout.split('\n')[1]).to.equal('processing: 847487393472614445')
    })

    it('with --json or KLING_OUTPUT=json: JSON with these fields', async () => {
      answerList()
      const argv = ['video', 'list', '--fields', 'status,task_id']
      for (const run of [[...argv, '--json'], argv]) {
        const {json} = await fixture.kling(run, {env: run === argv ? {KLING_OUTPUT: 'json'} : {}})
        expect(json.count).to.equal(3)
        expect(json.tasks[1]).to.deep.equal({status: 'processing', task_id: '847487393472614445'})
      }
    })

    it('of a single record, and of a create', async () => {
      fixture.answer(taskApi({videoUrl}))
      const status = await fixture.kling([
        'video',
        'status',
        taskId,
        '-t',
        'create',
        '--template',
        '{{.video_url}}',
      ])
      expect(status.stdout).to.equal(`${videoUrl}\n`)
      const made = await fixture.kling(['video', 'create', 'A cat', '--fields', 'task_id,estimated_units'])
      expect(made.stdout).to.equal(`${taskId}\t4\n`)
      const cost = await fixture.kling([
        'video',
        'create',
        'A cat',
        '--estimate',
        '--template',
        '{{.estimate.units}}',
      ])
      expect(cost.stdout).to.equal('4\n')
    })

    it('nothing is printed of an empty list', async () => {
      fixture.answer(() => ok([]))
      expect(
        (await fixture.kling(['video', 'list', '--kind', 'create', '--fields', 'task_id'])).stdout,
      ).to.equal('')
      expect(fixture.api.requests).to.have.length(1)
    })

    const wrong: [string[], RegExp, RegExp][] = [
      [
        ['video', 'list', '--fields', 'task_id,statsu'],
        /Unknown field: statsu \(did you mean status\?\)./,
        /created_at/,
      ],
      [['video', 'create', 'A cat', '--template', '{{.id}}'], /Unknown field: id\./, /task_id/],
      [['task', 'list', '--fields', 'status'], /Unknown field: status \(did you mean state\?\)./, /state/],
      [['video', 'list', '--json', '--template', 'x'], /--json and --template/, /one of them/],
      [['video', 'list', '--fields', ','], /contains no field/, /--fields/],
    ]
    for (const [argv, message, hint] of wrong) {
      it(`${argv.slice(2).join(' ')} is refused before any request`, async () => {
        const {code, stdout, error} = await fixture.kling(argv)
        expect([code, stdout, error.code]).to.deep.equal([2, '', 'invalid_argument'])
        expect(error.message).to.match(message)
        expect(error.hint).to.match(hint)
        expect(fixture.api.requests).to.deep.equal([])
        expect(fixture.journal()).to.deep.equal([])
      })
    }

    it('--all reads page after page', async () => {
      const ids = ['7', '6', '5', '4', '3']
      fixture.answer(({url}) => {
        const {pageNum, pageSize} = Object.fromEntries(new URL(url, fixture.api.url).searchParams)
        const start = (Number(pageNum) - 1) * Number(pageSize)
        return ok(
          ids.slice(start, start + Number(pageSize)).map(task_id => taskData('succeed', {more: {task_id}})),
        )
      })
      const argv = ['video', 'list', '--type', 'create', '--all', '--limit', '2', '--fields', 'task_id']
      const {stdout} = await fixture.kling(argv)
      expect(stdout).to.equal(ids.map(id => `${id}\n`).join(''))
      expect(fixture.api.requests).to.have.length(3)
      expect((await fixture.kling(['video', 'list', '--all', '--page', '2'])).error.code).to.equal(
        'invalid_argument',
      )
    })
  })

  describe('--watch where stdout is no terminal', () => {
    const linesOf = (stdout: string): Record<string, unknown>[] =>
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>)

    it('of a task: a line of JSON for each state, and the end of the task', async () => {
      fixture.answer(taskApi({states: ['submitted', 'submitted', 'processing', 'processing', 'succeed']}))
      const argv = ['video', 'status', taskId, '--type', 'create', '--watch']
      const {code, stdout, stderr} = await fixture.klingWithFastPolling(argv)
      expect([code, stderr]).to.deep.equal([0, ''])
      const lines = linesOf(stdout)
      expect(lines.map(({status}) => status)).to.deep.equal(['submitted', 'processing', 'succeed'])
      for (const line of lines) expect(line).to.include({success: true, task_id: taskId})
      expect(lines.at(-1)).to.include({duration: 5})
    })

    it('of a task that fails: the error and its exit code', async () => {
      fixture.answer(taskApi({states: ['processing', 'failed'], reason: 'no cat found'}))
      const {code, stdout, error} = await fixture.klingWithFastPolling([
        'video',
        'status',
        taskId,
        '-t',
        'create',
        '--watch',
      ])
      expect([code, error.code]).to.deep.equal([6, 'task_failed'])
      expect(linesOf(stdout).map(({status}) => status)).to.deep.equal(['processing'])
    })

    it('of the list: a line for each task, then for each change, until none is open', async () => {
      const states = new Map([
        ['1', ['submitted', 'processing', 'succeed']],
        ['2', ['processing', 'failed']],
      ])
      let made = 0
      const data = (task_id: string): unknown => {
        const left = states.get(task_id)!
        return taskData(left.length > 1 ? left.shift()! : left[0]!, {reason: 'no', more: {task_id}})
      }
      fixture.answer(({method, url}) => {
        if (method === 'POST') return ok(taskData('submitted', {more: {task_id: String(++made)}}))
        return ok(url.includes('?') ? [data('2'), data('1')] : data(url.split('/').at(-1)!))
      })
      await fixture.kling(['video', 'create', 'A cat'])
      await fixture.kling(['video', 'create', 'A dog'])
      const {code, stdout} = await fixture.klingWithFastPolling(['task', 'list', '--watch'])
      expect(code).to.equal(0)
      const lines = linesOf(stdout)
      expect(lines.slice(0, 2).map(({task_id, state}) => [task_id, state])).to.deep.equal([
        ['2', 'submitted'],
        ['1', 'submitted'],
      ])
      const of = (id: string): unknown[] =>
        lines.filter(({task_id}) => task_id === id).map(({state}) => state)
      expect(of('1')).to.deep.equal(['submitted', 'processing', 'succeed'])
      expect(of('2')).to.deep.equal(['submitted', 'processing', 'failed'])
    })

    it('of a list whose tasks cannot be asked for: a warning, and its end', async () => {
      fixture.answer(taskApi())
      await fixture.kling(['video', 'create', 'A cat'])
      fixture.answer(notFound)
      const {code, stdout} = await fixture.klingWithFastPolling(['task', 'list', '--watch'])
      expect(code).to.equal(0)
      expect(linesOf(stdout).map(({state}) => state)).to.deep.equal(['submitted'])
      const keyless = {KLING_ACCESS_KEY: '', KLING_SECRET_KEY: ''}
      const without = await fixture.klingWithFastPolling(['task', 'list', '--watch'], {env: keyless})
      expect(without.code).to.equal(0)
      expect(without.stderr).to.match(/^Warning: .*key/)
    })
  })
})
