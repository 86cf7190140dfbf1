import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../../lib/command/base-command.js'
import {choiceFlag} from '../../../lib/command/flags.js'
import {t} from '../../../lib/i18n/translate.js'
import {findFiles} from '../../../lib/media/find-files.js'
import {checkImage} from '../../../lib/media/image-check.js'
import {
  checkElement,
  checkReferences,
  elementBody,
  elementFiles,
  elementTags,
} from '../../../lib/requests/element.js'
import {type CreatedElement, createElement} from '../../../lib/tasks/elements.js'

export default class VideoElementCreate extends BaseCommand<typeof VideoElementCreate, CreatedElement> {
  static override summary = 'create an element: a reusable character or object for videos'

  static override description = `An element is created from a front view and 1 to 3 more views. Tags: ${Object.entries(
    elementTags,
  )
    .map(([id, word]) => `${id} ${word}`)
    .join(', ')}.`

  static override examples = [
    '<%= config.bin %> <%= command.id %> "Red robot" --description "a small red robot" --frontal front.png --ref side.png',
    '<%= config.bin %> <%= command.id %> "Mimi" -d "a grey cat" -f front.png -r left.png -r back.png --tag o_103',
  ]

  static override args = {
    name: Args.string({description: 'name, up to 20 characters', ignoreStdin: true}),
  }

  static override flags = {
    description: Flags.string({
      char: 'd',
      summary: 'description, up to 100 characters (required)',
      helpValue: 'TEXT',
    }),
    frontal: Flags.string({char: 'f', summary: 'front view (required)', helpValue: 'FILE|URL'}),
    ref: Flags.string({
      char: 'r',
      summary: 'another view; 1 to 3 are required',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE|URL',
    }),
    tag: choiceFlag({
      char: 't',
      summary: 'tag of the element; can be repeated',
      multiple: true,
      multipleNonGreedy: true,
      options: Object.keys(elementTags),
    }),
  }

  static override records = {fields: ['element_id', 'name', 'element_name']}

  async run(): Promise<CreatedElement> {
    const {args, flags} = this
    const options = {
      name: args.name,
      description: flags.description,
      frontal: flags.frontal,
      references: flags.ref ?? [],
      tags: flags.tag ?? [],
    }
    checkElement(options)
    const uses = elementFiles(options)
    const files = await findFiles(uses)
    checkReferences(options)
    const {client, authenticate} = await this.connect()
    await authenticate()
    for (const {role, input} of uses) {
      const warning = await checkImage(input, files.get(role)!)
      if (warning !== undefined) this.note(t`Warning: ${warning}`)
    }
    return createElement(client, elementBody(options, files))
  }

  protected override view(result: CreatedElement): string {
    this.hint(t`Use it with: kling video create "<<<element_1>>> waves" --element ${result.element_id}`)
    return super.view(result)
  }
}
