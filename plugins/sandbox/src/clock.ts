/** States of a task on the `/v1` paths. */
export type TaskStatus = 'submitted' | 'processing' | 'succeed' | 'failed'

/** The sound of a result by itself; lengths in seconds. */
export interface AudioFiles {
  mp3: string
  wav: string
  seconds: number
}

/** How a task ended, and when that was known (Unix ms). */
export type Outcome =
  | {status: 'succeed'; at: number; seconds: number; file: string; watermarkFile?: string; audio?: AudioFiles}
  | {status: 'failed'; at: number; message: string}

/** The part of a task's record that decides its state. Times are Unix ms, lengths ms. */
export interface TaskTimes {
  createdAt: number
  /** How long the task stays submitted. */
  submittedMs: number
  /** The least time it is processing; a render that takes longer decides. */
  processingMs: number
  /** The task fails with this message whatever is rendered. */
  scriptedFailure?: string | undefined
  outcome?: Outcome | undefined
}

/** A state, the moment it began, and for a failure why. */
export interface TaskState {
  status: TaskStatus
  /** Unix ms. */
  since: number
  message?: string
}

const submittedMs = 1000
const processingMs = 2000

/** The lengths of the first two states at a speed: 2 is twice as fast. */
export function paceOf(speed: number): Pick<TaskTimes, 'submittedMs' | 'processingMs'> {
  return {submittedMs: submittedMs / speed, processingMs: processingMs / speed}
}

/** Every state that the task has gone or is bound to go through, in order, with the moment each begins. */
export function transitions(task: TaskTimes): TaskState[] {
  const processing = Math.round(task.createdAt + task.submittedMs)
  const earliestEnd = Math.round(task.createdAt + task.submittedMs + task.processingMs)
  const states: TaskState[] = [
    {status: 'submitted', since: task.createdAt},
    {status: 'processing', since: processing},
  ]
  if (task.scriptedFailure !== undefined) {
    states.push({status: 'failed', since: earliestEnd, message: task.scriptedFailure})
  } else if (task.outcome) {
    const {outcome} = task
    const since = Math.max(earliestEnd, outcome.at)
    states.push(
      outcome.status === 'failed'
        ? {status: 'failed', since, message: outcome.message}
        : {status: 'succeed', since},
    )
  }
  return states
}

/** The state of a task at `now` (Unix ms). A moment before its creation counts as its creation. */
export function stateAt(task: TaskTimes, now: number): TaskState {
  const [first, ...later] = transitions(task)
  return later.findLast(state => state.since <= now) ?? first!
}

/** True for a state that no other follows. */
export function isFinal({status}: {status: TaskStatus}): boolean {
  return status === 'succeed' || status === 'failed'
}
