import {expect} from 'chai'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {explainInterruption, interruption, isInterruption} from '../../../src/lib/terminal/interruption.js'
import {rejectionOf} from '../../support/failure.js'

/** Sends a signal to what listens since `work`; what others in this process do with it is not meant. */
function newListener(name: NodeJS.Signals, work: () => void): () => void {
  const before = process.listeners(name)
  work()
  const [own] = process.listeners(name).filter(listener => !before.includes(listener))
  return own as () => void
}

describe('Ctrl-C', () => {
  const {exit} = process
  const {setTimeout: wait} = globalThis
  afterEach(() => {
    process.exit = exit
    globalThis.setTimeout = wait
  })

  it('ends what does not end by itself soon, after five seconds in any case, and at once when it is pressed again', async () => {
    const exits: unknown[] = []
    const timers: {work: () => void; ms: number}[] = []
    process.exit = (code => void exits.push(code)) as typeof process.exit
    globalThis.setTimeout = ((work: () => void, ms: number) => {
      timers.push({work, ms})
      return {unref: () => {}}
    }) as unknown as typeof setTimeout
    let signal: AbortSignal
    const press = newListener('SIGINT', () => void (signal = interruption()))
    try {
      expect(interruption()).to.equal(signal!)
      press()
      expect(isInterruption(signal!.reason)).to.equal(true)
      expect(signal!.reason).to.have.nested.property('oclif.exit', 130)
      expect(exits).to.deep.equal([])
      expect(timers.map(({ms}) => ms)).to.deep.equal([250, 5000])
      timers[0]!.work()
      await new Promise(setImmediate)
      expect(exits).to.deep.equal([130])
      timers[1]!.work()
      expect(exits).to.deep.equal([130, 130])
      press()
      expect(exits).to.deep.equal([130, 130, 130])
    } finally {
      process.removeListener('SIGINT', press)
    }
  })

  it('says what goes on, and with which command; other errors stay as they are', async () => {
    const stop = new KlingError('interrupted', 'Interrupted.')
    const told = await rejectionOf(
      explainInterruption(Promise.reject(stop), 'Stopped waiting.', {hint: 'Go on.', task_id: '8'}),
    )
    expect(told).to.include({code: 'interrupted', message: 'Stopped waiting.'})
    expect(told.fields).to.include({hint: 'Go on.', task_id: '8'})
    const other = new KlingError('timeout', 'No answer.')
    expect(await rejectionOf(explainInterruption(Promise.reject(other), 'Stopped.', {}))).to.equal(other)
    expect(await explainInterruption(Promise.resolve(7), 'Stopped.', {})).to.equal(7)
  })
})
