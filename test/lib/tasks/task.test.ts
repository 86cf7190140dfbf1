import {expect} from 'chai'
import {taskKindNames, taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import {
  type ApiTask,
  describeTask,
  errorOfFailedTask,
  resultUrl,
  summariseTask,
} from '../../../src/lib/tasks/task.js'
import {errorOf} from '../../support/failure.js'

const failed = (reason?: string): ApiTask => ({task_id: '1', task_status: 'failed', task_status_msg: reason})

describe('tasks', () => {
  const reasons: [string | undefined, string][] = [
    ['ContentRiskDetected', 'content_policy'],
    ['Failure to pass the risk control system', 'content_policy'],
    ['Input violates our content policy', 'content_policy'],
    ['sensitive words', 'content_policy'],
    ['触发风控', 'content_policy'],
    ['Image is too small', 'task_failed'],
    ['', 'task_failed'],
    [undefined, 'task_failed'],
  ]
  for (const [reason, code] of reasons) {
    it(`failed with "${reason}": ${code}`, () => {
      const error = errorOfFailedTask(failed(reason))
      expect(error.code).to.equal(code)
      expect(error.fields).to.deep.include({
        task_id: '1',
        billed: 'no',
        details: {task_status_msg: reason ?? ''},
      })
      expect(error.message).to.include(reason || 'no reason')
    })
  }

  it('find the addresses of their results', () => {
    const task: ApiTask = {
      ...failed(),
      task_result: {videos: [{url: 'v', watermark_url: ''}], audios: [{url_mp3: 'm', url_wav: 'w'}]},
    }
    expect(resultUrl(task, 'video', false)).to.equal('v')
    expect(resultUrl(task, 'video', true)).to.equal(undefined)
    expect([resultUrl(task, 'mp3', false), resultUrl(task, 'wav', false)]).to.deep.equal(['m', 'w'])
    expect(resultUrl(failed(), 'video', false)).to.equal(undefined)
  })

  it('are described', () => {
    const task: ApiTask = {task_id: '1', task_status: 'processing', created_at: 0, updated_at: Number.NaN}
    const clean = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown
    expect(clean(describeTask(task))).to.deep.equal({
      task_id: '1',
      status: 'processing',
      created_at: '1970-01-01T00:00:00.000Z',
    })
    const video = (duration: string) => ({...task, task_result: {videos: [{id: 'v', duration}]}})
    expect(describeTask(video('5.041')).duration).to.equal(5.041)
    expect(describeTask(video('long')).duration).to.equal(undefined)
    expect(describeTask({...task, final_unit_deduction: '1.50'}).units_charged).to.equal('1.50')
    expect(clean(summariseTask(failed('why')))).to.deep.equal({task_id: '1', status: 'failed', reason: 'why'})
  })

  it('have kinds with paths of their own', () => {
    expect(taskKindNames).to.deep.equal(
      'create text2video image2video motion-control avatar extend add-sound'.split(' '),
    )
    expect(new Set(taskKindNames.map(name => taskKindOf(name).path)).size).to.equal(7)
    const error = errorOf(() => taskKindOf('text2vidoe'))
    expect([error.code, error.message]).to.deep.equal([
      'invalid_type',
      'Unknown task type: text2vidoe (did you mean text2video?).',
    ])
  })
})
