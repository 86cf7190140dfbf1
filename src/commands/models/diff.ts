import {Flags} from '@oclif/core'
import {editionInUse, mergeEditions, shippedCatalogue} from '../../lib/catalog/catalogue.js'
import {type EditionChange, changeFields, editionChanges} from '../../lib/catalog/edition-changes.js'
import {CatalogueCommand} from '../../lib/command/catalogue-command.js'
import {changesView} from '../../lib/views/models.js'

/** What is different between two editions. */
export interface ModelsDiffResult {
  /** Numbers of the editions. */
  from_serial: number
  to_serial: number
  changes: EditionChange[]
  /** Number of changes. */
  count: number
}

export default class ModelsDiff extends CatalogueCommand<typeof ModelsDiff, ModelsDiffResult> {
  static override summary = 'show what an edition of the catalogue changes'

  static override description =
    'With --from, what that edition would change of the one in use; otherwise what the one in use changes of ' +
    'the one that came with kling. Prices that fall are marked.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from catalogue.json',
  ]

  static override flags = {
    from: Flags.string({summary: 'the edition, with its signature FILE.sig', helpValue: 'FILE|URL'}),
  }

  static override records = {
    list: 'changes',
    fields: changeFields,
  }

  async run(): Promise<ModelsDiffResult> {
    const {from} = this.flags
    const shipped = shippedCatalogue()
    const after =
      from === undefined ? editionInUse() : mergeEditions((await this.readEdition(from)).catalogue, shipped)
    const before = from === undefined ? shipped : editionInUse()
    const changes = editionChanges(before, after)
    return {from_serial: before.serial, to_serial: after.serial, changes, count: changes.length}
  }

  protected override view({changes}: ModelsDiffResult): string {
    return changesView(changes, this.screen)
  }
}
