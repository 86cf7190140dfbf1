import {BaseCommand, Flags, KlingError, t} from 'kling-cli/plugin'
import {faultSyntax, parseFault} from '../../faults.js'
import type {SandboxServer} from '../../server.js'
import {positiveNumber, sandboxSettings} from '../../settings.js'

/** Lines for a shell's `eval`: any client that reads these variables talks to the sandbox. */
function shellLines({baseUrl, keys}: SandboxServer): string {
  const variables = {
    KLING_BASE_URL: baseUrl,
    KLING_ACCESS_KEY: keys.accessKey,
    KLING_SECRET_KEY: keys.secretKey,
    KLING_API_KEY: keys.apiKey,
  }
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('')
}

/** A sandbox that is served: printed as one line as soon as it is, while the command goes on. */
export interface StartedSandbox {
  /** Address of its API. */
  base_url: string
  access_key: string
  secret_key: string
  api_key: string
  /** Process that serves it. */
  pid: number
}

function jsonLine({baseUrl, keys}: SandboxServer): string {
  const facts: StartedSandbox = {
    base_url: baseUrl,
    access_key: keys.accessKey,
    secret_key: keys.secretKey,
    api_key: keys.apiKey,
    pid: process.pid,
  }
  return `${JSON.stringify({success: true, ...facts})}\n`
}

export default class SandboxStart extends BaseCommand<typeof SandboxStart, StartedSandbox> {
  static override summary = 'serve the Kling API on this machine until you press Ctrl-C'

  static override description = `Any client of the Kling API works with it: no account, no cost. Once it is listening, it prints one JSON line with its address and keys. Each request is logged to stderr.

Markers in a prompt control the task: [sandbox:fail] makes it fail, [sandbox:risk] makes the content filter block it, [sandbox:1301] (or another API error code) makes the API reject the request. Callbacks are signed with the webhookSecret in keys.json in the state folder.

A fault rule has the form ${faultSyntax}. "429/1303 x2" rejects the next two creates; "reset after x1" creates the task and drops the response.`

  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 8080',
    {
      description: 'write the settings that other programs need to a file',
      command: '<%= config.bin %> <%= command.id %> --env > sandbox.env',
    },
    {
      description: 'reject the next two creates and interrupt every first download',
      command: '<%= config.bin %> <%= command.id %> --fault "429/1303 x2" --fault "cut 50% x1"',
    },
  ]

  static override flags = {
    port: Flags.integer({summary: 'port on 127.0.0.1; 0 picks a free one', default: 0, min: 0, max: 65_535}),
    speed: Flags.string({
      summary: 'speed-up factor for tasks, such as 10',
      helpValue: 'FACTOR',
    }),
    slots: Flags.integer({summary: 'maximum number of tasks at the same time', default: 5, min: 1}),
    fault: Flags.string({
      summary: 'fault rule to apply; can be repeated',
      helpValue: 'RULE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    state: Flags.string({summary: 'state folder (default: in the data folder)', helpValue: 'DIR'}),
    env: Flags.boolean({summary: 'print shell export lines instead of JSON'}),
  }

  async run(): Promise<undefined> {
    const stop = this.interruption
    const server = await this.start()
    process.stdout.write(this.flags.env ? shellLines(server) : jsonLine(server))
    this.hint(t`Serving the Kling API at ${server.baseUrl} (press Ctrl-C to stop)`)
    if (!stop.aborted) await new Promise(done => stop.addEventListener('abort', done, {once: true}))
    await server.close()
    // Being stopped is how it ends, so nothing is said; the exit code tells, as for every command.
    process.exitCode = (stop.reason as KlingError).oclif.exit
  }

  private async start(): Promise<SandboxServer> {
    const {port, slots, fault = [], state} = this.flags
    const settings = sandboxSettings({env: process.env, dataDir: this.config.dataDir})
    const speed = this.flags.speed === undefined ? settings.speed : positiveNumber(this.flags.speed)
    if (speed === undefined) throw new KlingError('invalid_argument', t`--speed must be a positive number.`)
    for (const rule of fault) this.checkFault(rule)
    const {startServer} = await import('../../server.js')
    try {
      return await startServer({
        stateDir: state ?? settings.stateDir,
        port,
        slots,
        speed,
        faults: fault,
        log: line => this.note(line),
      })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      throw new KlingError('invalid_argument', t`Port ${port} is already in use.`, {
        hint: t`Choose another --port, or omit it to use a free one.`,
      })
    }
  }

  private checkFault(rule: string): void {
    try {
      parseFault(rule)
    } catch (error) {
      throw new KlingError('invalid_argument', (error as Error).message)
    }
  }
}
