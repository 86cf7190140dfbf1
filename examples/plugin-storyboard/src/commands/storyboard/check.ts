import {Args, tableView} from 'kling-cli/plugin'
import {StoryboardCommand, costOf} from '../../storyboard-command.js'

/** A shot that can be made. */
export interface ListedShot {
  /** From 1, over the whole storyboard. */
  shot: number
  /** From 1. */
  scene: number
  /** Line of the file, from 1. */
  line: number
  /** Length of its video. */
  seconds: number
  /** Kling units by the price table; null where it has no price. */
  units: number | null
  prompt: string
}

/** A storyboard without faults. */
export interface StoryboardCheckResult {
  shots: ListedShot[]
  /** Number of shots. */
  count: number
  /** Length of all videos together. */
  seconds: number
  /** Kling units of all shots; null where one has no price. */
  units: number | null
}

export default class StoryboardCheck extends StoryboardCommand<
  typeof StoryboardCheck,
  StoryboardCheckResult
> {
  static override summary = 'check a storyboard and estimate its cost without sending anything'

  static override examples = ['<%= config.bin %> <%= command.id %> shots.txt']

  static override args = {
    file: Args.string({description: 'storyboard file', ignoreStdin: true}),
  }

  async run(): Promise<StoryboardCheckResult> {
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

  protected override view({shots, seconds, units}: StoryboardCheckResult): string {
    const columns = ['shot', 'scene', 'seconds', 'units', 'prompt']
    const cost = units === null ? 'cost unknown' : `about ${units} units`
    return `${tableView(shots, columns, this.screen)}\n\n${seconds} s, ${cost}`
  }
}
