import {Args, tableView} from 'kling-cli/plugin'
import {StoryboardCommand, costOf} from '../../storyboard-command.js'

export default class StoryboardCheck extends StoryboardCommand<typeof StoryboardCheck> {
  static override summary = 'check a storyboard and estimate its cost without sending anything'

  static override examples = ['<%= config.bin %> <%= command.id %> shots.txt']

  static override args = {
    file: Args.string({description: 'storyboard file', ignoreStdin: true}),
  }

  async run(): Promise<Record<string, unknown>> {
    const checked = await this.readShots(this.args.file)
    const shots = checked.map(({shot, task}) => ({
      shot: shot.number,
      scene: shot.scene,
      line: shot.line,
      seconds: Number(shot.seconds),
      units: task.estimate.units,
      prompt: shot.prompt,
    }))
    const seconds = shots.reduce((sum, shot) => sum + shot.seconds, 0)
    return {shots, count: shots.length, seconds, units: costOf(checked)}
  }

  protected override view({shots, seconds, units}: Record<string, unknown>): string {
    const columns = ['shot', 'scene', 'seconds', 'units', 'prompt']
    const cost = units === null ? 'cost unknown' : `about ${String(units)} units`
    return `${tableView(shots as Record<string, unknown>[], columns, this.screen)}\n\n${String(seconds)} s, ${cost}`
  }
}
