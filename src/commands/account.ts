import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/command/base-command.js'
import {t} from '../lib/i18n/translate.js'
import {type Account, readAccount} from '../lib/budget/account.js'
import {sinceOf} from '../lib/command/parse-flags.js'
import {accountView, endsSoon} from '../lib/views/account.js'

export default class AccountShow extends BaseCommand<typeof AccountShow, Account> {
  static override summary = 'show the resource packs of the account: units left and expiry'

  static override description =
    'The balance can lag by up to 12 hours and can be queried once a second; several processes wait for each ' +
    'other. The query is free. For spending since then, see: kling cost'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile work',
    '<%= config.bin %> <%= command.id %> --json | jq .remaining.video',
  ]

  static override flags = {
    since: Flags.string({
      summary: 'start of the period: 30d, 52w, or a date',
      default: '104w',
      helpValue: 'TIME',
    }),
  }

  static override records = {
    list: 'packs',
    fields: [
      'kind',
      'name',
      'id',
      'type',
      'total',
      'remaining',
      'status',
      'purchased_at',
      'starts_at',
      'ends_at',
    ],
  }

  async run(): Promise<Account> {
    const since = sinceOf(this.flags.since, Date.now())
    const {client} = await this.connect()
    const {dataDir} = this.config
    return readAccount({client, dataDir, since, now: Date.now, signal: this.interruption})
  }

  protected override view(account: Account): string {
    const now = Date.now()
    if (Object.values(account.remaining).every(left => left === 0))
      this.hint(
        t`No units left. Buy a resource pack in the Kling developer console, or continue for free on this machine with --region sandbox.`,
      )
    else if (account.packs.some(pack => endsSoon(pack, now)))
      this.hint(t`Unused units of a pack are lost when it expires.`)
    return accountView(account, this.screen, now)
  }
}
