import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {showFlags, waitTimeoutFlag} from '../../lib/command/flags.js'
import {finishedTask} from '../../lib/follow/finished-task.js'
import {saveResult} from '../../lib/follow/save-result.js'
import {checkSkipExisting, seconds, wholeNumber} from '../../lib/command/parse-flags.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {missingArgument, requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {taskMetadataOf} from '../../lib/sidecar/task-metadata.js'
import {checkSidecar, writeSidecar} from '../../lib/sidecar/sidecar-file.js'
import {fileOfOutput, namedTask} from '../../lib/downloads/archive-plan.js'
import {namedOutput} from '../../lib/downloads/output-folder.js'
import {checkTarget, skippedFile} from '../../lib/downloads/target.js'
import type {SavedFile, SkippedFile} from '../../lib/downloads/types.js'
import {type ResultFormat, type TaskKind, taskKindNames, taskKindOf} from '../../lib/catalog/task-kinds.js'
import {workingFolder} from '../../lib/fs/working-folder.js'
import {savedView, skippedView} from '../../lib/views/create.js'

const formats = ['video', 'mp3', 'wav'] as const

/** A result that was downloaded. */
export interface DownloadedTask extends SavedFile {
  /** Id of the task by the service. */
  task_id: string
  /** The file next to it that says how it was made: `--sidecar`. */
  sidecar?: string
}

/** What a download has come to: a file, or one that was there already. */
export type DownloadResult = DownloadedTask | (SkippedFile & {task_id: string})

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
    output: Flags.string({
      char: 'o',
      summary: 'file or folder to write to (- for stdout)',
      helpValue: 'FILE',
    }),
    wait: Flags.boolean({summary: 'wait until the task is finished'}),
    'wait-timeout': waitTimeoutFlag,
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
    'skip-existing': Flags.boolean({summary: 'do nothing if the file exists'}),
    sidecar: Flags.boolean({
      summary: 'also write what is known about the task to FILE.json (sidecar)',
    }),
    ...showFlags,
  }

  static override records = {fields: ['task_id', 'output', 'file', 'bytes', 'skipped', 'sidecar']}

  async run(): Promise<DownloadResult> {
    const {flags, journal} = this
    const id = requireArgument(this.args.task_id, {
      code: 'missing_task_id',
      name: msg`task ID`,
      example: 'kling video download 847487393472614443 -o cat.mp4',
    })
    const {format} = flags
    const output = await namedOutput(flags.output ?? (await this.missingOutput(id)))
    if (flags.type !== undefined) checkFormat(taskKindOf(flags.type), format)
    const connections = wholeNumber('connections', flags.connections, 1, 16)
    const waitSeconds = seconds('wait-timeout', flags['wait-timeout'])
    if (flags['skip-existing']) checkSkipExisting({...flags, output, reuse: true})
    const present = flags['skip-existing'] ? await skippedFile(output) : undefined
    if (present) return {task_id: id, ...present}
    await checkTarget(output, format, flags)
    if (flags.sidecar) await checkSidecar(output, flags.force)

    const connection = await this.connectFor(id)
    const following = {connection, journal, progress: this.progress(), signal: this.interruption}
    const {kind, task} = await finishedTask({
      ...following,
      id,
      type: flags.type,
      waitSeconds: flags.wait ? waitSeconds : undefined,
      resumeWith: `kling video download ${id} -o ${output} --wait${this.regionSuffix}`,
    })
    checkFormat(kind, format)
    const {task_id: taskId} = task
    const [record] = await journal.records([taskId])
    const file = fileOfOutput(output, namedTask(task, record), format)
    const there = flags['skip-existing'] ? await skippedFile(file) : undefined
    if (there) return {task_id: taskId, ...there}
    const saved = await saveResult({
      ...following,
      kind,
      task,
      file,
      stdout: process.stdout,
      force: flags.force,
      connections,
      format,
      watermark: flags.watermark,
    })
    await this.showVideo(file)
    if (!flags.sidecar) return {task_id: taskId, ...saved}
    const facts = await taskMetadataOf({task, kind, journal, dataDir: this.config.dataDir})
    const sidecar = await writeSidecar({output: file, facts, task, cwd: workingFolder()})
    return {task_id: taskId, ...saved, sidecar}
  }

  protected override view(result: DownloadResult): string {
    return 'skipped' in result ? skippedView(result, this.screen) : savedView(result, this.screen)
  }

  /** Without a file the whole command is told, with the name that `kling task archive` would give it. */
  private async missingOutput(id: string): Promise<never> {
    const [record] = await this.journal.records([id])
    const file = fileOfOutput(
      './',
      record ?? {created_at: new Date().toISOString(), task_id: id},
      this.flags.format,
    )
    const example = `kling video download ${id} -o ${file}${this.regionSuffix}`
    throw missingArgument({code: 'missing_output', name: '--output', example})
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
