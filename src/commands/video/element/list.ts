import {Flags} from '@oclif/core'
import {BaseCommand} from '../../../lib/command/base-command.js'
import {listedOnly} from '../../../lib/command/flags.js'
import {wholeNumber} from '../../../lib/command/numbers.js'
import {checkOneOf} from '../../../lib/requests/values.js'
import {elementPaths, listElements} from '../../../lib/tasks/elements.js'
import {tableView} from '../../../lib/view/records.js'

const types = Object.keys(elementPaths)

export default class VideoElementList extends BaseCommand<typeof VideoElementList> {
  static override summary = 'list your elements, or the official ones'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type official --limit 100',
  ]

  static override flags = {
    type: Flags.string({char: 't', summary: 'whose elements', default: 'custom', options: listedOnly(types)}),
    limit: Flags.string({char: 'l', summary: 'elements a page, 1–500', default: '30', helpValue: 'N'}),
    page: Flags.string({char: 'p', summary: 'page, 1–1000', default: '1', helpValue: 'N'}),
  }

  static override records = {
    list: 'elements',
    fields: ['element_id', 'name', 'description', 'frontal_url', 'owned_by'],
  }

  async run(): Promise<Record<string, unknown>> {
    const {flags} = this
    checkOneOf('invalid_type', 'type', flags.type, types)
    const limit = wholeNumber('limit', flags.limit, 1, 500, 'invalid_limit')
    const page = wholeNumber('page', flags.page, 1, 1000, 'invalid_page')
    const {client} = await this.connect()
    const elements = await listElements(client, flags.type as keyof typeof elementPaths, {limit, page})
    return {type: flags.type, elements, count: elements.length}
  }

  protected override view({elements}: Record<string, unknown>): string {
    const rows = elements as Record<string, unknown>[]
    return rows.length === 0
      ? 'No elements.'
      : tableView(rows, ['element_id', 'name', 'description'], this.screen)
  }
}
