import {expect} from 'chai'
import {KlingError, isKlingError, systemCode} from '../../../src/lib/errors/kling-error.js'

describe('KlingError', () => {
  it('carries code, message, facts and exit code', () => {
    const error = new KlingError('task_failed', 'It failed.', {
      task_id: '1',
      hint: undefined,
      cause: new Error('why'),
    })
    expect(error.toJSON()).to.deep.equal({code: 'task_failed', message: 'It failed.', task_id: '1'})
    expect(error.oclif.exit).to.equal(6)
    expect((error.cause as Error).message).to.equal('why')
  })

  it('with() adds facts; the first words win, also over nothing', () => {
    const error = new KlingError('timeout', 'Late.', {hint: undefined, retryable: true})
    const more = error.with({hint: 'Try again.', retryable: false})
    expect(more.toJSON()).to.deep.equal({
      code: 'timeout',
      message: 'Late.',
      hint: 'Try again.',
      retryable: true,
    })
    expect(more.stack).to.equal(error.stack)
  })

  it('is known by its brand, not its class', () => {
    expect(isKlingError(new KlingError('timeout', ''))).to.equal(true)
    expect(isKlingError({isKlingError: true})).to.equal(true)
    for (const other of [new Error(''), undefined, null, 'text', {}])
      expect(isKlingError(other)).to.equal(false)
  })

  it('systemCode reads the name of a system error', () => {
    expect(systemCode(Object.assign(new Error(''), {code: 'ENOENT'}))).to.equal('ENOENT')
    expect(systemCode(Object.assign(new Error(''), {code: 7}))).to.equal(undefined)
    expect(systemCode(undefined)).to.equal(undefined)
  })
})
