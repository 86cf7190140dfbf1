import {Flags} from '@oclif/core'
import {BaseCommand} from '../../../lib/command/base-command.js'
import {readPages} from '../../../lib/api/pagination.js'
import {pageFlags} from '../../../lib/command/flags.js'
import {pagesOf} from '../../../lib/command/parse-flags.js'
import {type ElementSummary, elementPaths, listElements} from '../../../lib/tasks/elements.js'
import {t} from '../../../lib/i18n/translate.js'
import {tableView} from '../../../lib/terminal/table.js'

/** Most elements of a page. */
const maxElements = 500

const types = Object.keys(elementPaths) as (keyof typeof elementPaths)[]

/** The user's own elements, or the official ones. */
export interface ElementListResult {
  type: keyof typeof elementPaths
  elements: ElementSummary[]
  /** Number of elements. */
  count: number
}

export default class VideoElementList extends BaseCommand<typeof VideoElementList, ElementListResult> {
  static override summary = 'list your elements or the official ones'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type official --limit 100',
  ]

  static override flags = {
    type: Flags.option({char: 't', summary: 'which elements to list', default: 'custom', options: types})(),
    ...pageFlags('elements', maxElements),
  }

  static override records = {
    list: 'elements',
    fields: ['element_id', 'name', 'description', 'frontal_url', 'owned_by'],
  }

  async run(): Promise<ElementListResult> {
    const {flags} = this
    const pages = pagesOf(flags, maxElements, flag => this.isGiven(flag))
    const {client} = await this.connect()
    const {type} = flags
    const elements = await readPages(
      pages,
      page => listElements(client, type, page),
      ({element_id}) => element_id,
    )
    return {type, elements, count: elements.length}
  }

  protected override view({elements}: ElementListResult): string {
    if (elements.length > 0) return tableView(elements, ['element_id', 'name', 'description'], this.screen)
    this.hint(
      t`Create one with: kling video element create "Red robot" -d "a small robot" -f front.png -r side.png`,
    )
    return t`No elements.`
  }
}
