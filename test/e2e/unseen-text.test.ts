import {expect} from 'chai'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Handler, ok, refuse} from '../support/api-server.js'
import {dataDirOf} from '../support/gallery.js'
import {writeJournal} from '../support/journal-lines.js'
import {taskData, taskId} from '../support/task-api.js'
import {type Fixture, useRuns} from '../support/fixture.js'

/** Characters that do something or hide something, each between two letters. */
const unseen = [
  ...[
    '\u0000',
    '\u0007',
    '\b',
    '\r',
    '\u001B[2J',
    '\u001B[8m',
    '\u001B]0;t\u0007',
    '\u007F',
    '\u009B31m',
    '\u0085',
  ],
  ...[
    '\u00AD',
    '\u061C',
    '\u200B',
    '\u200C',
    '\u200D',
    '\u200E',
    '\u200F',
    '\u2028',
    '\u2029',
    '\u202A',
    '\u202E',
  ],
  ...['\u2060', '\u2066', '\u2069', '\uFEFF', '\u{E0041}', '\u{E007F}'],
]
const dirty = `A${unseen.join('b')}Z`
// Of the sequences only what begins them is dropped; a terminal shows the rest as text.
const forbidden =
  // eslint-disable-next-line no-control-regex -- what must not be there
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/u

const at = '2026-11-01T10:00:00.000Z'

/** A journal whose words are dirty; what the form of an id does not take is not in it. */
function noteDirty(
  {home}: Fixture,
  end: object = {event: 'state', task_id: 't1', status: 'succeed', units: '4'},
): void {
  const intent = {at, event: 'intent', id: 'x1', kind: 'create', region: dirty, base_url: 'https://x.example'}
  writeJournal(dataDirOf(home), [
    {
      ...intent,
      model: dirty,
      prompt: dirty,
      profile: dirty,
      plugin: dirty,
      output: `/tmp/${dirty.replaceAll('\u0000', '')}`,
    },
    {at, event: 'accepted', id: 'x1', task_id: 't1'},
    {at, reason: dirty, ...end},
  ])
}

/** Files of settings with dirty words. */
function setDirty({home}: Fixture): void {
  const folder = join(home.folder, '.config/kling-cli')
  mkdirSync(folder, {recursive: true})
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({region: dirty, [dirty]: 'x', profiles: {[dirty]: {region: dirty}}}),
  )
}

const element = {element_id: 7, element_name: dirty, element_description: dirty, owned_by: dirty}
const pack = {
  resource_pack_name: dirty,
  resource_pack_id: dirty,
  status: dirty,
  total_quantity: 1,
  remaining_quantity: 1,
  invalid_time: 1,
}
const failed = taskData('failed', {reason: dirty})
const odd = {
  ...(taskData('succeed', {videoUrl: `https://x.example/${dirty}`}) as object),
  task_status: dirty,
  task_info: {external_task_id: dirty},
}

interface Case {
  argv: string[]
  answer?: Handler
  prepare?: (fixture: Fixture) => void
}

const cases: Case[] = [
  {argv: ['video', 'status', taskId, '--type', 'create', '--verbose'], answer: () => ok(odd)},
  {argv: ['video', 'status', taskId, '--type', 'create'], answer: () => ok(failed)},
  {argv: ['video', 'list'], answer: () => ok([odd, failed])},
  {argv: ['video', 'list', '--fields', 'status,video_url,reason'], answer: () => ok([odd, failed])},
  {argv: ['video', 'list', '--template', '{{.status}} {{.reason}}'], answer: () => ok([odd, failed])},
  {argv: ['video', 'create', 'A cat'], answer: refuse(400, 1201, dirty)},
  {argv: ['video', 'create', dirty.replaceAll('\u0000', ''), '--dry-run']},
  {argv: ['video', 'download', taskId, '--type', 'create', '-o', 'a.mp4'], answer: () => ok(odd)},
  {argv: ['video', 'element', 'list'], answer: () => ok([element])},
  {argv: ['account'], answer: () => ok({code: 0, resource_pack_subscribe_infos: [pack]})},
  {argv: ['task', 'list'], prepare: noteDirty},
  {argv: ['task', 'list', '--fields', 'prompt,region,output,plugin'], prepare: noteDirty},
  {argv: ['task', 'show', 'x1'], prepare: noteDirty},
  {argv: ['task', 'archive', '--dry-run'], prepare: noteDirty},
  {
    argv: ['task', 'resume'],
    prepare: fixture => noteDirty(fixture, {event: 'unknown', id: 'x1', code: dirty}),
    answer: refuse(400, 1201, dirty),
  },
  {argv: ['task', 'wait', 't1'], prepare: noteDirty, answer: refuse(500, 5000, dirty)},
  {argv: ['cost', '--since', '2026-01-01', '--by', 'profile'], prepare: noteDirty},
  {argv: ['cost', '--since', '2026-01-01', '--by', 'model'], prepare: noteDirty},
  {argv: ['config', 'list'], prepare: setDirty},
  {argv: ['config', 'get', 'region'], prepare: setDirty},
  {argv: ['config', 'set', 'region', dirty.replaceAll('\u0000', '')]},
  {argv: ['doctor', '--offline'], prepare: fixture => (setDirty(fixture), noteDirty(fixture))},
  {argv: ['video', 'list', '--region', dirty.replaceAll('\u0000', '')]},
  {argv: [dirty.replaceAll('\u0000', '')]},
  {argv: ['video', 'list', `--${dirty.replaceAll('\u0000', '')}`]},
]

describe('text of elsewhere on a terminal', () => {
  for (const mode of ['text', 'json']) {
    const runs = useRuns(cases, (fixture, {argv, answer, prepare}) => {
      if (answer) fixture.answer(answer)
      prepare?.(fixture)
      return fixture.klingWithFastPolling(argv, {env: {KLING_OUTPUT: mode}})
    })
    for (const one of cases) {
      const title = JSON.stringify(one.argv.map(word => (word.includes(unseen[1]!) ? '…' : word)).join(' '))
      it(`${mode}: ${title} shows what is seen`, () => {
        const {stdout, stderr} = runs(one).result
        expect(stdout + stderr).to.not.match(forbidden)
        expect((stdout + stderr).length).to.be.greaterThan(0)
        expect(stderr).to.not.match(/unexpected_error/)
      })
    }
  }
})
