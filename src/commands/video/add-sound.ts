import {Args, Flags} from '@oclif/core'
import {CreateCommand} from '../../lib/command/create-command.js'
import {createFlags} from '../../lib/command/flags.js'
import {addSound} from '../../lib/requests/add-sound.js'
import {type CreateResult} from '../../lib/views/create.js'

export default class VideoAddSound extends CreateCommand<typeof VideoAddSound> {
  static override summary = 'add sound effects and music to a video'

  static override description =
    'The video lasts 3 to 20 seconds. The result is the video with its sound, and the sound alone as MP3 and WAV: ' +
    'download those with --format mp3 or wav.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614500 --sound "footsteps on gravel" --bgm "calm piano"',
    '<%= config.bin %> <%= command.id %> --url https://example.com/clip.mp4 --asmr',
  ]

  static override args = {
    video_id: Args.string({
      description: 'id of a video of the last 30 days, as `status` shows it',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    url: Flags.string({summary: 'video of elsewhere, instead of an id', helpValue: 'URL'}),
    sound: Flags.string({char: 's', summary: 'sound effects, 200 characters at most', helpValue: 'TEXT'}),
    bgm: Flags.string({char: 'b', summary: 'music, 200 characters at most', helpValue: 'TEXT'}),
    asmr: Flags.boolean({summary: 'stronger detail sounds'}),
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
