import {BaseCommand, Flags, successLine, t} from 'kling-cli/plugin'
import {sandboxSettings} from '../../settings.js'

/** A sandbox without tasks. */
export interface ResetSandbox {
  state: 'empty'
  /** Folder of its state. */
  state_dir: string
}

export default class SandboxReset extends BaseCommand<typeof SandboxReset, ResetSandbox> {
  static override summary = 'remove all sandbox tasks and files'

  static override description = 'The keys stay the same, so running servers and their clients keep working.'

  static override examples = ['<%= config.bin %> <%= command.id %>']

  static override flags = {
    state: Flags.string({summary: 'state folder (default: in the data folder)', helpValue: 'DIR'}),
  }

  async run(): Promise<ResetSandbox> {
    const settings = sandboxSettings({env: process.env, dataDir: this.config.dataDir})
    const stateDir = this.flags.state ?? settings.stateDir
    const {stopRenderer} = await import('../../renderer/launcher.js')
    const {TaskStore} = await import('../../state/store.js')
    await stopRenderer(stateDir)
    await new TaskStore(stateDir).clear()
    return {state: 'empty', state_dir: stateDir}
  }

  protected override view({state_dir: stateDir}: ResetSandbox): string {
    return `${successLine(t`Emptied the sandbox`, this.screen)}  ${this.screen.paint('dim', stateDir)}`
  }
}
