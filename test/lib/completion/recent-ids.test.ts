import {expect} from 'chai'
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {recordRecentIds} from '../../../src/lib/completion/record-recent-ids.js'
import {readRecentIds, recentIds} from '../../../src/lib/completion/recent-ids.js'
import {useFolder} from '../../support/folder.js'

describe('ids that commands have printed', () => {
  const folder = useFolder()

  it('are kept with their names, the newest first, and each once', async () => {
    await recordRecentIds(folder(), {
      elements: [
        {element_id: '1', name: 'One'},
        {element_id: '2', name: 'Two'},
      ],
      count: 2,
    })
    await recordRecentIds(folder(), {element_id: '3', element_name: 'Three'})
    await recordRecentIds(folder(), {
      elements: [
        {element_id: '1', name: 'One'},
        {element_id: '3', name: 'Three'},
      ],
    })
    await recordRecentIds(folder(), {task_id: '7', video_id: '8', status: 'succeed'})
    expect(readRecentIds(folder())).to.deep.equal({
      element_id: [
        ['3', 'Three'],
        ['1', 'One'],
        ['2', 'Two'],
      ],
      video_id: [['8', '7']],
    })
    expect(statSync(folder('seen.json')).mode & 0o777).to.equal(0o600)
  })

  it('are forgotten when they are deleted', async () => {
    await recordRecentIds(folder(), {
      voices: [
        {voice_id: '1', voice_name: 'One'},
        {voice_id: '2', voice_name: 'Two'},
      ],
    })
    await recordRecentIds(folder(), {voice_id: '1', status: 'deleted'})
    expect(recentIds(folder(), 'voice_id')).to.deep.equal([{value: '2', description: 'Two'}])
  })

  it('are no more than a few hundred', async () => {
    const elements = Array.from({length: 500}, (_, i) => ({element_id: String(i), name: 'x'}))
    await recordRecentIds(folder(), {elements})
    const ids = recentIds(folder(), 'element_id')
    expect(ids).to.have.lengthOf(200)
    expect(ids[0]!.value).to.equal('0')
  })

  it('a result without ids writes nothing', async () => {
    await recordRecentIds(folder(), {success: true, tasks: [null, 1, 'x', {task_id: '1'}]})
    expect(() => readFileSync(folder('seen.json'))).to.throw('ENOENT')
  })

  for (const broken of ['', '{', '[]', 'null', '7', '{"voice_id":7}', '{"voice_id":[[1,2]]}']) {
    it(`the broken file ${broken || '(empty)'} is as none, and is replaced`, async () => {
      writeFileSync(folder('seen.json'), broken)
      expect(recentIds(folder(), 'voice_id')).to.deep.equal([])
      await recordRecentIds(folder(), {voice_id: '2', voice_name: 'Two'})
      expect(recentIds(folder(), 'voice_id')).to.have.lengthOf(1)
    })
  }

  it('a folder that cannot be written is no error', async () => {
    mkdirSync(folder('seen.json'))
    await recordRecentIds(folder(), {voice_id: '2', voice_name: 'Two'})
  })
})
