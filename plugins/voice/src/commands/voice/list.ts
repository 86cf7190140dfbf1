import {BaseCommand, Flags, checkOneOf, listedOnly, tableView, wholeNumber} from 'kling-cli/plugin'
import {type Voice, listVoices, voiceFields, voiceTypes} from '../../voices.js'

export default class VoiceList extends BaseCommand<typeof VoiceList> {
  static override summary = 'list your voices, or the official ones'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type official --limit 100',
  ]

  static override flags = {
    type: Flags.string({
      char: 't',
      summary: 'whose voices',
      default: 'custom',
      options: listedOnly(voiceTypes),
    }),
    limit: Flags.string({char: 'l', summary: 'voices a page, 1–1000', default: '30', helpValue: 'N'}),
    page: Flags.string({char: 'p', summary: 'page, 1–1000', default: '1', helpValue: 'N'}),
  }

  static override records = {
    list: 'voices',
    fields: [...voiceFields, 'task_id'],
  }

  async run(): Promise<{type: string; voices: Voice[]; count: number}> {
    const {flags} = this
    checkOneOf('invalid_type', 'type', flags.type, voiceTypes)
    const limit = wholeNumber('limit', flags.limit, 1, 1000, 'invalid_limit')
    const page = wholeNumber('page', flags.page, 1, 1000, 'invalid_page')
    const {client} = await this.connect()
    const voices = await listVoices(client, flags.type, {limit, page})
    return {type: flags.type, voices, count: voices.length}
  }

  protected override view({voices}: Record<string, unknown>): string {
    const rows = voices as Record<string, unknown>[]
    return rows.length === 0
      ? 'No voices.'
      : tableView(rows, ['voice_id', 'voice_name', 'trial_url'], this.screen)
  }
}
