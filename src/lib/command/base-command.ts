import {Command, type Interfaces} from '@oclif/core'
import {type Connection, regionSuffix} from '../api/connection.js'
import {setOwnCatalogue} from '../catalog/catalogue.js'
import {recordRecentIds} from '../completion/record-recent-ids.js'
import type {Credentials} from '../config/credentials.js'
import {homeOf} from '../config/folders.js'
import {setLanguageFromSettings} from '../config/set-language.js'
import {type Settings, destinationOf, regionOf} from '../config/settings.js'
import {isStop} from '../errors/codes.js'
import type {ErrorFields, KlingError} from '../errors/kling-error.js'
import {emptyFlag, toKlingError, unknownFlagOf} from '../errors/to-kling-error.js'
import {t} from '../i18n/translate.js'
import {remoteHost} from '../isolation/remote-host.js'
import type {Journal} from '../journal/journal.js'
import type {HostServices} from '../plugins/host-services.js'
import type {ShowFlags} from '../preview/show-video.js'
import {
  interruption,
  isInterruption,
  onInterruption,
  sayLastWord,
  withKnown,
} from '../terminal/interruption.js'
import type {ProgressLine} from '../terminal/progress.js'
import type {Screen} from '../terminal/screen.js'
import {fieldsView} from '../terminal/table.js'
import type {WatchOutput} from '../terminal/watch-output.js'
import type {RecordsOfCommand} from '../views/format-result.js'
import {flagsForParser, globalFlags} from './flags.js'
import {hostOf} from './host.js'
import {normalizeFlags, normalizeIds, trimmedId} from './normalize-values.js'
import {CommandOutput, guessOutput} from './output.js'
import {isEmptyValue, normalizeBooleanFlags, seconds, shieldDashes, unshield} from './parse-flags.js'

const isReported = (thrown: unknown): thrown is Error => thrown instanceof Error && 'isReported' in thrown

export type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['flags']
>
export type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>

/**
 * What all commands share. A command is statics and a `run` that returns a plain object, its `Result`; here it is
 * parsed, connected, printed (JSON or a view) and its errors are reported.
 */
export abstract class BaseCommand<T extends typeof Command, Result> extends Command {
  static override baseFlags = globalFlags
  /** Whether a region may be given that does not exist yet, and a profile that is still empty. */
  static createsProfiles = false
  /** Whether it runs with broken settings, too, as if there were none: it finds out what is wrong with them. */
  static toleratesInvalidConfig = false
  /**
   * What `--fields` and `--template` choose from: the name of the list in the result, where it is one, and the fields of
   * its records. What is not said here is seen in the result, too late for a command that costs something.
   */
  static records: RecordsOfCommand = {}

  protected args!: ArgsOf<T>
  protected flags!: FlagsOf<T>
  /** All words that are no flags, for commands that take any number. */
  protected positionals: string[] = []
  protected settings: Settings = {}
  /** Where and for whom requests are made when neither flags nor environment nor settings say it. */
  protected defaults: {region?: string; profile?: string} = {}
  /** What an interruption tells when nothing else does: the task that was made. */
  protected interruptionFields: ErrorFields = {}
  private given = new Set<string>()
  /** How it prints. */
  private out = guessOutput(this.argv)
  private connecting: Promise<Connection> | undefined

  /** @returns the result; undefined where it was printed on the way */
  abstract override run(): Promise<Result | undefined>

  override async init(): Promise<void> {
    await super.init()
    onInterruption(error => this.report(error))
    const words = normalizeBooleanFlags(this.argv, {...globalFlags, ...this.ctor.flags})
    const {metadata, ...parsed} = await this.parse(
      {
        args: this.ctor.args,
        baseFlags: (super.ctor as typeof BaseCommand).baseFlags,
        flags: flagsForParser(this.ctor.flags ?? {}),
        strict: this.ctor.strict,
      },
      shieldDashes(words),
    )
    const {args, argv, flags} = unshield({args: parsed.args, argv: parsed.argv, flags: parsed.flags})
    this.argv = words
    this.args = normalizeIds(args) as ArgsOf<T>
    const hasIds = Object.keys(this.ctor.args ?? {}).some(name => /_id$/.test(name))
    this.positionals = hasIds ? (argv as string[]).map(trimmedId) : (argv as string[])
    this.flags = normalizeFlags(flags, this.ctor.flags ?? {}, () => homeOf({env: process.env})) as FlagsOf<T>
    for (const name of Object.keys(flags)) if (!metadata.flags[name]?.setFromDefault) this.given.add(name)
    const empty = [...this.given].find(name => isEmptyValue(flags[name]))
    if (empty !== undefined) throw emptyFlag(empty)
    await this.readSettings()
    const {records} = this.ctor as typeof BaseCommand
    const setting = this.settings.output?.value
    this.out = new CommandOutput({json: this.flags.json, setting, records})
    this.out.select(this.flags)
  }

  private async readSettings(): Promise<void> {
    const {createsProfiles, toleratesInvalidConfig} = this.ctor as typeof BaseCommand
    try {
      this.settings = await this.host.loadSettings(createsProfiles ? {} : this.profile)
      setLanguageFromSettings(this.settings.language?.value)
      setOwnCatalogue(await this.host.readUserModels())
    } catch (error) {
      if (!toleratesInvalidConfig) throw error
    }
  }

  /** The services of the program round this command. */
  protected get host(): HostServices {
    return hostOf(this.config)
  }

  /** The profile in use and whether it was named on the command line. */
  protected get profile(): {profile: string | undefined; profileIsFlag: boolean} {
    const flag = this.flags.profile
    const profile = flag ?? (process.env.KLING_PROFILE || this.defaults.profile)
    return {profile, profileIsFlag: flag !== undefined}
  }

  /** Whether a flag stands on the command line, rather than has its default. */
  protected isGiven(flag: string): boolean {
    return this.given.has(flag)
  }

  /**
   * Checks what `--fields` and `--template` name, before anything is done.
   * @param otherwise the fields of a command that declares none
   * @throws KlingError `invalid_argument`
   */
  protected checkFields(otherwise: string[]): void {
    const {fields = otherwise} = (this.ctor as typeof BaseCommand).records
    this.out.checkFields(fields)
  }

  /** Whether fields were chosen with `--fields` or `--template`. */
  protected get isSelective(): boolean {
    return this.out.isSelective
  }

  /** Aborted by Ctrl-C and SIGTERM. */
  protected get interruption(): AbortSignal {
    return interruption()
  }

  protected get journal(): Journal {
    return this.host.journal
  }

  /** Where requests go; found out once, when a command needs it, so that help and checks need no keys. */
  protected connect(): Promise<Connection> {
    return (this.connecting ??= this.connectTo({region: this.defaults.region, profile: undefined}))
  }

  /**
   * The keys themselves, for a plugin that talks to something else with them. A third-party plugin needs the
   * permission `credentials`; requests to Kling need none: see `connect`.
   * @throws KlingError `missing_api_key`, `plugin_denied`
   */
  protected credentials(): Promise<Credentials> {
    return this.host.credentials(this.profile)
  }

  /**
   * The connection for a task. Where nothing says otherwise, a task that this machine made is asked for where
   * it was made, with the profile that made it.
   */
  protected async connectFor(taskId: string): Promise<Connection> {
    const isChosen = this.flags.region !== undefined || destinationOf(this.settings).origin !== 'default'
    const known = isChosen || this.connecting ? undefined : await this.journal.find(taskId)
    if (!known?.region || known.region === 'custom') return this.connect()
    return (this.connecting = this.connectTo({region: known.region, profile: known.profile}))
  }

  /** A connection to a region and with a profile of the caller's choice; flags overrule both. */
  protected connectTo(choice: {
    region: string | undefined
    profile: string | undefined
  }): Promise<Connection> {
    const {profile, profileIsFlag} = this.profile
    return this.host.connect({
      settings: this.settings,
      region: this.flags.region ?? choice.region,
      profile: profile ?? choice.profile,
      profileIsFlag: profileIsFlag || (profile === undefined && choice.profile !== undefined),
      timeoutSeconds: seconds('timeout', this.flags.timeout),
      signal: this.interruption,
      onRequest: this.flags.debug
        ? ({method, url, status, requestId, ms}) =>
            this.note(
              t`${method} ${url} → ${status} in ${ms} ms${requestId ? t` (request ${requestId})` : ''}`,
            )
        : undefined,
      onRetry: this.out.onRetry,
    })
  }

  /** ` --region NAME` when this command was given one, for commands to type next. */
  protected get regionSuffix(): string {
    return regionSuffix(this.flags.region, regionOf(this.settings))
  }

  /** What views are made for: the width, colours and links of stdout. */
  protected get screen(): Screen {
    return this.out.screen
  }

  /** A line on stderr that shows what goes on, on a terminal only. */
  protected progress(): ProgressLine {
    return this.out.progress()
  }

  /** Whether lines for people do not get among JSON on the same terminal. */
  protected get canPrintNotes(): boolean {
    return this.out.canPrintNotes
  }

  /** A line on stderr for people and logs. */
  protected note(text: string): void {
    this.out.note(text)
  }

  /** What to do next: for people only. */
  protected hint(text: string): void {
    this.out.hint(text)
  }

  /**
   * Shows a downloaded video to people, as `--preview` and `--open` say.
   * @param file as given to `--output`
   */
  protected async showVideo(file: string): Promise<void> {
    if (this.out.mode !== 'text' || this.isSelective || !process.stdout.isTTY || remoteHost()) return
    const {showVideo} = await import('../preview/show-video.js')
    const {stdout, env} = process
    await showVideo(file, this.flags as ShowFlags, {
      screen: this.screen,
      signal: this.interruption,
      env,
      stdout,
      hint: text => this.hint(text),
    })
  }

  /** The result as people see it; commands with something better override it. */
  protected view(result: Result): string {
    return fieldsView(result as object, this.screen)
  }

  /** Runs the command and prints its result; the ids in it are kept for completion. */
  protected override async _run<R>(): Promise<R> {
    const result = await super._run<R>()
    await recordRecentIds(this.config.cacheDir, result ?? {})
    await this.warnOfExpiry()
    return result
  }

  /** Says once a day that results are deleted soon: to people, who are shown nothing else that they did not ask for. */
  private async warnOfExpiry(): Promise<void> {
    if (this.out.mode !== 'text' || !process.stderr.isTTY || remoteHost()) return
    const {expiryWarning} = await import('../follow/expiry-warning.js')
    const warning = await expiryWarning(this.config, Date.now())
    if (!warning) return
    this.note(t`Warning: ${warning.text}`)
    this.hint(warning.command)
  }

  /** oclif prints what `run` returned through `logJson`; which form it takes is decided there. */
  override jsonEnabled(): boolean {
    return true
  }

  protected override toSuccessJson(result: unknown): unknown {
    return {success: true, ...(result as object)}
  }

  override logJson(json: unknown): void {
    const {success: _, ...result} = json as {success: true; task_id?: unknown}
    // For who does not get to see it.
    const {task_id} = result
    if (typeof task_id === 'string') this.interruptionFields = {task_id, ...this.interruptionFields}
    sayLastWord(() => this.print(result as Result), Number(process.exitCode ?? 0))
  }

  /** Prints the result; commands whose result is a text by itself override it. */
  protected print(result: Result): void {
    this.out.print(this.printed(result))
  }

  /**
   * What `--watch` shows with: on a terminal the result is drawn over and over, elsewhere each record that changes is a
   * line, and the result itself is not printed.
   *
   * @param result as it is now; undefined as long as there is none
   * @param footer what goes on, below it
   */
  protected watchOutput(result: () => Result | undefined, footer: (room: number) => string): WatchOutput {
    const current = (): ReturnType<typeof this.printed> | undefined => {
      const now = result()
      return now && this.printed(now)
    }
    return this.out.watch(current, footer)
  }

  private printed(result: Result): {result: object; view: () => string} {
    return {result: result as object, view: () => this.view(result)}
  }

  /** The funnel: every error of a command comes through here and is reported once. */
  protected override async catch(thrown: unknown): Promise<never> {
    // By the command that this one has run.
    if (isReported(thrown)) throw thrown
    let error = await this.errorOf(thrown)
    // Somebody waits for the end of what they have stopped.
    const isStopped: boolean = isStop(error.code) || isInterruption(error)
    if (!error.fields.hint && !isStopped) {
      const payload = {code: error.code, message: error.message}
      const [hint] = await this.host.runHook('kling:error', payload)
      if (hint) error = error.with({hint})
    }
    sayLastWord(() => this.report(error))
    throw Object.assign(error, {isReported: true})
  }

  /** An error as it is reported; one of the command line with what was meant. */
  private async errorOf(thrown: unknown): Promise<KlingError> {
    const flag = unknownFlagOf(thrown)
    if (flag === undefined) return toKlingError(thrown)
    const {unknownFlag} = await import('./suggest.js')
    const {id, flags} = this.ctor
    return unknownFlag(flag, {id, flags: {...globalFlags, ...flags}}, this.config.commands)
  }

  private report(error: KlingError): void {
    this.out.reportError(withKnown(error, this.interruptionFields), this.argv.includes('--debug'))
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await (await this.connecting?.catch(() => undefined))?.close()
    await super.finally(error)
  }
}
