import {
  Args,
  CreateCommand,
  type CreateResult,
  Flags,
  createFields,
  successLine,
  t,
  taskFlags,
} from 'kling-cli/plugin'
import {type VoiceTask, voiceFields, voiceRequest} from '../../voices.js'

/** What a create prints, and the voice where it was waited for. */
export type VoiceCreateResult = CreateResult | VoiceTask

export default class VoiceCreate extends CreateCommand<typeof VoiceCreate, VoiceCreateResult> {
  static override summary = 'create a voice from a recording or a video'

  static override description =
    'The recording is MP3, WAV, MP4 or MOV, 5 to 30 seconds long, with one person speaking and no noise. A ' +
    'video must be your own, with sound (kling-v2-6) or an avatar; pass its ID.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> Narrator --audio narrator.wav --wait',
    '<%= config.bin %> <%= command.id %> Narrator --audio https://example.com/speech.wav',
    '<%= config.bin %> <%= command.id %> "The old man" --video-id 847487393472614600',
  ]

  static override args = {
    name: Args.string({description: 'name, up to 20 characters', ignoreStdin: true}),
  }

  static override flags = {
    audio: Flags.string({char: 'a', summary: 'recording of the voice', helpValue: 'FILE|URL'}),
    'video-id': Flags.string({
      summary: 'ID of a video that contains the voice, instead of --audio',
      helpValue: 'ID',
    }),
    ...taskFlags,
  }

  static override records = {fields: [...createFields, ...voiceFields]}

  async run(): Promise<VoiceCreateResult> {
    const {args, flags} = this
    return this.create(voiceRequest, {name: args.name, audio: flags.audio, videoId: flags['video-id']})
  }

  protected override view(result: VoiceCreateResult): string {
    if (!('voice_id' in result) || !result.voice_id) return super.view(result)
    const {voice_id: id, voice_name: name = '', trial_url: sample} = result
    this.hint(t`Use it with: kling video create-from-image --voice ${id} …`)
    const made = successLine(t`Created the voice ${name}: ${id}`, this.screen)
    return sample ? `${made}\n${t`Listen to a sample: ${sample}`}` : made
  }
}
