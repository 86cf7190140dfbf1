import {CommandHelp, Help} from '@oclif/core'
import {notInstalled, pluginOfTopic} from './plugin-topic.js'

/** What a person looks for first: how it is called, then examples, then the words for each flag. */
const order = ['USAGE', 'EXAMPLES', 'DESCRIPTION', 'ARGUMENTS', 'FLAGS']

class KlingCommandHelp extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    const place = ({header}: {header: string}): number =>
      (order.indexOf(header) + order.length + 1) % (order.length + 1)
    return super.sections().sort((a, b) => place(a) - place(b))
  }

  protected override defaultUsage(): string {
    const hasFlags = Object.values(this.command.flags).some(flag => !flag.hidden)
    return `${super.defaultUsage()}${hasFlags ? ' [FLAGS]' : ''}`
  }
}

/** oclif's help with the sections in our order. */
export default class KlingHelp extends Help {
  protected override CommandHelpClass = KlingCommandHelp

  override async showHelp(argv: string[]): Promise<void> {
    const topic = pluginOfTopic(argv.find(word => !word.startsWith('-')))
    if (topic && !this.config.findTopic(topic)) throw notInstalled(topic)
    await super.showHelp(argv)
  }
}
