/** What may happen to a submission; each is one line of the journal. `id` is the external task id. */
export type JournalEvent =
  | {
      event: 'intent'
      id: string
      kind: string
      /** Where tasks of this kind are asked for; `kindInJournal` checks it. */
      path?: string | undefined
      region: string
      base_url: string
      profile?: string | undefined
      model?: string | undefined
      /** The first words of the prompt only. */
      prompt?: string | undefined
      /** Estimated Kling units. */
      units?: number | undefined
      /** Absolute path of the file that the result shall be put in. */
      output?: string | undefined
      pid?: number | undefined
      /** Name of the plugin that submitted it from a process of its own. */
      plugin?: string | undefined
    }
  /** What a plugin asked for, by what kling saw it send; `not_taken` follows when the API refused it. */
  | {
      event: 'priced'
      /** Of this request alone. */
      id: string
      /** External id in the request, of the task that the plugin may have noted. */
      of?: string | undefined
      kind: string
      region: string
      profile?: string | undefined
      model?: string | undefined
      units?: number | undefined
      plugin: string
    }
  | {event: 'accepted'; id: string; task_id: string; request_id?: string | undefined}
  | {event: 'refused'; id: string; code: string; request_id?: string | undefined}
  | {event: 'unknown'; id: string; code: string}
  /** It was looked for, and there is no task. */
  | {event: 'not_taken'; id: string}
  /** The user wants it out of the lists. */
  | {event: 'forgotten'; id: string}
  | {
      event: 'state'
      task_id: string
      status: string
      units?: string | undefined
      reason?: string | undefined
      /** How long it was in the making, by the service's own clock. */
      seconds?: number | undefined
    }
  | {event: 'downloaded'; task_id: string; file: string; bytes: number}
  /** The service has no result of it any more; `reason` is the code of the error that said so. */
  | {event: 'gone'; task_id: string; reason: string}
  /** A task of elsewhere whose kind was found out. */
  | {event: 'seen'; task_id: string; kind: string; base_url: string}

export type JournalLine = JournalEvent & {
  /** ISO 8601 */
  at: string
}

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
