import {BaseCommand, Flags, pageFlags, pagesOf, t, tableView} from 'kling-cli/plugin'
import {type Voice, type VoiceType, listVoices, voiceFields, voiceTypes} from '../../voices.js'

/** Most voices of a page. */
const maxVoices = 1000

/** The user's own voices, or the official ones. */
export interface VoiceListResult {
  type: VoiceType
  voices: Voice[]
  /** Number of voices. */
  count: number
}

export default class VoiceList extends BaseCommand<typeof VoiceList, VoiceListResult> {
  static override summary = 'list your voices or the official ones'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type official --limit 100',
  ]

  static override flags = {
    type: Flags.option({
      char: 't',
      summary: 'which voices to list',
      default: 'custom',
      options: voiceTypes,
    })(),
    ...pageFlags('voices', maxVoices),
  }

  static override records = {
    list: 'voices',
    fields: [...voiceFields, 'task_id'],
  }

  async run(): Promise<VoiceListResult> {
    const {flags} = this
    const pages = pagesOf(flags, maxVoices, flag => this.isGiven(flag))
    const {client} = await this.connect()
    const voices = await listVoices(client, flags.type, pages)
    return {type: flags.type, voices, count: voices.length}
  }

  protected override view({voices}: VoiceListResult): string {
    if (voices.length > 0) return tableView(voices, ['voice_id', 'voice_name', 'trial_url'], this.screen)
    this.hint(
      t`Create one with: kling voice create Narrator --audio narrator.wav; or see the official ones with --type official`,
    )
    return t`No voices.`
  }
}
