import {type Command, CommandHelp, Help, type Interfaces} from '@oclif/core'
import {stripVTControlCharacters} from 'node:util'
import {language, t, translate} from '../i18n/translate.js'
import {displayWidth, screenText} from '../terminal/text.js'
import {wrapText} from '../terminal/wrap.js'
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

  override section(...[header, body]: Parameters<CommandHelp['section']>): string {
    return super.section(translate(header), body)
  }

  protected override args(...all: Parameters<CommandHelp['args']>): ReturnType<CommandHelp['args']> {
    return super.args(...all)?.map(([left, right]) => [left, right && ownWords(right)])
  }

  protected override flags(...all: Parameters<CommandHelp['flags']>): ReturnType<CommandHelp['flags']> {
    return super.flags(...all)?.map(([left, right]) => [left, right && ownWords(right)])
  }

  override wrap(body: string, spacing = this.indentSpacing): string {
    if (language() === 'en') return super.wrap(body, spacing)
    return wrapText(this.render(body), this.opts.maxWidth - spacing)
  }

  /** Where there is little room next to the names, texts stand below them. */
  override renderList(...[rows, options]: Parameters<CommandHelp['renderList']>): string {
    const names = Math.max(0, ...rows.map(([name]) => displayWidth(stripVTControlCharacters(name ?? ''))))
    const isNarrow = this.opts.maxWidth - names < 24
    return super.renderList(rows, {...options, multiline: isNarrow || Boolean(options.multiline)})
  }
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
    super(config, options)
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
    super.log(...args.map(screenText))
  }

  override section(...[header, body]: Parameters<Help['section']>): string {
    return super.section(translate(header), body)
  }

  override formatRoot(): string {
    const head = super
      .formatRoot()
      .replace(/(?<![A-Z])(?:VERSION|USAGE)(?![A-Z])/g, header => translate(header))
    return `${head}\n\n${this.section('EXAMPLES', firstCommands())}`
  }

  override wrap(body: string, spacing = this.indentSpacing): string {
    if (language() === 'en') return super.wrap(body, spacing)
    return wrapText(this.render(body), this.opts.maxWidth - spacing)
  }
}

/** What to type first: without an account, then with one. */
function firstCommands(): string {
  return [
    '$ kling video create "A cat playing piano" --region sandbox -o cat.mp4',
    `  ${t`preview the request on this machine: no account, no cost`}`,
    '',
    '$ kling config set kling_api_key',
    `  ${t`prompts for your key; after that, omit --region sandbox`}`,
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
