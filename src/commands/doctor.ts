import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/command/base-command.js'
import {type DoctorReport, runDoctor} from '../lib/doctor/examine.js'
import {seconds} from '../lib/command/parse-flags.js'
import {checksView} from '../lib/doctor/report.js'

/** A doctor does not wait a minute for each region. */
const shortSeconds = 5

export default class Doctor extends BaseCommand<typeof Doctor, DoctorReport> {
  static override summary =
    'check the setup and say how to fix it: program, settings, keys, network, disk, plugins'

  static override description =
    'Each line is ok, a warning or a failure, with a command that fixes it. The keys are tested in both ' +
    'regions with a free request. The exit code is 1 if a check failed; the report still goes to stdout.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --offline',
    '<%= config.bin %> <%= command.id %> --offline --json | jq -r \'.checks[] | select(.status == "warn") | .fix\'',
  ]

  static override flags = {
    offline: Flags.boolean({summary: 'skip the checks that need the network'}),
  }

  static override toleratesInvalidConfig = true

  static override records = {
    list: 'checks',
    fields: ['id', 'name', 'status', 'message', 'fix', 'details'],
  }

  async run(): Promise<DoctorReport> {
    const report = await runDoctor({
      ...this.profile,
      config: this.config,
      region: this.flags.region,
      offline: this.flags.offline,
      timeoutSeconds: this.isGiven('timeout') ? seconds('timeout', this.flags.timeout) : shortSeconds,
      signal: this.interruption,
    })
    if (!report.ok) process.exitCode = 1
    return report
  }

  protected override view({checks}: DoctorReport): string {
    return checksView(checks, this.screen)
  }
}
