import {Flags} from '@oclif/core'
import {editionInUse} from '../../lib/catalog/catalogue.js'
import {readDownloaded} from '../../lib/catalog/downloaded.js'
import {CatalogueCommand} from '../../lib/command/catalogue-command.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** An edition that may be used. */
export interface ModelsVerifyResult {
  /** `shipped`, `downloaded`, or where it was read from. */
  source: string
  serial: number
  /** Day of the edition, ISO 8601. */
  issued: string
  /** Whether a key of kling has signed it; the edition that came with the program needs none. */
  signed: boolean
  /** Number of its models. */
  models: number
}

export default class ModelsVerify extends CatalogueCommand<typeof ModelsVerify, ModelsVerifyResult> {
  static override summary = 'check the signature and the form of the catalogue'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from catalogue.json',
  ]

  static override flags = {
    from: Flags.string({
      summary: 'check this edition, with its signature FILE.sig, instead of the one in use',
      helpValue: 'FILE|URL',
    }),
  }

  async run(): Promise<ModelsVerifyResult> {
    const {from} = this.flags
    if (from !== undefined) {
      const {catalogue} = await this.readEdition(from)
      const {serial, issued, models} = catalogue
      return {source: from, serial, issued, signed: true, models: models.length}
    }
    const downloaded = readDownloaded(this.config.dataDir)
    if (downloaded && !('catalogue' in downloaded)) {
      throw new KlingError(
        'config_error',
        t`The downloaded catalogue was changed: it is ignored, and the one that came with kling is used.`,
        {hint: t`Remove it with: kling models reset. Then: kling models update`},
      )
    }
    const {serial, issued, models} = editionInUse()
    const isDownloaded = downloaded?.catalogue.serial === serial
    const source = isDownloaded ? 'downloaded' : 'shipped'
    return {source, serial, issued, signed: isDownloaded, models: models.length}
  }

  protected override view({source, serial, issued, models}: ModelsVerifyResult): string {
    return successLine(t`Edition ${serial} of ${issued} (${source}): ${models} models`, this.screen)
  }
}
