import {KlingError} from 'kling-cli/plugin'

/** One line of a storyboard that becomes a video. */
export interface Shot {
  /** From 1, over the whole storyboard. */
  number: number
  /** From 1; within a scene a shot continues the one before it. */
  scene: number
  /** Line of the file, from 1. */
  line: number
  /** As it is written, the style added. */
  prompt: string
  seconds: string
  settings: Settings
  /** Picture that it starts with, as it is written. */
  frame: string | undefined
  /** The shot that it continues; undefined for the first one of a scene. */
  after: Shot | undefined
}

/** What holds for all shots below the line where it stands. */
interface Settings {
  model?: string
  mode?: string
  ratio?: string
  style?: string
}

const settingNames = ['model', 'mode', 'ratio', 'style'] as const

function wrong(line: number, message: string): KlingError {
  return new KlingError('invalid_argument', `Line ${line}: ${message}`, {
    hint: 'Write a shot as "5s: A cat sits down at a piano.", a setting as "ratio: 9:16", a new scene as "---".',
  })
}

/**
 * Reads a storyboard: a shot a line, settings for those below, `---` before a new scene.
 * @throws KlingError `invalid_argument` that names the line
 */
export function parseStoryboard(text: string): Shot[] {
  const shots: Shot[] = []
  let settings: Settings = {}
  let frame: string | undefined
  let after: Shot | undefined
  let scene = 1
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const content = raw.trim()
    if (content === '' || content.startsWith('#')) continue
    if (/^-{3,}$/.test(content)) {
      if (after) scene += 1
      after = undefined
      continue
    }
    const [, key = '', value = ''] = /^([^:：]+)[:：]\s*(.+)$/s.exec(content) ?? []
    const setting = settingNames.find(name => name === key)
    const seconds = /^(\d+)\s*s?$/i.exec(key)?.[1]
    if (setting) settings = {...settings, [setting]: value}
    else if (key === 'frame') frame = value
    else if (seconds === undefined)
      throw wrong(line, `${JSON.stringify(content)} is neither a shot nor a setting.`)
    else {
      const prompt = settings.style ? `${value} ${settings.style}` : value
      after = {number: shots.length + 1, scene, line, prompt, seconds, settings, frame, after}
      frame = undefined
      shots.push(after)
    }
  }
  if (frame !== undefined) throw wrong(text.split('\n').length, 'no shot comes after the last frame.')
  if (shots.length === 0) throw wrong(1, 'the storyboard has no shots.')
  return shots
}
