import {Args, Flags} from '@oclif/core'
import {servedModels, valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {
  choiceFlag,
  createFlags,
  durationFlag,
  elementFlag,
  modeFlag,
  promptFileFlag,
  shotFlags,
  soundFlag,
  watermarkFlag,
} from '../../lib/command/flags.js'
import {readPrompt, readShots} from '../../lib/command/prompt-input.js'
import {omniVideo, omniVideoModel} from '../../lib/requests/omni-video.js'
import {ratios} from '../../lib/requests/values.js'
import type {CreateResult} from '../../lib/views/create.js'

const {endpoint} = omniVideo.kind

export default class VideoCreate extends CreateCommand<typeof VideoCreate> {
  static override summary = 'create a video from text, images, elements or another video'

  static override description =
    'The prompt can refer to inputs: <<<image_1>>>, <<<element_1>>>, <<<video_1>>>, numbered from 1, frames ' +
    'first. kling-video-o1 creates 5 or 10 seconds from text alone or a first frame alone, otherwise 3 to ' +
    '10; kling-v3-omni creates 3 to 15, optionally with sound and several shots. An edited video keeps its ' +
    'length.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> "A cat playing piano"',
    '<%= config.bin %> <%= command.id %> "The cat starts to dance" --first-frame cat.png --wait -o dance.mp4',
    '<%= config.bin %> <%= command.id %> "Morning turns to night" -i morning.png --last-frame night.png -d 7',
    '<%= config.bin %> <%= command.id %> "<<<image_1>>> meets <<<element_1>>>" --ref-image street.jpg --element 829836',
    '<%= config.bin %> <%= command.id %> "Make it snow in <<<video_1>>>" --base-video https://example.com/in.mp4',
    '<%= config.bin %> <%= command.id %> --model kling-v3-omni --sound --shot "3s: a door opens" --shot "5s: a cat looks in"',
    {
      description: 'Try it for free, on this machine',
      command: '<%= config.bin %> <%= command.id %> "A cat playing piano" --region sandbox --wait -o cat.mp4',
    },
  ]

  static override args = {
    prompt: Args.string({
      description: 'prompt: what the video shows; or use --prompt-file or stdin',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    'first-frame': Flags.string({
      char: 'i',
      summary: 'first frame of the video',
      helpValue: 'FILE|URL',
    }),
    'last-frame': Flags.string({
      summary: 'last frame of the video; requires --first-frame',
      helpValue: 'FILE|URL',
    }),
    'ref-image': Flags.string({
      summary: 'reference image for objects or style; can be repeated',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE|URL',
    }),
    element: elementFlag,
    'ref-video': Flags.string({
      summary: 'reference video for style or camera, or to continue',
      helpValue: 'URL',
    }),
    'base-video': Flags.string({summary: 'video to edit', helpValue: 'URL'}),
    'ref-exclude-sound': Flags.boolean({summary: 'drop the sound of the given video'}),
    'prompt-file': promptFileFlag,
    mode: modeFlag({
      summary: 'std (720p), pro (1080p); 4k with kling-v3-omni',
      default: 'pro',
      options: valuesOf(endpoint).modes,
    }),
    duration: durationFlag,
    ratio: choiceFlag({
      char: 'r',
      summary: 'aspect ratio, width:height; that of the first frame or base video if there is one',
      default: '16:9',
      options: ratios,
    }),
    model: choiceFlag({
      char: 'm',
      summary: 'model',
      default: omniVideoModel,
      options: servedModels(endpoint),
    }),
    sound: soundFlag,
    ...shotFlags,
    watermark: watermarkFlag,
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
    const options = {
      prompt,
      shots,
      multiShot: flags['multi-shot'],
      firstFrame: flags['first-frame'],
      lastFrame: flags['last-frame'],
      references: flags['ref-image'] ?? [],
      elements: flags.element ?? [],
      featureVideo: flags['ref-video'],
      baseVideo: flags['base-video'],
      excludeSound: flags['ref-exclude-sound'],
      model: flags.model,
      mode: flags.mode,
      duration: flags.duration,
      durationIsGiven: this.isGiven('duration'),
      sound: flags.sound,
      ratio: flags.ratio,
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    }
    return this.create(omniVideo, options)
  }
}
