import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {showFlags} from '../../lib/command/flags.js'
import {saveResult} from '../../lib/follow/save-result.js'
import {wholeNumber} from '../../lib/command/parse-flags.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {taskMetadataOf} from '../../lib/sidecar/task-metadata.js'
import {checkSidecar, writeSidecar} from '../../lib/sidecar/sidecar-file.js'
import {checkTarget} from '../../lib/downloads/target.js'
import type {SavedFile} from '../../lib/downloads/types.js'
import {type ResultFormat, type TaskKind, taskKindNames, taskKindOf} from '../../lib/catalog/task-kinds.js'
import {recordStates} from '../../lib/tasks/record-states.js'
import {findTask} from '../../lib/tasks/query.js'
import {errorOfFailedTask} from '../../lib/tasks/task.js'
import {workingFolder} from '../../lib/fs/working-folder.js'
import {savedView} from '../../lib/views/create.js'

const formats = ['video', 'mp3', 'wav'] as const

/** A result that was downloaded. */
export interface DownloadResult extends SavedFile {
  /** Id of the task by the service. */
  task_id: string
  /** The file next to it that says how it was made: `--sidecar`. */
  sidecar?: string
}

export default class VideoDownload extends BaseCommand<typeof VideoDownload, DownloadResult> {
  static override summary = 'download the result of a task'

  static override description =
    'The file appears under its name once it is complete. An interrupted transfer resumes where it stopped. ' +
    'Kling keeps results for 30 days.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443 --output cat.mp4',
    '<%= config.bin %> <%= command.id %> 847487393472614443 -o cat.mp4 --watermark --force',
    '<%= config.bin %> <%= command.id %> 847487393472614443 -o cat.mp4 --connections 4',
    '<%= config.bin %> <%= command.id %> 847487393472614444 -o sound.mp3 --type add-sound --format mp3',
  ]

  static override args = {
    task_id: Args.string({description: 'task ID, or your own external ID', ignoreStdin: true}),
  }

  static override flags = {
    output: Flags.string({char: 'o', summary: 'file to write (- for stdout)', helpValue: 'FILE'}),
    type: Flags.option({char: 't', summary: 'type of the task', options: taskKindNames})(),
    format: Flags.option({
      summary: 'what to download; mp3 and wav only for add-sound',
      default: 'video',
      options: formats,
    })(),
    connections: Flags.string({
      summary: 'parallel connections for the file, 1 to 16, if the host allows it',
      default: '1',
      helpValue: 'N',
    }),
    watermark: Flags.boolean({summary: 'the watermarked version, if there is one'}),
    force: Flags.boolean({summary: 'replace the file if it exists'}),
    sidecar: Flags.boolean({
      summary: 'also write what is known about the task to FILE.json (sidecar)',
    }),
    ...showFlags,
  }

  static override records = {fields: ['task_id', 'output', 'file', 'bytes', 'sidecar']}

  async run(): Promise<DownloadResult> {
    const {args, flags} = this
    const example = 'kling video download 847487393472614443 -o cat.mp4'
    const id = requireArgument(args.task_id, {code: 'missing_task_id', name: msg`task ID`, example})
    const file = requireArgument(flags.output, {code: 'missing_output', name: '--output', example})
    const {format} = flags
    if (flags.type !== undefined) checkFormat(taskKindOf(flags.type), format)
    const connections = wholeNumber('connections', flags.connections, 1, 16)
    await checkTarget(file, format, flags)
    if (flags.sidecar) await checkSidecar(file, flags.force)

    const connection = await this.connectFor(id)
    const {kind, task} = await findTask({
      client: connection.client,
      journal: this.journal,
      id,
      type: flags.type,
    })
    await recordStates(this.journal, [task])
    if (task.task_status === 'failed') throw errorOfFailedTask(task)
    if (task.task_status !== 'succeed') {
      throw new KlingError(
        'task_not_finished',
        t`Task ${task.task_id} is not finished; its status is ${task.task_status}.`,
        {
          task_id: task.task_id,
          hint: t`Check it with: kling video status ${task.task_id}`,
          retryable: true,
          details: {status: task.task_status},
        },
      )
    }
    checkFormat(kind, format)
    const saved = await saveResult({
      connection,
      kind,
      task,
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
      file,
      stdout: process.stdout,
      force: flags.force,
      connections,
      format,
      watermark: flags.watermark,
    })
    await this.showVideo(file)
    if (!flags.sidecar) return {task_id: task.task_id, ...saved}
    const facts = await taskMetadataOf({task, kind, journal: this.journal, dataDir: this.config.dataDir})
    const sidecar = await writeSidecar({output: file, facts, task, cwd: workingFolder()})
    return {task_id: task.task_id, ...saved, sidecar}
  }

  protected override view(result: DownloadResult): string {
    return savedView(result, this.screen)
  }
}

/** @throws KlingError `invalid_format` when tasks of this kind have no such result */
function checkFormat(kind: TaskKind, format: ResultFormat): void {
  if (kind.formats.includes(format)) return
  throw new KlingError(
    'invalid_format',
    t`A ${kind.name} task has no ${format}. Available: ${kind.formats.join(t`, `) || t`nothing to download`}.`,
  )
}
