import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Journal, firstWords} from '../../../src/lib/journal/journal.js'
import type {JournalEvent} from '../../../src/lib/journal/types.js'
import {rejectionOf} from '../../support/failure.js'
import {thisOwner} from '../../../src/lib/fs/owner.js'
import {useFolder} from '../../support/folder.js'

const january = Date.UTC(2026, 0, 31, 23, 59)
const february = Date.UTC(2026, 1, 1)
const intent = (id: string, kind = 'create'): JournalEvent => ({
  event: 'intent',
  id,
  kind,
  region: 'cn',
  base_url: 'https://x.example',
})

describe('the journal', () => {
  const inFolder = useFolder()
  const journal = (time = january) => new Journal(inFolder('journal'), () => time)
  const file = (month = '2026-01') => inFolder('journal', `${month}.jsonl`)

  async function events(from = journal()): Promise<string[]> {
    const found: string[] = []
    for await (const line of from.lines()) found.push(line.event)
    return found
  }

  it('is a private file a month, a line an event', async () => {
    await journal().append(intent('a'))
    await journal(february).append({event: 'accepted', id: 'a', task_id: '7'})
    expect(readdirSync(inFolder('journal'))).to.deep.equal(['2026-01.jsonl', '2026-02.jsonl'])
    expect(statSync(inFolder('journal')).mode & 0o777).to.equal(0o700)
    expect(statSync(file()).mode & 0o777).to.equal(0o600)
    const {pid, ...owner} = thisOwner()
    expect(JSON.parse(readFileSync(file(), 'utf8'))).to.deep.equal({
      at: '2026-01-31T23:59:00.000Z',
      ...intent('a'),
      pid,
      owner,
    })
    expect(await events()).to.deep.equal(['intent', 'accepted'])
  })

  it('finds a task by both ids, across months', async () => {
    await journal().append(intent('a', 'text2video'))
    await journal(february).append(intent('b'))
    await journal(february).append({event: 'accepted', id: 'a', task_id: '7'})
    const found = await journal().find('7')
    expect(found).to.include({id: 'a', task_id: '7', kind: 'text2video', region: 'cn'})
    expect(await journal().find('a')).to.deep.equal(found)
    expect(await journal().find('b')).to.include({kind: 'create'})
    expect(await journal().find('c')).to.equal(undefined)
  })

  it('finds a task of elsewhere that was seen', async () => {
    await journal().append({event: 'seen', task_id: '9', kind: 'avatar', base_url: 'https://x.example'})
    expect(await journal().find('9')).to.include({kind: 'avatar', task_id: '9'})
  })

  it('finds a task that was taken out of the lists, which no longer contains record', async () => {
    await journal().append(intent('a'))
    await journal().append({event: 'accepted', id: 'a', task_id: '7'})
    expect((await journal().records(['7', 'a', 'b'])).map(({id}) => id)).to.deep.equal(['a'])
    await journal().append({event: 'forgotten', id: 'a'})
    expect(await journal().records(['7', 'a'])).to.deep.equal([])
    expect(await journal().find('7')).to.include({id: 'a', task_id: '7'})
    await journal().append(intent('a', 'text2video'))
    expect((await journal().records(['a'])).map(({kind, state}) => [kind, state])).to.deep.equal([
      ['text2video', 'sending'],
    ])
  })

  it('skips a torn line, and heals it at the next one', async () => {
    await journal().append(intent('a'))
    appendFileSync(file(), '{"at":"2026-01-31T23:59:00.000Z","event":"inte')
    expect(await events()).to.deep.equal(['intent'])
    await journal().append(intent('b'))
    expect(await events()).to.deep.equal(['intent', 'intent'])
    expect(await journal().find('b')).to.include({id: 'b'})
  })

  it('skips what is no event', async () => {
    mkdirSync(inFolder('journal'))
    writeFileSync(file(), 'null\n[]\n"text"\n{"event":7}\n\n')
    writeFileSync(inFolder('journal', 'notes.txt'), 'not a journal')
    expect(await events()).to.deep.equal([])
    expect(await journal().find('a')).to.equal(undefined)
  })

  it('is empty where there is none', async () => {
    expect(await events()).to.deep.equal([])
    writeFileSync(inFolder('journal'), '')
    expect(await journal().find('a')).to.equal(undefined)
  })

  it('follows no links', async () => {
    writeFileSync(inFolder('precious'), 'kept')
    mkdirSync(inFolder('journal'))
    symlinkSync(inFolder('precious'), file())
    const error = await rejectionOf(journal().append(intent('a')))
    expect([error.code, error.fields.billed]).to.deep.equal(['write_error', 'no'])
    expect(readFileSync(inFolder('precious'), 'utf8')).to.equal('kept')
    mkdirSync(inFolder('elsewhere'))
    symlinkSync(inFolder('elsewhere'), inFolder('linked'))
    const linked = new Journal(inFolder('linked'), () => january)
    expect((await rejectionOf(linked.append(intent('a')))).code).to.equal('write_error')
    expect(readdirSync(inFolder('elsewhere'))).to.deep.equal([])
  })

  it('keeps all lines of several processes that write at once', async () => {
    const program = fileURLToPath(new URL('../../support/append-events.ts', import.meta.url))
    const names = ['a', 'b', 'c']
    const ends = names.map(
      name =>
        new Promise(resolve => {
          const argv = ['--import', 'tsx', program, inFolder('journal'), name, '60']
          spawn(process.execPath, argv, {stdio: 'inherit'}).on('close', resolve)
        }),
    )
    expect(await Promise.all(ends)).to.deep.equal([0, 0, 0])
    // A line that is just being written by another looks torn: that costs an empty line, which is skipped.
    const lines = readFileSync(file(), 'utf8')
      .split('\n')
      .filter(line => line !== '')
    const ids = lines.map(line => (JSON.parse(line) as {task_id: string}).task_id)
    expect(ids).to.have.length(180)
    for (const name of names) {
      const own = ids.filter(id => id.startsWith(`${name}-`))
      expect(own).to.deep.equal(Array.from({length: 60}, (_, index) => `${name}-${index}`))
    }
  })

  it('notes no more than the first words of a prompt', () => {
    expect(firstWords(undefined)).to.equal(undefined)
    expect(firstWords('A  cat\nplays')).to.equal('A cat plays')
    expect(firstWords('🐱'.repeat(40))).to.equal('🐱'.repeat(40))
    expect(firstWords('🐱'.repeat(41))).to.equal(`${'🐱'.repeat(40)}…`)
  })
})
