import {expect} from 'chai'
import type {KlingClient} from '../../../src/lib/api/client.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import {type WaitOptions, type WaitResult, waitForTasks} from '../../../src/lib/tasks/wait.js'

const kind = taskKindOf('create')

/** A service with lists, newest first, whose clock only the pauses move. */
class Service {
  now = 0
  readonly ticks: number[] = []
  readonly paths: string[] = []
  /** Ids with the time of their end, newest first. */
  readonly tasks: {id: string; endsAt: number}[] = []
  /** Tasks that the list never shows. */
  readonly hidden = new Map<string, number>()

  readonly client = {
    get: async (path: string) => {
      this.paths.push(path)
      return {data: this.answer(path), requestId: 'r'}
    },
  } as unknown as KlingClient

  wait(ids: string[], more: Partial<WaitOptions> = {}): Promise<Map<string, WaitResult>> {
    return waitForTasks(
      ids.map(taskId => ({kind, taskId})),
      {
        client: this.client,
        timeoutSeconds: 1800,
        clock: () => this.now,
        random: () => 0.5,
        delay: async ms => {
          this.ticks.push(this.paths.length)
          this.now += ms
        },
        ...more,
      },
    )
  }

  private answer(path: string): unknown {
    const {pathname, searchParams} = new URL(path, 'http://x')
    const shown = (id: string, endsAt: number): unknown => ({
      task_id: id,
      task_status: this.now >= endsAt ? 'succeed' : 'processing',
    })
    const size = Number(searchParams.get('pageSize'))
    if (size) {
      expect(size).to.equal(500)
      const from = (Number(searchParams.get('pageNum')) - 1) * size
      return this.tasks.slice(from, from + size).map(({id, endsAt}) => shown(id, endsAt))
    }
    const id = pathname.split('/').at(-1)!
    const endsAt = this.tasks.find(task => task.id === id)?.endsAt ?? this.hidden.get(id)
    if (endsAt === undefined) throw new KlingError('task_not_found', 'no')
    return shown(id, endsAt)
  }

  add(prefix: string, count: number, endsAt: (index: number) => number): string[] {
    const added = Array.from({length: count}, (_, index) => ({
      id: `${prefix}-${index}`,
      endsAt: endsAt(index),
    }))
    this.tasks.unshift(...added.reverse())
    return added.map(({id}) => id)
  }
}

const isDone = (results: Map<string, WaitResult>): boolean =>
  [...results.values()].every(result => 'task' in result)

describe('looking out for many tasks', () => {
  it('1000 tasks that end within a minute: two calls a tick, sixty in all', async () => {
    const service = new Service()
    const ids = service.add('task', 1000, index => (index * 7919) % 60_000)
    const results = await service.wait(ids)
    expect([results.size, isDone(results)]).to.deep.equal([1000, true])
    service.ticks.forEach((calls, tick) =>
      expect(calls - (service.ticks[tick - 1] ?? 0), `tick ${tick}`).to.be.at.most(2),
    )
    expect(service.paths.length).to.be.at.most(60)
  })

  it('the older half ends last: its page is asked for alone', async () => {
    const service = new Service()
    const ids = [
      ...service.add('old', 500, () => 60_000),
      ...service.add('new', 500, index => (index === 0 ? 0 : 10_000)),
    ]
    expect(isDone(await service.wait(ids))).to.equal(true)
    const late = service.paths.slice(service.ticks.find((_, tick) => tick > 5))
    expect(new Set(late)).to.deep.equal(new Set([`${kind.path}?pageNum=2&pageSize=500`]))
  })

  it('goes after tasks that newer ones push down the list', async () => {
    const service = new Service()
    const ids = service.add('task', 400, index => index * 100)
    let others = 0
    const waiting = service.wait(ids, {
      delay: async ms => {
        service.ticks.push(service.paths.length)
        service.now += ms
        if (others++ < 8) service.add(`other-${others}`, 300, () => 0)
      },
    })
    expect(isDone(await waiting)).to.equal(true)
    // One page a tick, and a query for one of those that were not where they had been.
    expect(service.paths.length).to.be.at.most(2 * (service.ticks.length + 1))
    expect(service.now).to.be.below(120_000)
  })

  it('asks in turns for tasks that the list does not show', async () => {
    const service = new Service()
    service.hidden.set('never', 600_000).set('soon', 1)
    const ids = [...service.add('task', 5, () => 30_000), 'never', 'soon', 'unknown']
    const results = await service.wait(ids)
    expect(results.get('soon')).to.have.nested.property('task.task_status', 'succeed')
    expect(results.get('never')).to.have.nested.property('task.task_status', 'succeed')
    expect(results.get('unknown')).to.have.nested.property('error.code', 'task_not_found')
  })

  it('a list that is empty for a moment loses nothing', async () => {
    const service = new Service()
    const ids = service.add('task', 700, () => 1000)
    const kept = service.tasks.splice(0)
    const results = await service.wait(ids, {
      delay: async ms => {
        service.ticks.push(service.paths.length)
        service.now += ms
        service.tasks.push(...kept.splice(0))
      },
    })
    expect(isDone(results)).to.equal(true)
    expect(service.paths.length).to.be.at.most(8)
  })
})
