import {
  Args,
  BaseCommand,
  describeTask,
  errorOfFailedTask,
  getTask,
  msg,
  recordStates,
  requireArgument,
  t,
} from 'kling-cli/plugin'
import {type MadeVoice, type VoiceTask, voiceKind} from '../../voices.js'

export default class VoiceStatus extends BaseCommand<typeof VoiceStatus, VoiceTask> {
  static override summary = 'show the status of a voice, and its ID when it is ready'

  static override description =
    'A failed task is an error: content_policy if the content filter blocked it, otherwise task_failed.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614700',
    '<%= config.bin %> <%= command.id %> my-own-voice --json',
  ]

  static override args = {
    task_id: Args.string({description: 'task ID, or your own external ID', ignoreStdin: true}),
  }

  async run(): Promise<VoiceTask> {
    const id = requireArgument(this.args.task_id, {
      code: 'missing_task_id',
      name: msg`task ID`,
      example: 'kling voice status 847487393472614700',
    })
    const {client} = await this.connectFor(id)
    const task = await getTask(client, voiceKind, id)
    await recordStates(this.journal, [task])
    if (task.task_status === 'failed') throw errorOfFailedTask(task)
    return describeTask<MadeVoice>(task)
  }

  protected override view(result: VoiceTask): string {
    if (result.voice_id) this.hint(t`Use it with: kling video create-from-image --voice ${result.voice_id} …`)
    // Addresses of other kinds of results are never there; its times are in the JSON.
    const {created_at: _begun, updated_at: _ended, external_task_id: _id, ...facts} = result
    return super.view(facts)
  }
}
