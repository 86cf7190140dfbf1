import {expect} from 'chai'
import {fieldsView, tableView} from '../../../src/lib/terminal/table.js'
import {screenOf} from '../../../src/lib/terminal/screen.js'
import {displayWidth} from '../../../src/lib/terminal/text.js'

const now = Date.parse('2026-11-23T12:00:00Z')
const pipe = screenOf({}, {}, now)
const terminal = (columns: number, env: Record<string, string> = {}) =>
  screenOf({isTTY: true, columns}, {NO_COLOR: '1', ...env}, now)

const tasks = [
  {
    task_id: '847487393472614443',
    state: 'processing',
    prompt: '一只猫在弹钢琴，窗外下着雨，灯光很暖',
    created_at: '2026-11-23T11:57:00Z',
    kind: 'text2video',
  },
  {
    task_id: '847487393472614444',
    state: 'succeed',
    prompt: 'A cat 👩‍🚀 in space that waves to all of us',
    created_at: '2026-11-22T11:57:00Z',
    kind: 'create',
  },
]
const columns = ['task_id', 'state', 'prompt', 'created_at', 'kind']

describe('tables', () => {
  it('rows in columns as wide as they need, wide characters counted as two', () => {
    const rows = [
      {name: '猫', state: 'ok'},
      {name: 'dog', state: undefined, other: 1},
    ]
    expect(tableView(rows, ['name', 'state'], pipe)).to.equal('name  state\n猫    ok\ndog')
  })

  it('off a terminal nothing is cut and times stay', () => {
    const view = tableView(tasks, columns, pipe)
    expect(view).to.include('窗外下着雨，灯光很暖       2026-11-23T11:57:00Z  text2video')
  })

  for (const width of [30, 40, 60, 80, 120]) {
    it(`${width} columns: no line is longer, ids are whole`, () => {
      const view = tableView(tasks, columns, terminal(width))
      for (const line of view.split('\n')) expect(displayWidth(line), line).to.be.at.most(width)
      for (const {task_id} of tasks) expect(view).to.include(task_id)
    })
  }

  it('narrow: text is cut, then the last columns go', () => {
    expect(tableView(tasks, columns, terminal(80)).split('\n')).to.deep.equal([
      'task ID             state       prompt                     created    kind',
      '847487393472614443  processing  一只猫在弹钢琴，窗外下着…  3 min ago  text2video',
      '847487393472614444  succeed     A cat 👩‍🚀 in space that w…  1 day ago  create',
    ])
    expect(tableView(tasks, columns, terminal(40)).split('\n')).to.deep.equal([
      'task ID             state       prompt',
      '847487393472614443  processing  一只猫…',
      '847487393472614444  succeed     A cat…',
    ])
  })

  it('too narrow for two columns: each row by itself', () => {
    const view = tableView(tasks, columns, terminal(24))
    expect(view.split('\n').slice(0, 4)).to.deep.equal([
      'task ID',
      '  847487393472614443',
      'state    processing',
      'prompt',
    ])
  })

  it('states have colours, headings are bold, empty cells nothing', () => {
    const colored = screenOf({isTTY: true, columns: 80}, {}, now)
    expect(tableView([{id: '1', state: 'failed', note: ''}], ['id', 'state', 'note'], colored)).to.equal(
      '\u001B[1mid\u001B[22m  \u001B[1mstate\u001B[22m   \u001B[1mnote\u001B[22m\n1   \u001B[31mfailed\u001B[39m',
    )
  })

  it('control characters and line ends of a value are not shown', () => {
    const view = tableView([{id: '1\u001B[2J', note: 'a\nb\u0007'}], ['id', 'note'], terminal(80))
    expect(view.split('\n')[1]).to.equal('1[2J  a b')
  })

  it('thousands of rows are no trouble', () => {
    const rows = Array.from({length: 5000}, (_, index) => ({...tasks[index % 2]!, task_id: String(index)}))
    expect(tableView(rows, columns, terminal(80)).split('\n')).to.have.length(5001)
  })
})

describe('fields', () => {
  const linked = terminal(80, {FORCE_HYPERLINK: '1'})
  const link = (text: string, url: string): string => `\u001B]8;;${url}\u001B\\${text}\u001B]8;;\u001B\\`

  it('times, lengths and sizes are told in words', () => {
    const record = {created_at: '2026-11-23T11:00:00Z', duration: '5.000', bytes: 1_200_000, units: 4}
    expect(fieldsView(record, terminal(80))).to.match(
      /^created {3}2026-11-2\d \d\d:00:00 \(1 h ago\)\nduration {2}5 s\nsize {6}1\.2 MB\nunits {5}4$/,
    )
    expect(fieldsView(record, pipe)).to.match(/^created {3}2026-11-23T11:00:00Z\n/)
  })

  it('paths, addresses and ids are links where there are any', () => {
    const record = {task_id: '1', video_url: 'https://example.com/v.mp4', output: '/tmp/a b.mp4', name: 'x'}
    expect(fieldsView(record, linked).split('\n')).to.deep.equal([
      `task ID    ${link('1', 'file:///tmp/a%20b.mp4')}`,
      `video URL  ${link('https://example.com/v.mp4', 'https://example.com/v.mp4')}`,
      `output     ${link('/tmp/a b.mp4', 'file:///tmp/a%20b.mp4')}`,
      'name       x',
    ])
  })

  it('a long address is cut where it can be clicked, else whole', () => {
    const url = `https://example.com/${'v'.repeat(100)}`
    expect(fieldsView({video_url: url}, linked)).to.equal(`video URL  ${link(`${url.slice(0, 68)}…`, url)}`)
    expect(fieldsView({video_url: url}, terminal(80))).to.equal(`video URL\n  ${url}`)
  })

  it('what is no address is no link', () => {
    const record = {
      video_url: 'javascript:alert(1)',
      frontal_url: 'https://x/\u001B\\\u0007evil',
      task_id: '1',
    }
    const view = fieldsView(record, linked)
    expect(view).to.include('javascript:alert(1)\n')
    expect(view).to.not.include('evil\u001B\\x').and.not.include('\u0007')
  })
})
