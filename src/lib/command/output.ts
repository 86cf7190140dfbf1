import {bootstrapSettings} from '../config/bootstrap-settings.js'
import type {KlingError} from '../errors/kling-error.js'
import {type OutputMode, jsonText, outputMode} from '../terminal/output.js'
import {type ProgressLine, progressLine} from '../terminal/progress.js'
import {retryNotice} from '../terminal/retry-notice.js'
import {type Screen, hintLine, screenOf} from '../terminal/screen.js'
import {type Selection, checkSelection, parseSelection} from '../terminal/selection.js'
import {painter, plainText, screenText} from '../terminal/text.js'
import {wrapLines} from '../terminal/wrap.js'
import {type WatchOutput, watchLines, watchLive} from '../terminal/watch-output.js'
import {errorView, stackOf} from '../views/error.js'
import {type FormatOptions, type RecordsOfCommand, formatResult, formatRow} from '../views/format-result.js'

/** What says how a command prints its result. */
export interface OutputOptions {
  /** `--json` */
  json: boolean
  /** The setting `output`. */
  setting: string | undefined
  /** What the records of a result are. */
  records: RecordsOfCommand
}

/** A result that can be printed, and how people see it. */
interface Printed {
  result: object
  view: () => string
}

/** What a command prints: its result on stdout, and lines for people on stderr. */
export class CommandOutput {
  readonly mode: OutputMode
  private selection: Selection | undefined
  /** Those of a view that is being made. */
  private hints: string[] | undefined
  /** Whether all was printed while it went on. */
  private isPrinted = false

  constructor(private readonly options: OutputOptions) {
    this.mode = outputMode({...options, stdoutIsTerminal: Boolean(process.stdout.isTTY)})
  }

  /** Takes `--fields` and `--template`. @throws KlingError `invalid_argument` where they are wrong */
  select(flags: {fields?: string | undefined; template?: string | undefined}): void {
    const {json, records} = this.options
    this.selection = parseSelection({...flags, json})
    this.checkFields(records.fields)
  }

  /** Whether fields were chosen with `--fields` or `--template`. */
  get isSelective(): boolean {
    return this.selection !== undefined
  }

  /** Checks what `--fields` and `--template` name. @throws KlingError `invalid_argument` */
  checkFields(known: string[] | undefined): void {
    if (this.selection && known) checkSelection(this.selection, known)
  }

  /** Whether lines for people do not get among JSON on the same terminal. */
  get canPrintNotes(): boolean {
    return this.mode === 'text' || !process.stdout.isTTY
  }

  /** What views are made for: the width, colours and links of stdout. */
  get screen(): Screen {
    return screenOf(process.stdout, process.env, Date.now())
  }

  /** A line on stderr that shows what goes on, on a terminal only. */
  progress(): ProgressLine {
    return progressLine(process.stderr, process.env, painter(process.stderr, process.env))
  }

  /** Informs people at a terminal that a request is made again. */
  get onRetry(): ((error: KlingError) => void) | undefined {
    return this.canPrintNotes ? retryNotice(process.stderr, process.env) : undefined
  }

  /** A line on stderr for people and logs. */
  note(text: string): void {
    const {width} = screenOf(process.stderr, process.env, Date.now())
    process.stderr.write(wrapLines(plainText(text), width) + '\n')
  }

  /** What to do next: for people only. */
  hint(text: string): void {
    const screen = screenOf(process.stderr, process.env, Date.now())
    if (this.hints) this.hints.push(text)
    else if (this.mode === 'text') process.stderr.write(`${hintLine(plainText(text), screen)}\n`)
  }

  /** Prints a result, and the hints of its view after it. */
  print(printed: Printed): void {
    // The file itself went to stdout.
    const isOnStdout = 'output' in printed.result && printed.result.output === '-'
    if (isOnStdout || this.isPrinted) return
    const {text, hints} = this.format(printed)
    if (text) process.stdout.write(text + '\n')
    for (const hint of hints) this.hint(hint)
  }

  /**
   * What `--watch` shows with: on a terminal the result is drawn over and over, elsewhere each record that changes is a
   * line, and the result itself is not printed.
   *
   * @param current the result as it is now; undefined as long as there is none
   * @param footer what goes on, below it
   */
  watch(current: () => Printed | undefined, footer: (room: number) => string): WatchOutput {
    const {stdout, env} = process
    const isLines = this.mode === 'json' || (this.selection && 'template' in this.selection)
    if (stdout.isTTY && !isLines && !env.KLING_PLAIN && env.TERM !== 'dumb') {
      const text = (): string | undefined => {
        const now = current()
        return now && this.format(now).text
      }
      return watchLive({stream: stdout, screen: () => this.screen, text, footer})
    }
    this.isPrinted = true
    return watchLines(stdout, row => formatRow(row, this.formatOptions))
  }

  /** A result as it is printed, and the hints of its view. */
  private format({result, view}: Printed): {text: string; hints: string[]} {
    const hints = (this.hints = [])
    try {
      return {text: formatResult(result, view, this.formatOptions), hints}
    } finally {
      this.hints = undefined
    }
  }

  /** Prints an error on stderr: one line of JSON, or a block for people. The only place that does. */
  reportError(error: KlingError, isDebug: boolean): void {
    const {stderr, env} = process
    if (this.mode === 'text') {
      stderr.write(screenText(errorView(error, screenOf(stderr, env, Date.now()), isDebug)) + '\n')
      return
    }
    if (isDebug) stderr.write(plainText(stackOf(error)) + '\n')
    stderr.write(jsonText({success: false, error: error.toJSON()}, false) + '\n')
  }

  private get formatOptions(): FormatOptions {
    const {json, setting, records} = this.options
    return {
      mode: this.mode,
      isJsonWanted: json || setting === 'json',
      isTerminal: Boolean(process.stdout.isTTY),
      selection: this.selection,
      records,
      screen: this.screen,
    }
  }
}

/** How is printed before flags and settings are read. @param argv words of the command line */
export function guessOutput(argv: string[]): CommandOutput {
  const setting = process.env.KLING_OUTPUT || bootstrapSettings().output
  return new CommandOutput({json: argv.includes('--json'), setting, records: {}})
}
