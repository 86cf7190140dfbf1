import type {Owner} from '../fs/owner.js'

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
      /** The most units that it can cost, where the estimate does not say it. */
      units_max?: number | undefined
      /** Row of the catalogue that the estimate comes from. */
      price?: string | undefined
      /** Absolute path of the file that the result shall be put in. */
      output?: string | undefined
      /** The process that submits it, and how it is known again; written by the journal itself. */
      pid?: number | undefined
      owner?: Omit<Owner, 'pid'> | undefined
      /** Name of the plugin that submitted it from a separate process. */
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
      units_max?: number | undefined
      plugin: string
    }
  | {event: 'accepted'; id: string; task_id: string; request_id?: string | undefined}
  | {event: 'refused'; id: string; code: string; request_id?: string | undefined}
  | {event: 'unknown'; id: string; code: string}
  /** It was looked for, and there is no task; or the service was not reached, with the code of the error. */
  | {event: 'not_taken'; id: string; code?: string | undefined}
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
  /** `plugin`: the one that says so, from a process of its own. */
  | {event: 'downloaded'; task_id: string; file: string; bytes: number; plugin?: string | undefined}
  /** The service has no result of it any more; `reason` is the code of the error that said so. */
  | {event: 'gone'; task_id: string; reason: string}
  /** A task of another machine whose kind was found out. */
  | {event: 'seen'; task_id: string; kind: string; base_url: string}

export type JournalLine = JournalEvent & {
  /** ISO 8601 */
  at: string
}

/** What the journal knows of a task: of one that this machine submitted, or of one of another machine that it was asked about. */
export interface JournalTask {
  /** External task id; missing for a task of another machine. */
  id?: string
  task_id?: string | undefined
  kind: string
  /** Path of the API at which it is asked for. */
  path?: string | undefined
  base_url: string
  region?: string
  profile?: string | undefined
  model?: string | undefined
  /** ISO 8601 time of the intent. */
  created_at: string
}

/** Where a submission of this machine stands, as far as the journal knows. */
export type RecordState =
  /** The intent was noted, and nothing after it: sending it was cut short, or is under way. */
  | 'sending'
  /** The answer was lost: there may be a task. */
  | 'unknown'
  /** The API said no; there is no task. */
  | 'refused'
  /** There is no task: it was looked for, or the service was never reached. */
  | 'not_taken'
  | 'submitted'
  | 'processing'
  | 'succeed'
  | 'failed'

/** All that the journal says of one submission. */
export interface JournalRecord extends JournalTask {
  /** External task id. */
  id: string
  state: RecordState
  region: string
  prompt?: string | undefined
  /** Estimated units. */
  units?: number | undefined
  /** Units really charged. */
  units_charged?: string
  /** Why it failed or was refused. */
  reason?: string
  /** ISO 8601 time of the last event. */
  updated_at: string
  /** File that the result was asked to be put in. */
  output?: string | undefined
  /** File that it is in. */
  downloaded?: string
  /** ISO 8601 time at which the service was found to have no result of it any more. */
  gone?: string
  /** Process that submitted it. */
  pid?: number | undefined
  /** How that process is known again. */
  owner?: Omit<Owner, 'pid'> | undefined
  /** Plugin that submitted it. */
  plugin?: string | undefined
}
