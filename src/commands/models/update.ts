import {Flags} from '@oclif/core'
import {editionInUse, mergeEditions, shippedCatalogue} from '../../lib/catalog/catalogue.js'
import {type EditionChange, changeFields, editionChanges} from '../../lib/catalog/edition-changes.js'
import {isNewer} from '../../lib/catalog/program-version.js'
import {editionUrl} from '../../lib/catalog/read-edition.js'
import {CatalogueCommand} from '../../lib/command/catalogue-command.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {t} from '../../lib/i18n/translate.js'
import {canPrompt, confirm} from '../../lib/terminal/confirm.js'
import {successLine} from '../../lib/terminal/screen.js'
import {changesView} from '../../lib/views/models.js'

/** What an update has come to. */
export interface ModelsUpdateResult {
  /** File or URL that it was read from. */
  source: string
  /** Number of the edition that is in use now, and of the one before. */
  serial: number
  previous_serial: number
  /** Day of the edition, ISO 8601. */
  issued: string
  updated: boolean
  changes: EditionChange[]
  /** Number of changes. */
  count: number
}

export default class ModelsUpdate extends CatalogueCommand<typeof ModelsUpdate, ModelsUpdateResult> {
  static override summary = 'use a newer edition of the catalogue'

  static override description =
    'Only this command fetches anything, and only when you run it. An edition must be signed with a key of ' +
    'kling and newer than the one in use; it holds data alone. Prices that fall loosen your limits, so they ' +
    'need your agreement.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from catalogue.json',
  ]

  static override flags = {
    from: Flags.string({
      summary: 'read the edition, and its signature FILE.sig, from here',
      helpValue: 'FILE|URL',
    }),
    yes: Flags.boolean({char: 'y', summary: 'agree to prices that fall'}),
  }

  static override records = {
    list: 'changes',
    fields: changeFields,
  }

  async run(): Promise<ModelsUpdateResult> {
    const source = this.flags.from ?? editionUrl
    const edition = await this.readEdition(source)
    const {serial, issued, minProgram = '0'} = edition.catalogue
    const present = editionInUse()
    const result = {source, previous_serial: present.serial, changes: [], count: 0, updated: false}
    if (serial === present.serial) return {...result, serial, issued: present.issued}
    if (serial < present.serial) {
      throw new KlingError(
        'config_error',
        t`Edition ${serial} is older than the one in use, ${present.serial}.`,
        {hint: t`The edition in use stays as it is.`},
      )
    }
    if (isNewer(minProgram, this.config.version)) {
      throw new KlingError('config_error', t`Edition ${serial} is for kling ${minProgram} and later.`, {
        hint: t`Update kling: npm install --global kling-cli`,
      })
    }
    const changes = editionChanges(present, mergeEditions(edition.catalogue, shippedCatalogue()))
    await this.agree(changes)
    await this.keep(edition)
    return {...result, serial, issued, updated: true, changes, count: changes.length}
  }

  /** Prices that fall let more through the limits. @throws KlingError `cost_limit`, `cancelled` */
  private async agree(changes: EditionChange[]): Promise<void> {
    const fallen = changes.filter(({falls}) => falls)
    if (fallen.length === 0 || this.flags.yes) return
    const names = fallen.map(({name, before, after}) => t`${name}: ${before ?? ''} → ${after ?? ''}`)
    const message = t`${fallen.length} prices fall, so that your limits let more through: ${names.join(t`, `)}.`
    if (!canPrompt()) {
      throw new KlingError('cost_limit', message, {
        hint: t`Look at it with: kling models diff. Agree with --yes.`,
        billed: 'no',
      })
    }
    if (!(await confirm(t`${message} ${t`Continue?`}`)))
      throw new KlingError('cancelled', t`The edition in use stays as it is.`, {billed: 'no'})
  }

  protected override view({serial, issued, updated, changes}: ModelsUpdateResult): string {
    if (!updated) return t`Edition ${serial} of ${issued} is in use; there is none newer.`
    return `${successLine(t`Edition ${serial} of ${issued} is in use`, this.screen)}\n\n${changesView(changes, this.screen)}`
  }
}
