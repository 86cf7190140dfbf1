import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/command/base-command.js'
import {t} from '../lib/i18n/translate.js'
import {type Account, readAccount} from '../lib/budget/account.js'
import {sinceOf} from '../lib/command/parse-flags.js'
import {accountView, endsSoon} from '../lib/views/account.js'

export default class AccountShow extends BaseCommand<typeof AccountShow, Account> {
  static override summary = 'show the packs of the account: what is left, and when they end'

  static override description =
    'The service tells what is left with a delay of up to 12 hours, and may be asked once a second; several processes ' +
    'wait for one another. It costs nothing. What was spent since: kling cost.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile work',
    '<%= config.bin %> <%= command.id %> --json | jq .remaining',
  ]

  static override flags = {
    since: Flags.string({
      summary: 'packs of the time since then: 30d, 52w, or a date',
      default: '104w',
      helpValue: 'TIME',
    }),
  }

  static override records = {
    list: 'packs',
    fields: ['name', 'id', 'type', 'total', 'remaining', 'status', 'purchased_at', 'starts_at', 'ends_at'],
  }

  async run(): Promise<Account> {
    const since = sinceOf(this.flags.since, Date.now())
    const {client} = await this.connect()
    const {dataDir} = this.config
    return readAccount({client, dataDir, since, now: Date.now, signal: this.interruption})
  }

  protected override view(account: Account): string {
    const now = Date.now()
    if (account.remaining === 0)
      this.hint(
        t`Nothing is left: buy a pack in the developer console of Kling. To go on for free, on this machine: --region sandbox`,
      )
    else if (account.packs.some(pack => endsSoon(pack, now)))
      this.hint(t`What is left of a pack when it ends is lost: use it first.`)
    return accountView(account, this.screen, now)
  }
}
