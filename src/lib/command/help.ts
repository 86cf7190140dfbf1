import {type Command, CommandHelp, Help, type Interfaces} from '@oclif/core'
import {language, say, sayText} from '../language/say.js'
import {notInstalled, pluginOfTopic} from './plugin-topic.js'

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
    const text = super.section(sayText(header), body)
    if (language() === 'en') return text
    return text
      .replace(/\[default: ([^\]]*)\]/g, (_all, value: string) => say`[default: ${value}]`)
      .replace(/<options: ([^>]*)>/g, (_all, values: string) => say`<options: ${values}>`)
      .replaceAll('(required)', say`(required)`)
  }
}

/** oclif's help with the sections in our order, in the language in use. */
export default class KlingHelp extends Help {
  protected override CommandHelpClass = KlingCommandHelp

  constructor(config: Interfaces.Config, options?: Partial<Interfaces.HelpOptions>) {
    super(config, options)
    if (language() === 'en') return
    for (const topic of config.topics) translate(topic, ['description'])
    for (const command of config.commands) translateCommand(command)
  }

  override async showHelp(argv: string[]): Promise<void> {
    const topic = pluginOfTopic(argv.find(word => !word.startsWith('-')))
    if (topic && !this.config.findTopic(topic)) throw notInstalled(topic)
    await super.showHelp(argv)
  }

  override section(...[header, body]: Parameters<Help['section']>): string {
    return super.section(sayText(header), body)
  }

  /** What stands above the topics; oclif makes it elsewhere. */
  override formatRoot(): string {
    const text = super.formatRoot()
    const {description = ''} = this.config.pjson
    return ['USAGE', 'VERSION', description].reduce(
      (result, words) => result.replace(words, sayText(words)),
      text,
    )
  }
}

/** Puts the texts of some fields into the language in use. */
function translate(owner: object, fields: string[]): void {
  const texts = owner as Record<string, unknown>
  for (const field of fields) if (typeof texts[field] === 'string') texts[field] = sayText(texts[field])
}

function translateCommand(command: Command.Loadable): void {
  translate(command, ['summary', 'description'])
  for (const flag of Object.values(command.flags ?? {})) translate(flag, ['summary', 'description'])
  for (const arg of Object.values(command.args ?? {})) translate(arg, ['description'])
  for (const example of command.examples ?? [])
    if (typeof example === 'object') translate(example, ['description'])
}
