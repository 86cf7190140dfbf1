import {Args, Flags} from '@oclif/core'
import {CreateCommand} from '../../lib/command/create-command.js'
import {createFlags} from '../../lib/command/flags.js'
import {addSound} from '../../lib/requests/add-sound.js'
import type {CreateResult} from '../../lib/views/create.js'

export default class VideoAddSound extends CreateCommand<typeof VideoAddSound> {
  static override summary = 'add sound effects and music to a video'

  static override description =
    'The video must be 3 to 20 seconds long. The result is the video with its sound, plus the sound alone as ' +
    'MP3 and WAV; download those with --format mp3 or wav.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614500 --sound "footsteps on gravel" --bgm "calm piano"',
    '<%= config.bin %> <%= command.id %> --url https://example.com/clip.mp4 --asmr',
  ]

  static override args = {
    video_id: Args.string({
      description: 'ID of a video of the last 30 days, as shown by `status`',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    url: Flags.string({summary: 'video by URL, instead of an ID', helpValue: 'URL'}),
    sound: Flags.string({
      char: 's',
      summary: 'description of the sound effects, up to 200 characters',
      helpValue: 'TEXT',
    }),
    bgm: Flags.string({
      char: 'b',
      summary: 'description of the music, up to 200 characters',
      helpValue: 'TEXT',
    }),
    asmr: Flags.boolean({summary: 'emphasize fine sounds (ASMR)'}),
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    return this.create(addSound, {
      videoId: args.video_id,
      url: flags.url,
      sound: flags.sound?.trim(),
      bgm: flags.bgm?.trim(),
      asmr: flags.asmr,
    })
  }
}
