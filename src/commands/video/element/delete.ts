import {Args} from '@oclif/core'
import {BaseCommand} from '../../../lib/command/base-command.js'
import {requireArgument} from '../../../lib/errors/require-argument.js'
import {msg, t} from '../../../lib/i18n/translate.js'
import {checkElementIds} from '../../../lib/requests/values.js'
import {deleteElement} from '../../../lib/tasks/elements.js'
import {successLine} from '../../../lib/terminal/screen.js'

/** An element that was deleted. */
export interface DeletedElement {
  /** 64-bit number, as digits. */
  element_id: string
  status: 'deleted'
}

export default class VideoElementDelete extends BaseCommand<typeof VideoElementDelete, DeletedElement> {
  static override summary = 'delete one of your elements'

  static override examples = ['<%= config.bin %> <%= command.id %> 829836']

  static override args = {
    element_id: Args.string({description: 'element ID', ignoreStdin: true}),
  }

  async run(): Promise<DeletedElement> {
    const id = requireArgument(this.args.element_id, {
      code: 'missing_element_id',
      name: msg`element ID`,
      hint: msg`List your elements with: kling video element list`,
    })
    checkElementIds([id])
    const {client} = await this.connect()
    await deleteElement(client, id)
    return {element_id: id, status: 'deleted'}
  }

  protected override view({element_id: id}: DeletedElement): string {
    return successLine(t`Deleted element ${id}`, this.screen)
  }
}
