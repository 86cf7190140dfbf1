import {type Journal} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import {
  type ProgressLine,
  type Waiting,
  waitingForAllView,
  waitingState,
  waitingView,
} from '../terminal/progress.js'
import {plainText} from '../terminal/text.js'

interface ShownWait {
  progress: ProgressLine
  journal: Pick<Journal, 'typicalSeconds'>
  taskId: string
  /** Its state now. */
  status: () => string
  /** Since when it is under way, in ms since 1970. */
  since: number
}

/** Shows that a task is waited for. @returns what is to be called when its state has changed */
export function showWait({progress, journal, taskId, status, since}: ShownWait): () => void {
  let typicalSeconds: number | undefined
  // What is not known yet keeps nothing waiting.
  void journal.typicalSeconds(taskId).then(
    seconds => (typicalSeconds = seconds),
    () => {},
  )
  const waiting = (): Waiting => ({
    taskId: plainText(taskId),
    status: plainText(status()),
    elapsedSeconds: Math.max(Date.now() - since, 0) / 1000,
    typicalSeconds,
  })
  const show = (): void => progress.show(room => waitingView(waiting(), room), waitingState(waiting()))
  show()
  return show
}

/** Shows that several tasks are waited for. @returns what is to be called when a state has changed */
export function showWaitForAll(progress: ProgressLine, states: Map<string, string>): () => void {
  const start = Date.now()
  const isEnded = (state: string): boolean => state === 'succeed' || state === 'failed'
  const show = (): void =>
    progress.show(
      room => waitingForAllView([...states.values()].map(plainText), (Date.now() - start) / 1000, room),
      t`${[...states.values()].filter(isEnded).length} of ${states.size} done.`,
    )
  show()
  return show
}
