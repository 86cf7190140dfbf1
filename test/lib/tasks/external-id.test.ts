import {expect} from 'chai'
import {newExternalId, withExternalId} from '../../../src/lib/tasks/external-id.js'

describe('external ids', () => {
  it('are kling- and a ULID', () => {
    expect(newExternalId(Date.now())).to.match(/^kling-[0-9A-HJKMNP-TV-Z]{26}$/)
    // The example of the ULID specification: 01ARZ3NDEK is the time.
    expect(newExternalId(1_469_918_176_385, new Uint8Array(10))).to.equal('kling-01ARYZ6S410000000000000000')
    expect(newExternalId(0, new Uint8Array(10).fill(255))).to.equal('kling-0000000000ZZZZZZZZZZZZZZZZ')
  })

  it('sort by time', () => {
    const times = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000, 281_474_976_710_655]
    const ids = times.map(time => newExternalId(time))
    expect([...ids].sort()).to.deep.equal(ids)
  })

  it('differ, also within a millisecond', () => {
    const ids = Array.from({length: 1000}, () => newExternalId(1_700_000_000_000))
    expect(new Set(ids).size).to.equal(1000)
  })

  it('are put into a body: one that is given, the one in it, or a new one', () => {
    expect(withExternalId({external_task_id: 'a', prompt: 'x'}, 'b')).to.deep.equal({
      external_task_id: 'b',
      prompt: 'x',
    })
    expect(withExternalId({external_task_id: 7}).external_task_id).to.equal('7')
    expect(withExternalId({prompt: 'x'}).external_task_id).to.match(/^kling-/)
  })
})
