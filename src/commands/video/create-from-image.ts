import {Args, Flags} from '@oclif/core'
import {servedModels, valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {
  choiceFlag,
  createFlags,
  durationFlag,
  elementFlag,
  legacyFlags,
  modeFlag,
  promptFileFlag,
  shotFlags,
} from '../../lib/command/flags.js'
import {readPrompt, readShots} from '../../lib/command/prompt-input.js'
import {image2video} from '../../lib/requests/image2video.js'
import {defaultModel} from '../../lib/requests/text2video.js'
import type {CreateResult} from '../../lib/views/create.js'

const {endpoint} = image2video.kind

export default class VideoCreateFromImage extends CreateCommand<typeof VideoCreateFromImage> {
  static override summary = 'create a video from its first frame, optionally with a last frame'

  static override description =
    'Whether a model supports a last frame, sound, voices or elements in a mode is checked before anything ' +
    'is sent. Last frame, motion brush and camera control are mutually exclusive. The size follows the first ' +
    'frame.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> "The cat starts to dance" --first-frame cat.png',
    '<%= config.bin %> <%= command.id %> -i day.jpg --last-frame night.jpg --mode pro --wait -o day.mp4',
    '<%= config.bin %> <%= command.id %> "<<<voice_1>>> says hello" -i person.png --voice 829844',
    '<%= config.bin %> <%= command.id %> "<<<element_1>>> waves" -i park.png --model kling-v3 --element 829836 -d 8',
  ]

  static override args = {
    prompt: Args.string({
      description: 'prompt: what happens; or use --prompt-file or stdin',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    'first-frame': Flags.string({
      char: 'i',
      summary: 'first frame of the video (required)',
      helpValue: 'FILE|URL',
    }),
    'last-frame': Flags.string({summary: 'last frame of the video', helpValue: 'FILE|URL'}),
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
    ...legacyFlags,
    'static-mask': Flags.string({summary: 'mask of the area that stays still', helpValue: 'FILE|URL'}),
    'dynamic-mask': Flags.string({
      summary: 'areas to move and their paths: [{"mask":FILE|URL,"trajectories":[{"x":0,"y":0},…]}]',
      helpValue: 'JSON',
    }),
    voice: Flags.string({
      summary:
        'voice ID, used as <<<voice_1>>> in the prompt; up to two, repeated or separated by a comma; implies --sound',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ID',
    }),
    element: elementFlag,
    ...shotFlags,
    'prompt-file': promptFileFlag,
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    const prompt = await readPrompt({argument: args.prompt, file: flags['prompt-file'], flags})
    return this.create(image2video, {
      prompt,
      shots: await readShots(flags),
      multiShot: flags['multi-shot'],
      firstFrame: flags['first-frame'],
      lastFrame: flags['last-frame'],
      model: flags.model,
      mode: flags.mode,
      modeIsGiven: this.isGiven('mode'),
      duration: flags.duration,
      durationIsGiven: this.isGiven('duration'),
      negative: flags.negative,
      cfgScale: flags['cfg-scale'],
      cfgScaleIsGiven: this.isGiven('cfg-scale'),
      cameraControl: flags['camera-control'],
      staticMask: flags['static-mask'],
      dynamicMasks: flags['dynamic-mask'],
      voices: (flags.voice ?? []).flatMap(ids => ids.split(',')).filter(id => id !== ''),
      elements: flags.element ?? [],
      sound: flags.sound,
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    })
  }
}
