import {expect} from 'chai'
import {isFinal, paceOf, stateAt, type TaskTimes, transitions} from '../src/clock.js'

const task: TaskTimes = {createdAt: 10_000, ...paceOf(1)}
const done = {status: 'succeed', seconds: 5, file: 'video.mp4'} as const

describe('task clock', () => {
  it('is submitted for a second, then processing until there is an outcome', () => {
    expect(stateAt(task, 10_000)).to.deep.equal({status: 'submitted', since: 10_000})
    expect(stateAt(task, 10_999).status).to.equal('submitted')
    expect(stateAt(task, 11_000)).to.deep.equal({status: 'processing', since: 11_000})
    expect(stateAt(task, 9_000_000).status).to.equal('processing')
  })

  it('ends with the render when that takes longer than the least time', () => {
    const rendered = {...task, outcome: {...done, at: 20_000}}
    expect(stateAt(rendered, 19_999).status).to.equal('processing')
    expect(stateAt(rendered, 20_000)).to.deep.equal({status: 'succeed', since: 20_000})
  })

  it('ends at the least time when the render was quicker', () => {
    const rendered = {...task, outcome: {...done, at: 10_500}}
    expect(stateAt(rendered, 12_999).status).to.equal('processing')
    expect(stateAt(rendered, 13_000)).to.deep.equal({status: 'succeed', since: 13_000})
  })

  it('fails when it was told to, without a render', () => {
    const told = {...task, scriptedFailure: 'no'}
    expect(stateAt(told, 12_999).status).to.equal('processing')
    expect(stateAt(told, 13_000)).to.deep.equal({status: 'failed', since: 13_000, message: 'no'})
  })

  it('runs faster with speed', () => {
    expect(stateAt({createdAt: 0, ...paceOf(10), outcome: {...done, at: 1}}, 300).status).to.equal('succeed')
  })

  it('never goes back, whenever it is asked', () => {
    const states = transitions({...task, outcome: {status: 'failed', at: 5, message: 'x'}})
    expect(states.map(state => state.status)).to.deep.equal(['submitted', 'processing', 'failed'])
    expect(states.map(state => state.since)).to.deep.equal([10_000, 11_000, 13_000])
    expect(isFinal(states[1]!)).to.equal(false)
    expect(isFinal(states[2]!)).to.equal(true)
    expect(stateAt(task, 0)).to.deep.equal({status: 'submitted', since: 10_000})
  })
})
