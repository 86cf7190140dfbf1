import {BaseCommand} from '../../lib/command/base-command.js'
import {kindFlag, pageFlags} from '../../lib/command/flags.js'
import {pagesOf} from '../../lib/command/parse-flags.js'
import {type TaskKind, taskKindOf, taskKinds} from '../../lib/catalog/task-kinds.js'
import {recordStates} from '../../lib/tasks/record-states.js'
import {type ListedTask, listKinds, maxTasks} from '../../lib/tasks/list-all.js'
import {type TaskSummary, summariseTask, summaryFields} from '../../lib/tasks/task.js'
import {t} from '../../lib/i18n/translate.js'
import {tasksView} from '../../lib/views/tasks.js'

/** A task of the account, with what this machine knows of it. */
export interface ListedSummary extends TaskSummary {
  kind: string
  /** Its model and first words, where this machine submitted it. */
  model?: string | undefined
  prompt?: string | undefined
}

/** Tasks that the service knows, newest first. */
export interface VideoListResult {
  tasks: ListedSummary[]
  /** Number of these. */
  count: number
}

export default class VideoList extends BaseCommand<typeof VideoList, VideoListResult> {
  static override summary = 'list the tasks that the service knows'

  static override description =
    'Lists the tasks of all kinds, newest first; --kind narrows. Prompts and models are those of the tasks ' +
    'that were submitted from this machine.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --kind text2video --limit 100 --page 2',
    '<%= config.bin %> <%= command.id %> --all --fields task_id,status,duration',
    '<%= config.bin %> <%= command.id %> --json | jq -r \'.tasks[] | select(.status == "succeed") | .task_id\'',
  ]

  static override flags = {
    ...pageFlags('tasks', maxTasks),
    kind: kindFlag({char: 't', aliases: ['type']}),
  }

  static override records = {list: 'tasks', fields: [...summaryFields, 'kind', 'model', 'prompt']}

  async run(): Promise<VideoListResult> {
    const {flags} = this
    const pages = pagesOf(flags, maxTasks, flag => this.isGiven(flag))
    const kinds = flags.kind === undefined ? taskKinds : [taskKindOf(flags.kind)]
    const {client} = await this.connect()
    const {tasks: found, refused} = await listKinds(client, kinds as [TaskKind, ...TaskKind[]], pages)
    for (const {kind, error} of refused)
      this.note(t`Warning: tasks of kind ${kind.name} are not listed: ${error.message}`)
    await recordStates(
      this.journal,
      found.map(({task}) => task),
    )
    const tasks = await this.joined(found)
    return {tasks, count: tasks.length}
  }

  /** Adds what the journal of this machine knows. */
  private async joined(found: ListedTask[]): Promise<ListedSummary[]> {
    // It is a help, and no reason to fail.
    const records = await this.journal.records(found.map(({task}) => task.task_id)).catch(() => [])
    const known = new Map(records.map(record => [record.task_id, record]))
    return found.map(({task, kind}) => {
      const {model, prompt} = known.get(task.task_id) ?? {}
      return {...summariseTask(task), kind: kind.name, model, prompt}
    })
  }

  protected override view({tasks}: VideoListResult): string {
    if (tasks.length === 0) {
      this.hint(t`List the tasks submitted from this machine with: kling task list`)
      return t`No tasks.`
    }
    const columns = ['task_id', 'status', 'prompt', 'created_at', 'duration', 'kind', 'model', 'reason']
    return tasksView(tasks, columns, this.screen)
  }
}
