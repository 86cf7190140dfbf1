import {Args} from '@oclif/core'
import {
  type ModelCard,
  type ModelSummary,
  commandsOfProducts,
  modelCard,
  modelList,
} from '../../lib/catalog/model-list.js'
import {BaseCommand} from '../../lib/command/base-command.js'
import {choiceFlag} from '../../lib/command/flags.js'
import {regionOf} from '../../lib/config/settings.js'
import {checkOneOf} from '../../lib/errors/check-one-of.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {didYouMean} from '../../lib/errors/nearest.js'
import {t} from '../../lib/i18n/translate.js'
import {modelView, modelsView} from '../../lib/views/models.js'

/** The models, or all that is known of one. */
export type ModelsResult = {models: ModelSummary[]; count: number} | ModelCard

const commands = Object.values(commandsOfProducts)

export default class Models extends BaseCommand<typeof Models, ModelsResult> {
  static override summary = 'list the models: what each can do, costs, and whether it is served'

  static override description =
    'With a name, everything that is known of that model: both names, standards, prices, dates, and what ' +
    'sources disagree on. The list is data that came with kling; `kling models update` replaces it by a newer, ' +
    'signed edition.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --for create-from-image',
    '<%= config.bin %> <%= command.id %> kling-v3',
    '<%= config.bin %> <%= command.id %> kling-3.0 --json | jq .prices',
  ]

  static override args = {
    name: Args.string({description: 'a model, by either of its names', ignoreStdin: true}),
  }

  static override flags = {
    for: choiceFlag({summary: 'only models of this command', options: commands, helpValue: 'COMMAND'}),
  }

  static override records = {
    list: 'models',
    fields: [
      ...['model', 'names', 'status', 'commands', 'standards', 'modes', 'seconds', 'features'],
      ...['units_min', 'units_max', 'until', 'unconfirmed', 'uses', 'prices', 'doubts'],
    ],
  }

  async run(): Promise<ModelsResult> {
    const {name} = this.args
    const {for: command} = this.flags
    if (command !== undefined) checkOneOf('invalid_argument', 'for', command, commands)
    if (name === undefined) {
      const models = modelList(command)
      return {models, count: models.length}
    }
    const card = modelCard(name, this.flags.region ?? regionOf(this.settings))
    if (card) return card
    const served = modelList().filter(({status}) => status !== 'retired')
    const near = [...served.flatMap(({names}) => names), 'update', 'diff', 'verify', 'reset']
    throw new KlingError('invalid_model', t`Unknown model: ${name}${didYouMean(name, near)}.`, {
      hint: t`List the models with: kling models`,
    })
  }

  protected override view(result: ModelsResult): string {
    if ('uses' in result) return modelView(result, this.screen)
    this.hint(t`More about one of them: kling models NAME`)
    return modelsView(result.models, this.screen)
  }
}
