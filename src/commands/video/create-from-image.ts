import {Args, Flags} from '@oclif/core'
import {modelsOf, valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {
  choiceFlag,
  createFlags,
  durationFlag,
  elementFlag,
  legacyFlags,
  promptFileFlag,
  shotFlags,
} from '../../lib/command/flags.js'
import {readPrompt, readShots} from '../../lib/command/prompt-input.js'
import {image2video} from '../../lib/requests/image2video.js'
import {defaultModel} from '../../lib/requests/text2video.js'
import {type CreateResult} from '../../lib/views/create.js'

const {endpoint} = image2video.kind

export default class VideoCreateFromImage extends CreateCommand<typeof VideoCreateFromImage> {
  static override summary = 'make a video from its first frame, and on demand its last'

  static override description =
    'Which model takes a last frame, sound, voices or elements in which mode is checked before anything is sent. ' +
    'Last frame, motion brush and camera control exclude one another. The size follows the first frame.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> "The cat starts to dance" --first-frame cat.png',
    '<%= config.bin %> <%= command.id %> -i day.jpg --last-frame night.jpg --mode pro --wait -o day.mp4',
    '<%= config.bin %> <%= command.id %> "<<<voice_1>>> says hello" -i person.png --mode pro --sound --voice 829844',
    '<%= config.bin %> <%= command.id %> "<<<element_1>>> waves" -i park.png --model kling-v3 --element 829836 -d 8',
  ]

  static override args = {
    prompt: Args.string({description: 'what happens; also from --prompt-file or stdin', ignoreStdin: true}),
  }

  static override flags = {
    'first-frame': Flags.string({
      char: 'i',
      summary: 'image that the video starts with (required)',
      helpValue: 'FILE|URL',
    }),
    'last-frame': Flags.string({summary: 'image that it ends with', helpValue: 'FILE|URL'}),
    model: choiceFlag({
      char: 'm',
      summary: 'model',
      default: defaultModel,
      options: modelsOf(endpoint).map(({model}) => model),
    }),
    mode: choiceFlag({
      summary: 'std (720p), pro (1080p); 4k with kling-v3',
      default: 'std',
      options: valuesOf(endpoint).modes,
    }),
    duration: durationFlag,
    ...legacyFlags,
    'static-mask': Flags.string({summary: 'image of the area that stays still', helpValue: 'FILE|URL'}),
    'dynamic-mask': Flags.string({
      summary: 'areas that move and their paths: [{"mask":FILE|URL,"trajectories":[{"x":0,"y":0},…]}]',
      helpValue: 'JSON',
    }),
    voice: Flags.string({
      summary: 'id of a voice, named <<<voice_1>>> in the prompt; two at most, repeated or with a comma',
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
    const prompt = await readPrompt({argument: args.prompt, file: flags['prompt-file']})
    return this.create(image2video, {
      prompt,
      shots: await readShots(flags),
      multiShot: flags['multi-shot'],
      firstFrame: flags['first-frame'],
      lastFrame: flags['last-frame'],
      model: flags.model,
      mode: flags.mode,
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
