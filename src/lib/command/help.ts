import {isRetired} from '../catalog/models.js'
import {type Command, CommandHelp, Help, type Interfaces} from '@oclif/core'
import {language, t, translate} from '../i18n/translate.js'
import {screenText} from '../terminal/text.js'
import {shownWidth, wrapCommand, wrapLines, wrapText} from '../terminal/wrap.js'
import {notInstalled, knownPluginTopic} from '../plugins/known-plugins.js'

/** What a person looks for first: how it is called, then examples, then the words for each flag. */
const order = ['USAGE', 'EXAMPLES', 'DESCRIPTION', 'ARGUMENTS', 'FLAGS']

class KlingCommandHelp extends CommandHelp {
  override sections(): ReturnType<CommandHelp['sections']> {
    const place = ({header}: {header: string}): number =>
      (order.indexOf(header) + order.length + 1) % (order.length + 1)
    return super.sections().sort((a, b) => place(a) - place(b))
  }

  protected override defaultUsage(): string {
    const hasFlags = Object.values(this.command.flags).some(flag => !flag.hidden)
    return `${super.defaultUsage()}${hasFlags ? ' [FLAGS]' : ''}`
  }

  protected override usage(): string {
    return [this.command.usage ?? this.defaultUsage()]
      .flat()
      .map(usage => this.render(`$ <%= config.bin %> ${usage}`))
      .map(line => wrapText(line, this.opts.maxWidth - this.indentSpacing, {rest: '    '}))
      .join('\n')
  }

  override section(...[header, body]: Parameters<CommandHelp['section']>): string {
    return super.section(translate(header), body)
  }

  protected override args(...all: Parameters<CommandHelp['args']>): ReturnType<CommandHelp['args']> {
    return super.args(...all)?.map(([left, right]) => [left, right && ownWords(right)])
  }

  protected override flags(...all: Parameters<CommandHelp['flags']>): ReturnType<CommandHelp['flags']> {
    return super.flags(...all)?.map(([left, right]) => [left, right && ownWords(markRetired(right))])
  }

  /** The groups of the command first, those that every command has last, with `--help`. */
  protected override groupFlags(
    ...[flags]: Parameters<CommandHelp['groupFlags']>
  ): ReturnType<CommandHelp['groupFlags']> {
    const {mainFlags, flagGroups} = super.groupFlags(flags)
    const {GLOBAL: globals, ...groups} = flagGroups
    const known = groupOrder.filter(name => name in groups)
    const names = [...known, ...Object.keys(groups).filter(name => !known.includes(name))]
    const ordered = Object.fromEntries(names.map(name => [name, groups[name]!]))
    return {mainFlags, flagGroups: globals ? {...ordered, GLOBAL: [helpFlag, ...globals]} : ordered}
  }

  /** Each command on lines that can be copied. */
  protected override examples(
    ...[examples]: Parameters<CommandHelp['examples']>
  ): ReturnType<CommandHelp['examples']> {
    if (!examples || examples.length === 0) return undefined
    const width = this.opts.maxWidth - this.indentSpacing
    const sign = continuation(this.config)
    return [examples]
      .flat()
      .map(example => {
        const {description, command} =
          typeof example === 'string' ? {description: '', command: example} : example
        const lines = this.render(command)
          .split('\n')
          .map(line => (line.startsWith(this.config.bin) ? `$ ${line}` : line))
        if (!description) return lines.map(line => wrapCommand(line, width, sign)).join('\n')
        const indented = lines.map(line => wrapCommand(line, width - 2, sign)).join('\n')
        return `${wrapText(this.render(description), width)}\n\n${this.indent(indented)}`
      })
      .join('\n\n')
  }

  override wrap(body: string, spacing = this.indentSpacing): string {
    return wrapText(this.render(body), this.opts.maxWidth - spacing)
  }

  /** Names and texts beside each other; where there is little room for the texts, they stand below the names. */
  override renderList(
    ...[rows, {indentation, multiline = false}]: Parameters<CommandHelp['renderList']>
  ): string {
    return listOfRows(rows, this.opts.maxWidth - indentation, multiline)
  }
}

/** Texts have at least so many columns beside the names. */
const narrowest = 28

/** Rows of a name and a text, in lines of at most `width` columns. */
function listOfRows(rows: (string | undefined)[][], width: number, isStacked: boolean): string {
  const names = Math.max(0, ...rows.map(([name = '']) => shownWidth(name)))
  if (isStacked || width - names - 2 < narrowest) {
    const stacked = rows.map(([name = '', text = '']) =>
      [name.trim(), ...(text ? [wrapText(text, width, {first: '    '})] : [])].join('\n'),
    )
    return stacked.join('\n\n')
  }
  const beside = rows.map(([name = '', text = '']) =>
    wrapText(text, width, {first: `${name}${' '.repeat(names - shownWidth(name) + 2)}`}).trimEnd(),
  )
  return beside.join('\n').trim()
}

/** What continues a command on the next line in the shell in use. */
function continuation({platform, shell}: Interfaces.Config): string {
  if (platform !== 'win32') return '\\'
  return shell.includes('powershell') ? '`' : '^'
}

/** Groups of flags in their order; others follow, and those of every command are last. */
const groupOrder = ['REQUEST', 'SHOT', 'TASK', 'SHOW']

/** The flag that oclif takes itself. */
const helpFlag = {
  name: 'help',
  char: 'h',
  type: 'boolean',
  get summary(): string {
    return t`show this help`
  },
} as unknown as Command.Flag.Any

/** Puts models that the service has retired behind the others. */
function markRetired(text: string): string {
  return text.replace(/<options: ([^>]*kling-[^>]*)>/, (all, list: string) => {
    const names = list.split('|')
    const retired = names.filter(isRetired)
    const living = names.filter(name => !retired.includes(name))
    return retired.length === 0 ? all : `<options: ${living.join('|')}> ${t`(retired: ${retired.join('|')})`}`
  })
}

/** What oclif adds to a line, in the language in use. */
function ownWords(text: string): string {
  return text
    .replace(/\[default: ([^\]]*)\]/g, (_all, value: string) => t`[default: ${value}]`)
    .replace(/<options: ([^>]*)>/g, (_all, values: string) => t`<options: ${values}>`)
    .replaceAll('(required)', t`(required)`)
}

/** oclif's help with the sections in our order, in the language in use. */
export default class KlingHelp extends Help {
  protected override CommandHelpClass = KlingCommandHelp

  constructor(config: Interfaces.Config, options?: Partial<Interfaces.HelpOptions>) {
    // `kling help` passes other options than `--help` does.
    super(config, {...config.pjson.oclif.helpOptions, ...options})
    if (language() === 'en') return
    translateFields(config.pjson, ['description'])
    for (const topic of config.topics) translateFields(topic, ['description'])
    for (const command of config.commands) translateCommand(command)
  }

  override async showHelp(argv: string[]): Promise<void> {
    const topic = knownPluginTopic(argv.find(word => !word.startsWith('-')))
    if (topic && !this.config.findTopic(topic)) throw notInstalled(topic)
    await super.showHelp(argv)
  }

  /** Summaries of plugins are words of strangers. */
  protected override log(...args: string[]): void {
    super.log(...args.map(text => wrapLines(screenText(text), this.opts.maxWidth)))
  }

  override section(...[header, body]: Parameters<Help['section']>): string {
    return super.section(translate(header), body)
  }

  override formatRoot(): string {
    const head = super
      .formatRoot()
      .replace(/(?<![A-Z])(?:VERSION|USAGE)(?![A-Z])/g, header => translate(header))
    return `${head}\n\n${this.section('EXAMPLES', firstCommands(this.opts.maxWidth - this.indentSpacing, continuation(this.config)))}`
  }

  override wrap(body: string, spacing = this.indentSpacing): string {
    return wrapText(this.render(body), this.opts.maxWidth - spacing)
  }

  override renderList(...[rows, {indentation, multiline = false}]: Parameters<Help['renderList']>): string {
    return listOfRows(rows, this.opts.maxWidth - indentation, multiline)
  }
}

/** What to type first: without an account, then with one. */
function firstCommands(width: number, sign: string): string {
  const indented = (text: string): string => wrapText(text, width, {first: '  '})
  return [
    wrapCommand('$ kling video create "A cat playing piano" --region sandbox -o cat.mp4', width, sign),
    indented(t`preview the request on this machine: no account, no cost`),
    '',
    wrapCommand('$ kling config set kling_api_key', width),
    indented(t`prompts for your key; after that, omit --region sandbox`),
  ].join('\n')
}

/** Puts the texts of some fields into the language in use. */
function translateFields(owner: object, fields: string[]): void {
  const texts = owner as Record<string, unknown>
  for (const field of fields) if (typeof texts[field] === 'string') texts[field] = translate(texts[field])
}

function translateCommand(command: Command.Loadable): void {
  translateFields(command, ['summary', 'description'])
  for (const flag of Object.values(command.flags ?? {})) translateFields(flag, ['summary', 'description'])
  for (const arg of Object.values(command.args ?? {})) translateFields(arg, ['description'])
  for (const example of command.examples ?? [])
    if (typeof example === 'object') translateFields(example, ['description'])
}
