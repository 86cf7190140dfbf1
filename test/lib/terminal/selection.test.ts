import {expect} from 'chai'
import {
  checkSelection,
  lineOf,
  narrowResult,
  parseSelection,
  recordsOf,
} from '../../../src/lib/terminal/selection.js'
import {errorOf} from '../../support/failure.js'

const row = {task_id: '1', status: 'succeed', note: 'a\tb\nc\u001B[2J', estimate: {units: 4}, empty: null}

describe('what is chosen of records', () => {
  const lines: [{fields?: string; template?: string}, string][] = [
    [{fields: 'task_id,status'}, '1\tsucceed'],
    [{fields: ' status , task_id ,status'}, 'succeed\t1'],
    [{fields: 'task_id,absent,empty,estimate'}, '1\t\t\t{"units":4}'],
    [{fields: 'note'}, 'a b c[2J'],
    [{template: '{{.task_id}} {{.status}}'}, '1 succeed'],
    [{template: '{{ .task_id }}\\t{{.estimate.units}} units\\n'}, '1\t4 units\n'],
    [{template: 'x{{.absent}}{{.estimate.absent}}{{.task_id.length}}y {}'}, 'xy {}'],
    [{template: 'plain \\\\t'}, 'plain \\t'],
    [{template: ''}, ''],
  ]
  for (const [flags, line] of lines) {
    it(`${JSON.stringify(flags)} gives ${JSON.stringify(line)}`, () => {
      expect(lineOf(row, parseSelection(flags)!)).to.equal(line)
    })
  }

  const wrong: [object, RegExp][] = [
    [{fields: 'a', template: 'b'}, /--fields and --template/],
    [{template: 'b', json: true}, /--json and --template/],
    [{fields: ' , '}, /contains no field/],
    [{template: '{{task_id}}'}, /cannot contain \{\{task_id\}\}/],
    [{template: '{{range .}}'}, /cannot contain/],
  ]
  for (const [flags, message] of wrong) {
    it(`${JSON.stringify(flags)} is refused`, () => {
      const error = errorOf(() => parseSelection(flags))
      expect(error.code).to.equal('invalid_argument')
      expect(error.message).to.match(message)
    })
  }

  it('nothing given, nothing chosen', () => expect(parseSelection({json: true})).to.equal(undefined))

  it('an unknown field is named with the nearest and all others', () => {
    for (const flags of [{fields: 'task_id,statsu'}, {template: '{{.statsu.x}}'}]) {
      const error = errorOf(() => checkSelection(parseSelection(flags)!, ['task_id', 'status']))
      expect(error.code).to.equal('invalid_argument')
      expect(error.message).to.equal('Unknown field: statsu (did you mean status?).')
      expect(error.fields.hint).to.equal('Fields: task_id, status.')
    }
    checkSelection(parseSelection({fields: 'status'})!, ['task_id', 'status'])
  })

  it('records are the list that is named, the only list of objects, or the result itself', () => {
    const rows = [{a: 1}]
    expect(recordsOf({tasks: [], count: 0}, 'tasks')).to.deep.equal({rows: [], list: 'tasks'})
    expect(recordsOf({tasks: rows, count: 1})).to.deep.equal({rows, list: 'tasks'})
    for (const one of [{a: rows, b: rows}, {words: ['x']}, {none: []}, {task_id: '1'}])
      expect(recordsOf(one)).to.deep.equal({rows: [one], list: undefined})
  })

  it('JSON keeps what is round the records', () => {
    const list = {
      tasks: [
        {a: 1, b: 2},
        {a: undefined, b: 3},
      ],
      count: 2,
    }
    expect(narrowResult(list, recordsOf(list), ['b', 'a'])).to.deep.equal({
      tasks: [{b: 2, a: 1}, {b: 3}],
      count: 2,
    })
    expect(narrowResult(row, recordsOf(row), ['status'])).to.deep.equal({status: 'succeed'})
  })
})
