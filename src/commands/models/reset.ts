import {shippedCatalogue} from '../../lib/catalog/catalogue.js'
import {readDownloaded} from '../../lib/catalog/downloaded.js'
import {CatalogueCommand} from '../../lib/command/catalogue-command.js'
import {t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** The edition that is in use again. */
export interface ModelsResetResult {
  serial: number
  /** Day of the edition, ISO 8601. */
  issued: string
  /** Whether there was another. */
  removed: boolean
}

export default class ModelsReset extends CatalogueCommand<typeof ModelsReset, ModelsResetResult> {
  static override summary = 'use the catalogue that came with kling again'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<ModelsResetResult> {
    const removed = readDownloaded(this.config.dataDir) !== undefined
    await this.forget()
    const {serial, issued} = shippedCatalogue()
    return {serial, issued, removed}
  }

  protected override view({serial, issued}: ModelsResetResult): string {
    return successLine(t`Edition ${serial} of ${issued} is in use`, this.screen)
  }
}
