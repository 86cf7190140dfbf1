import {readFile} from 'node:fs/promises'
import {
  type Command,
  KlingError,
  type PreparedTask,
  SubmitCommand,
  isKlingError,
  omniVideo,
  requireArgument,
  systemCode,
} from 'kling-cli/plugin'
import {anyVideo, optionsOf} from './shot-task.js'
import {type Shot, parseStoryboard} from './storyboard.js'

/** A shot that can be made, and its request as far as it is known. */
export interface CheckedShot {
  shot: Shot
  task: PreparedTask
}

/** What the commands share: a storyboard is read and checked as a whole before anything is sent. */
export abstract class StoryboardCommand<T extends typeof Command, Result> extends SubmitCommand<T, Result> {
  /** @throws KlingError `missing_prompt`, `invalid_argument`, and the first problem of the shots with all in its text */
  protected async readShots(file: string | undefined): Promise<CheckedShot[]> {
    const path = requireArgument(file, {
      code: 'missing_prompt',
      name: 'storyboard file',
      example: 'kling storyboard check shots.txt',
    })
    const checked: CheckedShot[] = []
    const problems: {line: number; error: KlingError}[] = []
    for (const shot of parseStoryboard(await readText(path))) {
      try {
        const task = await this.prepare(omniVideo, optionsOf(shot, shot.after && anyVideo))
        checked.push({shot, task})
      } catch (error) {
        if (!isKlingError(error)) throw error
        problems.push({line: shot.line, error})
      }
    }
    const [first] = problems
    if (!first) return checked
    throw new KlingError(
      first.error.code,
      problems.map(({line, error}) => `Line ${line}: ${error.message}`).join('\n'),
      {
        hint: first.error.fields.hint,
        details: {problems: problems.map(({line, error: {code, message}}) => ({line, code, message}))},
      },
    )
  }
}

/** Sum of what shots cost, in Kling units; null when it is not known of one. */
export function costOf(shots: CheckedShot[]): number | null {
  const units = shots.map(({task}) => task.estimate.units)
  if (units.includes(null)) return null
  return Number(units.reduce((sum: number, one) => sum + one!, 0).toFixed(3))
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = systemCode(error)
    // Kling itself has the words for what was not granted.
    if (code === 'ERR_ACCESS_DENIED') throw error
    throw new KlingError('invalid_argument', `Cannot read ${file} (${code}).`, {
      hint: 'Check the path.',
      cause: error,
    })
  }
}
