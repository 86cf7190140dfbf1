import {type ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'

/** A kind of task: where it is created, queried and listed, and what its result holds. */
export interface TaskKind {
  /** The word for `--type`. */
  name: string
  /** POST creates, GET lists, GET with `/{id}` queries. */
  path: string
  /** Name of the endpoint in the catalogue of models. */
  endpoint: string
  /** File formats of its results, the first one being the default. */
  formats: readonly ResultFormat[]
}

export type ResultFormat = 'video' | 'mp3' | 'wav'

const kind = (
  name: string,
  path: string,
  endpoint: string,
  formats: readonly ResultFormat[] = ['video'],
): TaskKind => ({
  name,
  path,
  endpoint,
  formats,
})

/** The kinds of video tasks, in the order in which they are tried for an unknown id. */
export const taskKinds: readonly TaskKind[] = [
  kind('create', '/v1/videos/omni-video', 'omni-video'),
  kind('text2video', '/v1/videos/text2video', 'text2video'),
  kind('image2video', '/v1/videos/image2video', 'image2video'),
  kind('motion-control', '/v1/videos/motion-control', 'motion-control'),
  kind('avatar', '/v1/videos/avatar/image2video', 'avatar'),
  kind('extend', '/v1/videos/video-extend', 'video-extend'),
  kind('add-sound', '/v1/audio/video-to-audio', 'video-to-audio', ['video', 'mp3', 'wav']),
]

/** The words that `--type` takes. */
export const taskKindNames = taskKinds.map(({name}) => name)

/** The kind of a name. @throws KlingError `invalid_type` */
export function taskKindOf(name: string): TaskKind {
  const found = taskKinds.find(candidate => candidate.name === name)
  if (found) return found
  const code: ErrorCode = 'invalid_type'
  throw new KlingError(code, `There is no task type ${name}.${didYouMean(name, taskKindNames)}`, {
    hint: `Types are: ${taskKindNames.join(', ')}.`,
  })
}
