import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {type OmniVideoOptions, omniVideoDefaults} from 'kling-cli/plugin'
import type {Shot} from './storyboard.js'

/** How the request of a shot is built; `reference` is the address of the video that it continues. */
export function optionsOf({prompt, seconds, settings, frame}: Shot, reference?: string): OmniVideoOptions {
  const {model = omniVideoDefaults.model, mode = 'std', ratio = omniVideoDefaults.ratio} = settings
  const continues = reference !== undefined && !prompt.includes('<<<video_1>>>')
  return {
    ...omniVideoDefaults,
    prompt: continues ? `From <<<video_1>>>, make the next shot: ${prompt}` : prompt,
    model,
    mode,
    ratio,
    duration: seconds,
    firstFrame: frame,
    featureVideo: reference,
    // The sound of one shot has no place in the next.
    excludeSound: true,
  }
}

/** Stands in for the video of an earlier shot, as long as there is none: the checks need no more. */
export const anyVideo = 'https://example.com/earlier-shot.mp4'

/**
 * What each shot is, as a short word that changes when the shot does or one before it in its scene does. By it the
 * service knows the task again, and no shot is made twice, whichever machine asks.
 */
export async function fingerprints(shots: Shot[]): Promise<Map<Shot, string>> {
  const prints = new Map<Shot, string>()
  const repeats = new Map<string, number>()
  for (const shot of shots) {
    const {frame} = shot
    const isFile = frame !== undefined && !/^https?:/i.test(frame)
    const picture = isFile ? sha256(await readFile(frame)) : frame
    const before = shot.after && prints.get(shot.after)
    const {prompt, model, mode, ratio, duration} = optionsOf(shot, before && anyVideo)
    const facts = JSON.stringify([before, picture, prompt, model, mode, ratio, duration])
    // The same words twice are two videos.
    const repeat = repeats.get(facts) ?? 0
    repeats.set(facts, repeat + 1)
    prints.set(shot, sha256(`${facts} ${repeat}`).slice(0, 20))
  }
  return prints
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

/** Id of a shot's task. A failed task keeps its id: the next take needs another. */
export const externalIdOf = (print: string, take: number): string => `storyboard-${print}-${take}`

/** `01-a-cat-sits-down-3fa9c1.mp4` */
export function fileNameOf({number, prompt}: Shot, print: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const title = [...words.slice(0, 4).join('-')].slice(0, 30).join('')
  return `${String(number).padStart(2, '0')}-${title}-${print.slice(0, 6)}.mp4`
}
