import {existsSync} from 'node:fs'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {
  type ApiTask,
  Args,
  Flags,
  KlingError,
  getTask,
  isKlingError,
  omniVideo,
  requireArgument,
  tableView,
  taskFlags,
} from 'kling-cli/plugin'
import {externalIdOf, fileNameOf, fingerprints, optionsOf} from '../../shot-task.js'
import {type CheckedShot, StoryboardCommand, costOf} from '../../storyboard-command.js'
import type {Shot} from '../../storyboard.js'

/** A shot whose video is there. */
export interface MadeShot {
  /** From 1, over the whole storyboard. */
  shot: number
  /** Its video. */
  output: string
  status: string
  /** Id of its task; left out where the video was there already. */
  task_id?: string
  /** Kling units that were charged, as the API writes them. */
  units_charged?: string | undefined
}

/** A storyboard whose videos are made. */
export interface StoryboardMakeResult {
  folder: string
  shots: MadeShot[]
  /** Number of shots. */
  count: number
}

interface Job extends CheckedShot {
  print: string
  file: string
}

/** The task that makes a shot, if there is one, and the number of the take that it is or would be. */
interface Take {
  task?: ApiTask
  take: number
}

export default class StoryboardMake extends StoryboardCommand<typeof StoryboardMake, StoryboardMakeResult> {
  static override summary = 'create the videos of a storyboard, one after the other'

  static override description =
    'Run it again after Ctrl-C, a failure or a change: finished videos are kept, running tasks are waited ' +
    'for, and only changed shots and those that continue them are created again.'

  static override examples = ['<%= config.bin %> <%= command.id %> shots.txt -o takes --max-cost 30']

  static override args = {
    file: Args.string({description: 'storyboard file', ignoreStdin: true}),
  }

  static override flags = {
    folder: Flags.string({char: 'o', summary: 'folder for the videos', helpValue: 'DIR'}),
    'wait-timeout': taskFlags['wait-timeout'],
    'max-cost': taskFlags['max-cost'],
  }

  async run(): Promise<StoryboardMakeResult> {
    const checked = await this.readShots(this.args.file)
    const folder = requireArgument(this.flags.folder, {
      code: 'missing_output',
      name: '--folder',
      example: 'kling storyboard make shots.txt -o takes',
    })
    const prints = await fingerprints(checked.map(({shot}) => shot))
    const jobs = new Map<Shot, Job>()
    for (const one of checked) {
      const print = prints.get(one.shot)!
      jobs.set(one.shot, {...one, print, file: join(folder, fileNameOf(one.shot, print))})
    }
    await this.guardRest([...jobs.values()])
    await mkdir(folder, {recursive: true})
    const shots: MadeShot[] = []
    for (const job of jobs.values()) {
      this.note(`Shot ${job.shot.number} of ${jobs.size}: ${job.shot.prompt}`)
      shots.push(await this.make(job, jobs))
    }
    return {folder, shots, count: shots.length}
  }

  protected override view({shots}: StoryboardMakeResult): string {
    return tableView(shots, ['shot', 'status', 'output'], this.screen)
  }

  /** The limit is for what this run will really make. */
  private async guardRest(jobs: Job[]): Promise<void> {
    const rest: Job[] = []
    for (const job of jobs) if (!existsSync(job.file) && !(await this.find(job)).task) rest.push(job)
    await this.checkBudget(costOf(rest))
  }

  private async make(job: Job, jobs: Map<Shot, Job>): Promise<MadeShot> {
    const {shot, file} = job
    const line = {shot: shot.number, output: file}
    if (existsSync(file)) return {...line, status: 'was there'}
    const found = await this.find(job)
    const taskId = found.task?.task_id ?? (await this.submit(job, found.take, jobs))
    const {task_id, status, units_charged} = await this.follow(omniVideo.kind, taskId, file)
    return {...line, status, task_id, units_charged}
  }

  private async submit(job: Job, take: number, jobs: Map<Shot, Job>): Promise<string> {
    const {shot, print, file} = job
    const reference = shot.after && (await this.videoOf(jobs.get(shot.after)!, shot))
    const task = await this.prepare(omniVideo, optionsOf(shot, reference))
    const sent = await this.send(task, {externalId: externalIdOf(print, take), output: file})
    return sent.task_id
  }

  /** The service is asked, so that it does not matter where and how an earlier run ended. */
  private async find({print}: Job): Promise<Take> {
    const {client} = await this.connect()
    for (let take = 1; ; take++) {
      try {
        const task = await getTask(client, omniVideo.kind, externalIdOf(print, take))
        if (task.task_status !== 'failed') return {task, take}
      } catch (error) {
        if (isKlingError(error) && error.code === 'task_not_found') return {take}
        throw error
      }
    }
  }

  /** Address of the video that a shot continues. */
  private async videoOf(earlier: Job, shot: Shot): Promise<string> {
    const {task} = await this.find(earlier)
    const url = task?.task_result?.videos?.[0]?.url
    if (url) return url
    throw new KlingError(
      'task_not_found',
      `Shot ${earlier.shot.number}, which shot ${shot.number} continues, is no longer available.`,
      {hint: `Put --- before shot ${shot.number}, or delete ${earlier.file} to create it again.`},
    )
  }
}
