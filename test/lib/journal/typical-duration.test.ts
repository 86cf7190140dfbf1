import {expect} from 'chai'
import {Journal} from '../../../src/lib/journal/journal.js'
import {useFolder} from '../../support/folder.js'

describe('the usual time of a task', () => {
  const folder = useFolder()

  /** A journal with tasks that took so many seconds each; those without have not ended. */
  async function journalWith(
    tasks: {id: string; seconds?: number; kind?: string; model?: string; region?: string; status?: string}[],
  ): Promise<Journal> {
    let now = Date.UTC(2026, 0, 1)
    const journal = new Journal(folder(), () => now)
    for (const {id, seconds, kind = 'create', model = 'o1', region = 'cn', status = 'succeed'} of tasks) {
      const place = {kind, model, region, base_url: 'https://x.example'}
      await journal.append({event: 'intent', id: `own-${id}`, ...place})
      await journal.append({event: 'accepted', id: `own-${id}`, task_id: id})
      now += (seconds ?? 0) * 1000
      if (seconds !== undefined) await journal.append({event: 'state', task_id: id, status})
      // A download some time later does not count.
      now += 100_000
      if (seconds !== undefined)
        await journal.append({event: 'downloaded', task_id: id, file: '/x.mp4', bytes: 1})
    }
    return journal
  }

  it('is the middle one of those that were alike and succeeded', async () => {
    const journal = await journalWith([
      {id: '1', seconds: 50},
      {id: '2', seconds: 5000},
      {id: '3', seconds: 70},
      {id: '4', seconds: 1, kind: 'text2video'},
      {id: '5', seconds: 1, model: 'v3'},
      {id: '6', seconds: 1, region: 'sandbox'},
      {id: '7', seconds: 1, status: 'failed'},
      {id: '8'},
    ])
    expect(await journal.typicalSeconds('8')).to.equal(70)
  })

  it('is that of the service, however late it was seen', async () => {
    const journal = await journalWith([{id: '1', seconds: 5000}, {id: '2'}])
    await journal.append({
      event: 'intent',
      id: 'own-3',
      kind: 'create',
      model: 'o1',
      region: 'cn',
      base_url: 'x',
    })
    await journal.append({event: 'accepted', id: 'own-3', task_id: '3'})
    await journal.append({event: 'state', task_id: '3', status: 'succeed', seconds: 9000})
    expect(await journal.typicalSeconds('2')).to.equal(9000)
  })

  it('is not known without one', async () => {
    const journal = await journalWith([{id: '1', seconds: 5, kind: 'text2video'}, {id: '2'}])
    expect(await journal.typicalSeconds('2')).to.equal(undefined)
    expect(await journal.typicalSeconds('unknown')).to.equal(undefined)
  })
})
