import {Args} from '@oclif/core'
import {servedModels, valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {
  choiceFlag,
  createFlags,
  durationFlag,
  legacyFlags,
  modeFlag,
  promptFileFlag,
  shotFlags,
} from '../../lib/command/flags.js'
import {readPrompt, readShots} from '../../lib/command/prompt-input.js'
import {defaultModel, text2video} from '../../lib/requests/text2video.js'
import {ratios} from '../../lib/requests/values.js'
import type {CreateResult} from '../../lib/views/create.js'

const {endpoint} = text2video.kind

export default class VideoCreateFromText extends CreateCommand<typeof VideoCreateFromText> {
  static override summary = 'create a video from text'

  static override description =
    'kling-v3 supports 3 to 15 seconds, several shots, sound in every mode, and mode 4k; the other models support 5 or 10 seconds.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> "A sunset over the sea"',
    '<%= config.bin %> <%= command.id %> "A street band plays" --mode pro --sound --wait -o band.mp4',
    '<%= config.bin %> <%= command.id %> "A mountain" --model kling-v3 -d 12 --ratio 9:16 --negative "people, blur"',
    '<%= config.bin %> <%= command.id %> --model kling-v3 --shot "3s: a door opens" --shot "2s: a cat looks in"',
  ]

  static override args = {
    prompt: Args.string({
      description: 'prompt: what the video shows; or use --prompt-file or stdin',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    model: choiceFlag({
      char: 'm',
      summary: 'model',
      default: defaultModel,
      options: servedModels(endpoint),
    }),
    mode: modeFlag({
      summary: 'std (720p), pro (1080p); 4k with kling-v3; if omitted, the cheapest that can do it',
      default: 'std',
      options: valuesOf(endpoint).modes,
    }),
    duration: durationFlag,
    ratio: choiceFlag({char: 'r', summary: 'aspect ratio, width:height', default: '16:9', options: ratios}),
    ...legacyFlags,
    ...shotFlags,
    'prompt-file': promptFileFlag,
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    const shots = await readShots(flags)
    const prompt = await readPrompt({
      argument: args.prompt,
      file: flags['prompt-file'],
      flags,
      hasShots: shots.length > 0,
    })
    return this.create(text2video, {
      prompt,
      shots,
      multiShot: flags['multi-shot'],
      model: flags.model,
      mode: flags.mode,
      modeIsGiven: this.isGiven('mode'),
      duration: flags.duration,
      durationIsGiven: this.isGiven('duration'),
      ratio: flags.ratio,
      negative: flags.negative,
      cfgScale: flags['cfg-scale'],
      cfgScaleIsGiven: this.isGiven('cfg-scale'),
      cameraControl: flags['camera-control'],
      sound: flags.sound,
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    })
  }
}
