import {Args, BaseCommand, msg, requireArgument, successLine, t} from 'kling-cli/plugin'
import {deleteVoice} from '../../voices.js'

/** A voice that was deleted. */
export interface DeletedVoice {
  /** 64-bit number, as digits. */
  voice_id: string
  status: 'deleted'
}

export default class VoiceDelete extends BaseCommand<typeof VoiceDelete, DeletedVoice> {
  static override summary = 'delete one of your voices'

  static override examples = ['<%= config.bin %> <%= command.id %> 891495440020668439']

  static override args = {
    voice_id: Args.string({description: 'voice ID', ignoreStdin: true}),
  }

  async run(): Promise<DeletedVoice> {
    const id = requireArgument(this.args.voice_id, {
      code: 'missing_voice_id',
      name: msg`voice ID`,
      hint: msg`List your voices with: kling voice list`,
    })
    const {client} = await this.connect()
    await deleteVoice(client, id)
    return {voice_id: id, status: 'deleted'}
  }

  protected override view({voice_id: id}: DeletedVoice): string {
    return successLine(t`Deleted voice ${id}`, this.screen)
  }
}
