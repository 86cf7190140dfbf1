import {expect} from 'chai'
import type {RunResult} from '../support/run-kling.js'
import type {FaultFixture} from './fault-fixture.js'

/** Whether a text of the program, or its journal, names a task. */
function names(fixture: FaultFixture, outputs: RunResult[], taskId: string): boolean {
  const inJournal = fixture.journal().some(({event, task_id}) => event === 'accepted' && task_id === taskId)
  return inJournal || outputs.some(({stdout}) => stdout.includes(taskId))
}

/**
 * What holds after any fault and a `task resume`: at most one task was made, it is named, what was said not to be
 * charged was not, and a file is whole or not there.
 */
export function expectNothingLost(fixture: FaultFixture, outputs: RunResult[], file = 'cat.mp4'): void {
  const {service} = fixture.server
  service.clientLeft()
  expect(service.tasks.size, 'tasks at the server').to.be.at.most(1)
  const task = service.onlyTask
  if (task) expect(names(fixture, outputs, task.taskId), `task ${task.taskId} is named`).to.equal(true)
  for (const {stderr} of outputs) {
    if (/"billed":"no"/.test(stderr)) expect(task, 'a task that was said not to be').to.equal(undefined)
  }
  const hash = fixture.hash(file)
  if (hash !== undefined) expect(service.hashes, 'hash of the file').to.include(hash)
}
