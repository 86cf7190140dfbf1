import {expect} from 'chai'
import {readFileSync, readdirSync} from 'node:fs'
import {PluginJournal} from '../../../src/lib/isolation/broker/journal.js'
import {Journal} from '../../../src/lib/journal/journal.js'
import {JournalReader} from '../../../src/lib/journal/reader.js'
import type {JournalEvent} from '../../../src/lib/journal/types.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

const intent = {
  event: 'intent',
  id: 'job-1',
  kind: 'create',
  path: '/v1/videos/omni-video',
  region: 'cn',
  base_url: 'https://api.example.com',
} as const

describe('the journal as a plugin has it', () => {
  const inFolder = useFolder()
  const journalOf = (plugin: string): PluginJournal =>
    new PluginJournal({
      plugin,
      journal: new Journal(inFolder('journal')),
      reader: new JournalReader(inFolder('journal')),
      write: ['/a/b'],
      isConnectedTo: (region, baseUrl) => region === 'cn' && baseUrl === 'https://api.example.com',
      isTaskOf: (id, taskId) => id === 'job-1' && taskId === '8',
      checkProfile: async () => {},
    })
  const append = (event: object): Promise<void> => journalOf('odd').append(event as JournalEvent)
  const written = (): Record<string, unknown>[] =>
    readdirSync(inFolder('journal'))
      .filter(name => name.endsWith('.jsonl'))
      .flatMap(name => readFileSync(inFolder('journal', name), 'utf8').trim().split('\n'))
      .map(line => JSON.parse(line) as Record<string, unknown>)

  it('takes an output below a folder that it may write to', async () => {
    await append({...intent, output: '/a/b/c.mp4'})
    expect(written().map(({output, plugin}) => [output, plugin])).to.deep.equal([['/a/b/c.mp4', 'odd']])
  })

  for (const output of ['/a/bc/d.mp4', '/a/b.mp4', '/a/b/../c.mp4', 'c.mp4', '/c.mp4'])
    it(`takes none at ${output}`, async () => {
      expect((await rejectionOf(append({...intent, output}))).code).to.equal('plugin_denied')
    })

  it('takes no task of another server, of another plugin, or that the API did not name', async () => {
    const wrong = [
      {...intent, region: 'global'},
      {...intent, base_url: 'https://evil.example.com'},
    ]
    for (const event of wrong) expect((await rejectionOf(append(event))).code).to.equal('plugin_denied')
    await append(intent)
    const other = {event: 'accepted', id: 'job-1', task_id: '9'}
    expect((await rejectionOf(append(other))).code).to.equal('plugin_denied')
    const theirs = journalOf('other').append({...other, task_id: '8'} as JournalEvent)
    expect((await rejectionOf(theirs)).code).to.equal('plugin_denied')
    await append({...other, task_id: '8'})
    expect(written().map(({event}) => event)).to.deep.equal(['intent', 'accepted'])
  })

  it('shows what it made itself, and nothing of others', async () => {
    await append(intent)
    const own = await journalOf('odd').lines()
    expect(own.map(({event}) => event)).to.deep.equal(['intent'])
    expect(await journalOf('other').lines()).to.deep.equal([])
    expect([await journalOf('odd').owns('job-1'), await journalOf('other').owns('job-1')]).to.deep.equal([
      true,
      false,
    ])
  })
})
