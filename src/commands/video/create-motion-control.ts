import {Args, Flags} from '@oclif/core'
import {servedModels, valuesOf} from '../../lib/catalog/models.js'
import {CreateCommand} from '../../lib/command/create-command.js'
import {
  choiceFlag,
  createFlags,
  elementFlag,
  longOutputFlag,
  modeFlag,
  promptFileFlag,
  watermarkFlag,
} from '../../lib/command/flags.js'
import {readPrompt} from '../../lib/command/prompt-input.js'
import {motionControl, motionControlModel, orientations} from '../../lib/requests/motion-control.js'
import type {CreateResult} from '../../lib/views/create.js'

const {endpoint} = motionControl.kind

export default class VideoCreateMotionControl extends CreateCommand<typeof VideoCreateMotionControl> {
  static override summary = 'transfer the motion of a video to the person in an image'

  static override description =
    'The motion video must be 3 to 10 seconds long with --orientation image, 3 to 30 with video; the result has the same length.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --image person.png --video https://example.com/dance.mp4',
    '<%= config.bin %> <%= command.id %> "On a stage" -i person.png -v https://example.com/dance.mp4 -o video --no-keep-sound',
    '<%= config.bin %> <%= command.id %> -i person.png -v https://example.com/dance.mp4 -o video --model kling-v3 --element 829836 --output dance.mp4',
  ]

  static override args = {
    prompt: Args.string({
      description: 'prompt: what else the video shows; or use --prompt-file or stdin',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    image: Flags.string({char: 'i', summary: 'picture of the person (required)', helpValue: 'FILE|URL'}),
    video: Flags.string({char: 'v', summary: 'video to copy the motion from (required)', helpValue: 'URL'}),
    orientation: choiceFlag({
      char: 'o',
      summary: 'whether the person faces as in the image or as in the video',
      default: 'image',
      options: orientations,
    }),
    mode: modeFlag({
      char: 'm',
      summary: 'std (720p) or pro (1080p)',
      default: 'std',
      options: valuesOf(endpoint).modes,
    }),
    model: choiceFlag({
      summary: 'model',
      default: motionControlModel,
      options: servedModels(endpoint),
    }),
    element: elementFlag,
    'keep-sound': Flags.boolean({summary: "keep the motion video's sound", default: true, allowNo: true}),
    watermark: watermarkFlag,
    'prompt-file': promptFileFlag,
    ...createFlags,
    output: longOutputFlag,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    const prompt = await readPrompt({argument: args.prompt, file: flags['prompt-file'], flags})
    return this.create(motionControl, {
      prompt,
      image: flags.image,
      video: flags.video,
      orientation: flags.orientation,
      mode: flags.mode,
      model: flags.model,
      elements: flags.element ?? [],
      keepSound: flags['keep-sound'],
      watermark: flags.watermark,
      unchecked: flags.unchecked,
    })
  }
}
