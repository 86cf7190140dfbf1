import type {JsonBody} from '../http/streaming-body.js'
import {commonLimit} from '../catalog/limits.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {controlCharacterIn} from '../media/read-text.js'

/** One shot of a video of several shots. */
export interface Shot {
  /** Seconds. */
  seconds: number
  prompt: string
}

/** What a command was asked for: shots of its own, or the model's own cutting. */
export interface ShotOptions {
  /** In order; none where one shot is asked for. */
  shots: Shot[]
  /** `--multi-shot`: the model cuts the prompt into shots. */
  multiShot?: boolean | undefined
  /** The limits of shots do not hold. */
  unchecked?: boolean | undefined
}

function wrong(
  message: string,
  code: 'invalid_argument' | 'invalid_prompt' | 'invalid_duration' = 'invalid_argument',
): KlingError {
  return new KlingError(code, message, {
    hint: t`For example: --shot "3s: a door opens" --shot "2s: a cat looks in"`,
  })
}

/** Reads shots such as `3s: a door opens`. @throws KlingError `invalid_argument` */
export function parseShots(texts: string[]): Shot[] {
  return texts.map((text, index) => {
    const [, seconds, prompt] = /^\s*(\d+)\s*s?\s*[:：]\s*(\S[\s\S]*?)\s*$/i.exec(text) ?? []
    if (prompt === undefined) throw wrong(t`Shot ${index + 1} must have the form "SECONDSs: what it shows".`)
    return {seconds: Number(seconds), prompt}
  })
}

/** @throws KlingError `invalid_argument`, `invalid_prompt`, `invalid_duration` */
export function checkShots({shots, multiShot, unchecked}: ShotOptions): void {
  const most = (fact: 'shots' | 'shotCharacters'): number => (unchecked ? Infinity : commonLimit(fact))
  const [maxShots, maxCharacters] = [most('shots'), most('shotCharacters')]
  if (shots.length > 0 && multiShot)
    throw wrong(t`--multi-shot cannot be used with --shot: it lets the model split the prompt into shots.`)
  if (shots.length > maxShots) throw wrong(t`Too many shots: ${shots.length}, maximum ${maxShots}.`)
  for (const [index, {seconds, prompt}] of shots.entries()) {
    if (seconds < 1 || (seconds > 15 && !unchecked))
      throw wrong(t`Shot ${index + 1} must last 1 to 15 seconds.`, 'invalid_duration')
    const control = controlCharacterIn(prompt)
    if (control)
      throw wrong(t`Shot ${index + 1} contains the control character ${control}.`, 'invalid_prompt')
    const length = [...prompt].length
    if (length > maxCharacters) {
      throw wrong(
        t`Shot ${index + 1} is too long: ${length} characters, maximum ${maxCharacters}.`,
        'invalid_prompt',
      )
    }
  }
}

/** All texts that may name inputs. */
export function promptsOf({prompt = '', shots}: {prompt?: string | undefined; shots: Shot[]}): string {
  return [prompt, ...shots.map(shot => shot.prompt)].join('\n')
}

/** Splits a shots file: a shot a line, empty lines and lines that begin with # left out. */
export function splitShots(text: string): string[] {
  return text.split(/\r?\n/).filter(line => line.trim() !== '' && !line.trimStart().startsWith('#'))
}

/**
 * The length of a video, in seconds: the sum of its shots, where there are any, which a duration that was asked for
 * must equal.
 * @throws KlingError `invalid_duration`
 */
export function lengthOf({
  shots,
  duration,
  durationIsGiven = false,
}: {
  shots: Shot[]
  /** Seconds, as text. */
  duration: string
  durationIsGiven?: boolean | undefined
}): string {
  if (shots.length === 0) return duration
  const sum = String(shots.reduce((total, shot) => total + shot.seconds, 0))
  if (durationIsGiven && sum !== duration) {
    throw wrong(t`The shots add up to ${sum} seconds, but --duration is ${duration}.`, 'invalid_duration')
  }
  return sum
}

/** The fields of a body for several shots; none when one shot is asked for. */
export function shotFields({shots, multiShot}: ShotOptions): JsonBody {
  if (multiShot) return {multi_shot: true, shot_type: 'intelligence'}
  if (shots.length === 0) return {}
  return {
    multi_shot: true,
    shot_type: 'customize',
    multi_prompt: shots.map(({seconds, prompt}, index) => ({
      index: index + 1,
      prompt,
      duration: String(seconds),
    })),
  }
}
