import {Args, Flags} from '@oclif/core'
import {CreateCommand} from '../../lib/command/create-command.js'
import {createFlags, legacyFlags, watermarkFlag} from '../../lib/command/flags.js'
import {extend} from '../../lib/requests/extend.js'
import type {CreateResult} from '../../lib/views/create.js'

export default class VideoExtend extends CreateCommand<typeof VideoExtend> {
  static override summary = 'extend a video by 4 to 5 seconds'

  static override description =
    'Extends videos of create-from-text, create-from-image and extend that are at most 30 days old; model ' +
    'and mode stay the same. The result can be up to 3 minutes long. Kling itself can only extend videos of ' +
    'kling-v1, kling-v1-5 and kling-v1-6, which it has retired. For other videos, see `kling video create ' +
    '--ref-video`.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614500',
    '<%= config.bin %> <%= command.id %> 847487393472614500 --prompt "The cat runs off" --wait -o longer.mp4',
  ]

  static override args = {
    video_id: Args.string({description: 'video ID, as shown by `status`', ignoreStdin: true}),
  }

  static override flags = {
    prompt: Flags.string({summary: 'prompt: what happens next', helpValue: 'TEXT'}),
    negative: legacyFlags.negative,
    'cfg-scale': legacyFlags['cfg-scale'],
    watermark: watermarkFlag,
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    return this.create(extend, {
      videoId: args.video_id,
      prompt: flags.prompt?.trim(),
      negative: flags.negative,
      cfgScale: flags['cfg-scale'],
      cfgScaleIsGiven: this.isGiven('cfg-scale'),
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    })
  }
}
