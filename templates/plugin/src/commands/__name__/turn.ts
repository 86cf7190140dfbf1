import {
  Args,
  CreateCommand,
  type CreateResult,
  createFlags,
  omniVideo,
  omniVideoDefaults,
  requireArgument,
} from 'kling-cli/plugin'

export default class __Name__Turn extends CreateCommand<typeof __Name__Turn> {
  static override summary = 'create a short video of an object turning on a pedestal'

  static override examples = [
    '<%= config.bin %> <%= command.id %> "a red teapot" --estimate',
    '<%= config.bin %> <%= command.id %> "a red teapot" -o teapot.mp4',
  ]

  static override args = {
    thing: Args.string({description: 'object to show', ignoreStdin: true}),
  }

  // --wait, --output, --max-cost, --dry-run and the others of every create.
  static override flags = {...createFlags}

  async run(): Promise<CreateResult> {
    const thing = requireArgument(this.args.thing, {
      code: 'missing_prompt',
      name: 'prompt',
      example: 'kling __name__ turn "a red teapot"',
    })
    return this.create(omniVideo, {
      ...omniVideoDefaults,
      prompt: `${thing} turns slowly on a white pedestal, plain grey background, soft light`,
      mode: 'std',
      ratio: '1:1',
      unchecked: this.flags.unchecked,
    })
  }
}
