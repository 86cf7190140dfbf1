import {Args, Flags} from '@oclif/core'
import {valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {choiceFlag, createFlags, promptFileFlag, watermarkFlag} from '../../lib/command/flags.js'
import {readPrompt} from '../../lib/command/prompt-input.js'
import {avatar} from '../../lib/requests/avatar.js'
import {type CreateResult} from '../../lib/views/create.js'

export default class VideoCreateAvatar extends CreateCommand<typeof VideoCreateAvatar> {
  static override summary = 'make a picture speak'

  static override description =
    'The speech is MP3, WAV, M4A or AAC, 2 to 300 seconds, 5 MB at most; the video is as long as the speech.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --image person.png --audio speech.mp3 --wait -o talk.mp4',
    '<%= config.bin %> <%= command.id %> "smiling, slow zoom" -i person.png -a https://example.com/speech.wav --mode pro',
    '<%= config.bin %> <%= command.id %> -i person.png --audio-id 847487393472614443',
  ]

  static override args = {
    prompt: Args.string({
      description: 'actions, mood and camera; also from --prompt-file or stdin',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    image: Flags.string({char: 'i', summary: 'picture of the speaker (required)', helpValue: 'FILE|URL'}),
    audio: Flags.string({char: 'a', summary: 'speech', helpValue: 'FILE|URL'}),
    'audio-id': Flags.string({
      summary: 'id of speech that the service made, instead of --audio',
      helpValue: 'ID',
    }),
    mode: choiceFlag({
      char: 'm',
      summary: 'std or pro',
      default: 'std',
      options: valuesOf(avatar.kind.endpoint).modes,
    }),
    watermark: watermarkFlag,
    'prompt-file': promptFileFlag,
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    const prompt = await readPrompt({argument: args.prompt, file: flags['prompt-file']})
    return this.create(avatar, {
      prompt,
      image: flags.image,
      audio: flags.audio,
      audioId: flags['audio-id'],
      mode: flags.mode,
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    })
  }
}
