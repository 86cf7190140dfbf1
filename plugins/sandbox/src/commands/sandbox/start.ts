import {BaseCommand, Flags, KlingError, t} from 'kling-cli/plugin'
import {faultSyntax, parseFault} from '../../faults.js'
import {type SandboxServer} from '../../server.js'
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
  static override summary = 'serve the Kling API on this machine until Ctrl-C'

  static override description = `Any client of the Kling API works against it, without an account and without cost. Once it listens it prints one JSON line with its address and keys; each request is logged on stderr.

Words in a prompt tell a task what to do: [sandbox:fail] fails it, [sandbox:risk] fails it as the content filter does, [sandbox:1301] (or another business code of the API) refuses the request. Callbacks are signed with the webhookSecret in keys.json of the state folder.

A fault rule is ${faultSyntax}. "429/1303 x2" refuses the next two creates, "reset after x1" makes the task and loses the answer.`

  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 8080',
    {
      description: 'write down what other programs need to talk to it',
      command: '<%= config.bin %> <%= command.id %> --env > sandbox.env',
    },
    {
      description: 'refuse the next two creates, and break every first download',
      command: '<%= config.bin %> <%= command.id %> --fault "429/1303 x2" --fault "cut 50% x1"',
    },
  ]

  static override flags = {
    port: Flags.integer({summary: 'port on 127.0.0.1; 0 takes a free one', default: 0, min: 0, max: 65_535}),
    speed: Flags.string({
      summary: 'how much faster tasks go than in real time, such as 10',
      helpValue: 'FACTOR',
    }),
    slots: Flags.integer({summary: 'tasks that may be under way at once', default: 5, min: 1}),
    fault: Flags.string({
      summary: 'something that goes wrong; may be given several times',
      helpValue: 'RULE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    state: Flags.string({summary: 'folder of the state, by default in the data folder', helpValue: 'DIR'}),
    env: Flags.boolean({summary: 'print export lines for a shell in place of the JSON line'}),
  }

  async run(): Promise<undefined> {
    const stop = this.interruption
    const server = await this.start()
    process.stdout.write(this.flags.env ? shellLines(server) : jsonLine(server))
    this.hint(t`${server.baseUrl} serves the Kling API until Ctrl-C`)
    if (!stop.aborted) await new Promise(done => stop.addEventListener('abort', done, {once: true}))
    await server.close()
    // Being told to stop is how it ends, so nothing is said; the exit code tells, as for every command.
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
      throw new KlingError('invalid_argument', t`Port ${port} is in use.`, {
        hint: t`Give another --port, or leave it out to take a free one.`,
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
