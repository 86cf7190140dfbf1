import {isOpen, isUnsettled, lacksDownload} from '../journal/records.js'
import type {JournalRecord} from '../journal/types.js'
import {taskKinds} from '../catalog/task-kinds.js'
import type {CommandLine} from './command-line.js'
import type {Candidate, Sources} from './types.js'

const isVideo = (kind: string): boolean => taskKinds.some(({name}) => name === kind)

/** Which of the journal's tasks a command is for; all that have an id where nothing is said. */
const tasksOf: Record<string, (record: JournalRecord) => boolean> = {
  'task:wait': isOpen,
  'task:resume': record => isUnsettled(record) || lacksDownload(record),
  'video:status': ({kind}) => isVideo(kind),
  'video:download': ({kind, state}) => isVideo(kind) && state !== 'failed',
  'voice:status': ({kind}) => kind === 'voice',
}

/** Commands that also take the id that this machine gave a task. */
const takeOwnIds = new Set(['task:forget', 'task:resume', 'task:show'])

/** Tasks of this machine that a command is for, newest first. */
export async function tasksFor({id}: CommandLine, sources: Sources): Promise<Candidate[]> {
  const isMeant = tasksOf[id] ?? (() => true)
  return (await sources.tasks()).filter(isMeant).flatMap(record => {
    const value = record.task_id ?? (takeOwnIds.has(id) ? record.id : undefined)
    if (value === undefined) return []
    const {kind, state, created_at, prompt} = record
    const facts = [kind, state, created_at.slice(0, 10), prompt].filter(Boolean)
    return [{value, description: facts.join(' · ')}]
  })
}
