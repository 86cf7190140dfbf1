import {Args, Flags} from '@oclif/core'
import {CreateCommand} from '../../lib/command/create-command.js'
import {createFlags} from '../../lib/command/flags.js'
import {destinationOf} from '../../lib/config/settings.js'
import {isKlingError} from '../../lib/errors/kling-error.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {changeRecipe, checkInputs, kindOfRecipe, rerunRequest} from '../../lib/sidecar/rerun.js'
import {findRecipe} from '../../lib/sidecar/find-recipe.js'
import {KeptRequests} from '../../lib/sidecar/kept-requests.js'
import type {Recipe} from '../../lib/sidecar/recipe.js'
import type {CreateResult} from '../../lib/views/create.js'

export default class VideoRerun extends CreateCommand<typeof VideoRerun> {
  static override summary = 'create a video again, with the same request or a modified one'

  static override description =
    'Accepts a sidecar written by --sidecar, a video with a sidecar next to it, or a task whose request was ' +
    'kept (kling config set keep_requests yes). Sends the same request with the same files under a new ' +
    'external ID, to the same place unless flags or settings say otherwise. It costs as much as the first ' +
    'time.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> dance.mp4 -o dance-2.mp4',
    '<%= config.bin %> <%= command.id %> dance.mp4.json --set duration=\'"10"\' --set mode=std --dry-run',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --set prompt="The cat sleeps" -o cat.mp4 --sidecar',
  ]

  static override args = {
    from: Args.string({description: 'sidecar, video or task ID', ignoreStdin: true}),
  }

  static override flags = {
    'changed-inputs': Flags.boolean({
      summary: 'use the input files as they are now, even if they have changed',
    }),
    ...createFlags,
  }

  async run(): Promise<CreateResult> {
    const {args, flags} = this
    const name = requireArgument(args.from, {
      code: 'missing_task_id',
      name: msg`task ID, sidecar or video`,
      example: 'kling video rerun dance.mp4 -o dance-2.mp4',
    })
    const kept = new KeptRequests(this.config.dataDir)
    const found = await findRecipe({name, journal: this.journal, kept})
    const recipe = changeRecipe(found, flags.set ?? [])
    const kind = kindOfRecipe(recipe)
    if (!flags['changed-inputs']) await checkInputs(recipe, kind)
    await this.goWhere(found)
    const {task_id, external_task_id} = found
    this.rerunOf = {task_id, external_task_id}
    return this.create(rerunRequest(kind), recipe)
  }

  /** Goes where the task was made, with the account that made it, unless flags, environment or settings say otherwise. */
  private async goWhere({region, profile}: Recipe): Promise<void> {
    if (profile !== undefined && this.profile.profile === undefined) {
      try {
        this.settings = await this.host.loadSettings({profile})
        this.defaults.profile = profile
      } catch (error) {
        if (!isKlingError(error) || error.code !== 'invalid_argument') throw error
        this.note(t`Warning: the task was created with the profile ${profile}, which does not exist here.`)
      }
    }
    const isChosen = this.flags.region !== undefined || destinationOf(this.settings).origin !== 'default'
    if (!isChosen && region !== 'custom') this.defaults.region = region
  }

  /** They are in the recipe already, so that files in whose place they stand need not be there. */
  protected override get assignments(): string[] {
    return []
  }
}
