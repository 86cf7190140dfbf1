import {Flags} from '@oclif/core'
import {TaskCommand} from '../lib/command/task-command.js'
import {t} from '../lib/i18n/translate.js'
import {type CostReport, costReport, groupings} from '../lib/budget/cost-report.js'
import {parseUnitPrice} from '../lib/config/parse-unit-price.js'
import {moneyOf} from '../lib/catalog/estimate.js'
import {sinceOf} from '../lib/command/parse-flags.js'
import {taskCosts} from '../lib/budget/task-costs.js'
import {costReportView} from '../lib/views/cost-report.js'

export default class Cost extends TaskCommand<typeof Cost, CostReport> {
  static override summary = 'show the cost of tasks, estimated and charged'

  static override description =
    'Counts the tasks submitted from this machine. Failed tasks are free. The real cost of a task is known ' +
    'once the task was seen finished; `kling task wait` checks. Sandbox tasks are shown only with --region ' +
    'sandbox.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --since 2026-11-01 --by day',
    '<%= config.bin %> <%= command.id %> --since 24h --json | jq .total.charged',
  ]

  static override flags = {
    since: Flags.string({
      summary: 'start of the period: 24h, 7d, 2w, or a date such as 2026-11-01',
      default: '7d',
      helpValue: 'TIME',
    }),
    by: Flags.option({
      summary: 'group by model, day or profile',
      default: 'model',
      options: groupings,
    })(),
  }

  static override records = {
    list: 'rows',
    fields: [
      ...groupings,
      'count',
      'failed',
      'estimated',
      'charged',
      'difference',
      'unknown',
      'unknown_estimated',
      'unestimated',
      'unestimated_charged',
    ],
  }

  async run(): Promise<CostReport> {
    const {by, region, profile} = this.flags
    const since = sinceOf(this.flags.since, Date.now())
    const costs = taskCosts(this.reader.linesSince(since))
    const unitPrice = parseUnitPrice(this.settings.unit_price?.value ?? '')
    return costReport(costs, {
      since,
      by,
      region: region ?? this.sandbox,
      profile,
      moneyOf: (units, region) => moneyOf(units, {region, unitPrice}),
    })
  }

  protected override view(report: CostReport): string {
    if (report.sandbox_tasks)
      this.hint(
        t`Sandbox tasks are not included: ${report.sandbox_tasks}. See them with: kling cost --region sandbox`,
      )
    return costReportView(report, this.screen)
  }

  /** The sandbox, where the settings say that all is made there. */
  private get sandbox(): string | undefined {
    return this.settings.region?.value === 'sandbox' ? 'sandbox' : undefined
  }
}
