import type {JournalLine} from './types.js'

/** The event in a line of text; undefined when it is torn or something else. */
export function parseLine(line: string): JournalLine | undefined {
  try {
    const value = JSON.parse(line) as JournalLine
    return typeof value === 'object' && value !== null && typeof value.event === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** The words that tie lines together: all that can be said of a task is said in lines that share one with it. */
export function keysOf(line: JournalLine): string[] {
  const {id, task_id: taskId} = line as {id?: unknown; task_id?: unknown}
  const keys = line.event === 'accepted' ? [id, taskId] : [id, taskId].filter(key => key !== undefined)
  return keys.length > 0 ? keys.map(String) : ['undefined']
}
